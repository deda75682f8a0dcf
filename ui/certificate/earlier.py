"""Which document was wrong, where one is issued anew because the office erred."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.certificate.proof_choice import Proof

if TYPE_CHECKING:
    from counter_app.certificates.archive import Archive
    from counter_app.certificates.requests import IssuedView
    from ui.base.backend import Backend
    from ui.base.session import Session


class Earlier(Proof):
    """A number, chosen or typed. `wanted` when it is asked for and what there is may be shown."""

    wanted = Signal()

    def forget(self) -> None:
        """Nobody's documents stay when the person goes."""
        self.show_papers(())
        self.clear_words()


class IssuedBefore(QObject):
    """Proposes what this PC has issued to the person and handed over, the newest first."""

    def __init__(
        self, archive: Archive, backend: Backend, session: Session, earlier: Earlier
    ) -> None:
        super().__init__(earlier)
        self._archive = archive
        self._backend = backend
        self._session = session
        self._earlier = earlier
        earlier.wanted.connect(self._look_up)

    def _look_up(self) -> None:
        holder = self._session.holder
        if holder is not None:
            then = partial(self._show, holder)
            ask = self._archive.of_resident
            self._backend.ask(ask, holder, then=then, replacing="earlier document")

    def _show(self, holder: int, issued: tuple[IssuedView, ...]) -> None:
        if self._session.holder == holder:
            over = [one.issue_number for one in reversed(issued) if one.state == "handed_over"]
            self._earlier.show_papers([(number, number) for number in over])
