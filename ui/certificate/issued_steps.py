"""What the clerk may do with a certificate once it is issued, one step at a time."""

from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from ui.certificate.handover import HandoverPage
from ui.certificate.outcome_words import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter_app.certificates.issuing import Certificates
    from counter_app.certificates.requests import First, IssuedView, TrayView
    from counter_app.errors import Refusal
    from counter_app.privacy.second import Second
    from ui.base.backend import Backend
    from ui.base.session import Session


class IssuedSteps(QObject):
    """Hand over, print again or spoil what the `page` shows.

    `closed(IssuedView)` when it is handed over or spoiled, `printed(IssuedView)` once more;
    `tray_closed(TrayView)` when all issued together are handed over.
    """

    closed = Signal(object)
    printed = Signal(object)
    tray_closed = Signal(object)

    def __init__(
        self,
        certificates: "Certificates",
        backend: "Backend",
        session: "Session",
        page: HandoverPage,
    ) -> None:
        super().__init__(page)
        self._certificates = certificates
        self._backend = backend
        self._session = session
        self._page = page
        self._stepping = False
        page.hand_over.clicked.connect(self.hand_over)
        page.again.connect(self.print_again)
        page.spoiled.connect(self.spoil)
        backend.failed.connect(self.settle)

    def hand_over(self) -> None:
        """The visitor has the paper; asked first where, by what the queue says, there is none."""
        doubtful = self._page.doubtful
        if doubtful and not self._page.asked_for_paper():
            return
        if tray := self._page.tray:
            self._hand_over_all(tray, doubtful)
        else:
            step = self._certificates.hand_over
            self._once(self._backend.run, step, paper_seen=doubtful, **self._closing())

    def spoil(self, reason: str, second: "Second") -> None:
        """It is not given out; `second` signs too."""
        step = self._certificates.spoil
        self._once(self._backend.run, step, reason, second=second, **self._closing())

    def print_again(self, first: "First | None") -> None:
        """The same number once more."""
        step = self._certificates.print_again
        self._once(self._backend.spool, step, first=first, then=self._printed)

    def settle(self, _reference: str = "") -> None:
        """A step may be taken again."""
        self._stepping = False

    def _once(self, do: "Callable[..., None]", step: object, *args: str, **how: object) -> None:
        """Take a step with what was issued, unless one is being taken."""
        case = self._page.case
        if case and case.state in OPEN and not self._stepping:
            self._stepping = True
            do(step, self._session.actor, case.id, *args, refused=self._refused, **how)

    def _hand_over_all(self, tray: "TrayView", paper_seen: bool) -> None:
        if not self._stepping:
            self._stepping = True
            self._backend.run(
                self._certificates.hand_over_tray,
                self._session.actor,
                tray.receipt_number,
                action_id=uuid4().hex,
                paper_seen=paper_seen,
                then=self._all_closed,
                refused=self._refused,
            )

    def _all_closed(self, tray: "TrayView") -> None:
        self._stepping = False
        self.tray_closed.emit(tray)

    def _closing(self) -> dict[str, object]:
        return {"action_id": uuid4().hex, "then": self._closed}

    def _closed(self, case: "IssuedView") -> None:
        self._stepping = False
        self.closed.emit(case)

    def _printed(self, case: "IssuedView") -> None:
        self._stepping = False
        self.printed.emit(case)

    def _refused(self, refusal: "Refusal") -> None:
        self._stepping = False
        self._page.show_refusal(refusal)
