"""The sheets that lie over the working screen, each loaded and made when it is first asked for."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from counter_app.sync.views import SyncState
from ui.base.unmasking import UnmaskSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from counter_app.main import Counter
    from counter_app.residents.views import Resident
    from ui.base.backend import Backend
    from ui.base.session import Session
    from ui.certificate.reissue import ReissueSheet
    from ui.day.sheet import DaySheet
    from ui.frame.help import HelpOverlay
    from ui.matters.sheet import MattersSheet
    from ui.person.card_loss import CardLossSheet
    from ui.person.centre_finder import CentreSheet
    from ui.person.worklist_sheet import WorklistSheet
    from ui.privacy.clerks import ClerksSheet
    from ui.privacy.review_sheet import ReviewSheet
    from ui.sync.page import SyncSheet
    from ui.sync.watch import SyncWatch
    from ui.till.paper import PaperSheet
    from ui.till.sheet import TillSheet


class Sheets:
    """Opening the window need not wait for any of them."""

    def __init__(
        self,
        over: QWidget,
        counter: Counter,
        backend: Backend,
        session: Session,
        watch: SyncWatch,
        reported: Callable[[Resident], None],
        open_person: Callable[[int, str], None],
    ) -> None:
        """`reported`: what to do once a lost card has been reported; `open_person`: with the id of
        one and what for."""
        self._over = over
        self._counter = counter
        self._backend = backend
        self._session = session
        self._watch = watch
        self._reported = reported
        self._open_person = open_person

    def toggle(self, name: str) -> None:
        """Open the sheet of this name, or close it."""
        getattr(self, name).toggle()

    @cached_property
    def help(self) -> HelpOverlay:
        from ui.frame.help import HelpOverlay  # noqa: PLC0415 - seldom asked for

        paper, alone = self._counter.stationery.used, self._watch.view.state is SyncState.ALONE
        without = (*(() if paper else ("Ctrl+J",)), *(("Ctrl+U",) if alone else ()))
        return HelpOverlay(self._over, self._session, without=without)

    @cached_property
    def clerks(self) -> ClerksSheet:
        from ui.privacy.clerks import ClerksSheet  # noqa: PLC0415 - seldom asked for

        return ClerksSheet(self._over, self._counter.accounts, self._backend, self._session)

    @cached_property
    def review(self) -> ReviewSheet:
        from ui.privacy.review_sheet import ReviewSheet  # noqa: PLC0415 - seldom asked for

        return ReviewSheet(self._over, self._counter, self._backend, self._session)

    @cached_property
    def day(self) -> DaySheet:
        from ui.day.sheet import DaySheet  # noqa: PLC0415 - seldom asked for

        return DaySheet(self._over, self._counter, self._backend, self._session)

    @cached_property
    def sync(self) -> SyncSheet:
        from ui.sync.page import SyncSheet  # noqa: PLC0415 - seldom asked for

        return SyncSheet(self._over, self._counter, self._watch, self._backend, self._session)

    @cached_property
    def till(self) -> TillSheet:
        from ui.till.sheet import TillSheet  # noqa: PLC0415 - seldom asked for

        return TillSheet(self._over, self._counter, self._backend, self._session)

    @cached_property
    def paper(self) -> PaperSheet:
        from ui.till.paper import PaperSheet  # noqa: PLC0415 - seldom asked for

        stock, archive = self._counter.stationery, self._counter.archive
        return PaperSheet(self._over, stock, archive, self._backend, self._session)

    @cached_property
    def reissue(self) -> ReissueSheet:
        from ui.certificate.reissue import ReissueSheet  # noqa: PLC0415 - seldom asked for

        return ReissueSheet(self._over, self._counter, self._backend, self._session)

    @cached_property
    def centres(self) -> CentreSheet:
        from ui.person.centre_finder import CentreSheet  # noqa: PLC0415 - seldom asked for

        return CentreSheet(self._over, self._counter, self._backend, self._session)

    @cached_property
    def matters(self) -> MattersSheet:
        from ui.matters.sheet import MattersSheet  # noqa: PLC0415 - seldom asked for

        return MattersSheet(self._over, self._counter, self._backend, self._session)

    @cached_property
    def worklist(self) -> WorklistSheet:
        from ui.person.worklist_sheet import WorklistSheet  # noqa: PLC0415 - seldom asked for

        made = WorklistSheet(self._over, self._counter, self._backend, self._session)
        made.matters_wanted.connect(partial(self.toggle, "matters"))
        made.opened.connect(self._open_person)
        return made

    @cached_property
    def unmasking(self) -> UnmaskSheet:
        made = UnmaskSheet(self._over, self._session)
        made.wanted.connect(self._unmask)
        return made

    def _unmask(self, purpose: str) -> None:
        """What is masked of the person at the window is shown once that is on record."""
        if resident := self._session.resident:
            self._backend.run(
                self._counter.residents.reveal,
                self._session.actor,
                resident.id,
                purpose,
                then=partial(self._unmasked, resident.id),
                refused=self.unmasking.refuse,
            )

    def _unmasked(self, resident_id: int, _: None) -> None:
        if self._session.resident and self._session.resident.id == resident_id:
            self.unmasking.close_sheet()
            self._session.reveal(True)

    @cached_property
    def card_loss(self) -> CardLossSheet:
        from ui.person.card_loss import CardLossSheet  # noqa: PLC0415 - seldom asked for

        made = CardLossSheet(self._over, self._counter, self._backend, self._session)
        made.reported.connect(self._reported)
        return made
