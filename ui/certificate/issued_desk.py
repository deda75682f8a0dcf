"""What is printed and not yet in anybody's hand: shown, reminded of, and seen to."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter_app.certificates.requests import NOBODY, IssuedView
from counter_app.errors import Refusal
from counter_app.main import Counter
from ui.base.backend import Backend
from ui.base.session import Session
from ui.certificate.drawing import draw_document
from ui.certificate.handover import HandoverPage
from ui.certificate.inflight import InFlight
from ui.certificate.issued_steps import IssuedSteps
from ui.certificate.outcome_words import OPEN

if TYPE_CHECKING:
    from counter_app.certificates.requests import TrayView


class IssuedDesk(QObject):
    """`page` shows one document, or one of those issued together with it.

    `shown` when it shows something else, `closing` before what is shown has nothing left to do,
    `handed_over(IssuedView)`. What is in flight without a person on the screen is asked about at
    once.
    """

    shown = Signal()
    closing = Signal()
    handed_over = Signal(object)

    def __init__(
        self, counter: Counter, backend: Backend, session: Session, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._archive = counter.archive
        self._backend = backend
        self._session = session
        self._cases: tuple[IssuedView, ...] = ()
        self.in_flight = InFlight(session)
        self.page = HandoverPage(backend, session, counter.printers.pages)
        self.steps = IssuedSteps(counter.certificates, backend, session, self.page)
        self.page.preview.wanted.connect(self._draw)
        self.page.looked_at.connect(self.show_paper)
        self.steps.printed.connect(self._printed_again)
        self.steps.closed.connect(self._closed)
        self.steps.tray_closed.connect(self._tray_closed)
        self.in_flight.taken.connect(self._take)
        backend.changed.connect(self.ask_in_flight)

    def show_case(self, case: IssuedView, tray: "TrayView | None" = None) -> None:
        self.page.show_case(case, tray)
        self.shown.emit()
        self.show_paper(case)

    def show_tray(self, tray: "TrayView") -> None:
        """What was issued together: first what still has to be seen to."""
        before = self.page.case.id if self.page.case else None
        left = [case for case in tray.documents if case.state in OPEN]
        unsent = [case for case in left if case.state == "prepared"]
        same = [case for case in left if case.id == before]
        if not left:
            self.closing.emit()
        self.show_case((unsent or same or left or list(tray.documents))[0], tray)

    def show_paper(self, case: IssuedView) -> None:
        """What was printed, where the record is shown whole as well."""
        if self._may_show(case):
            self.page.preview.soon()
        else:
            others = "ui_tray.another_person" if self.page.tray else "ui_desk.not_shown"
            words = "ui_desk.masked_paper" if self._is_open(case) else others
            self.page.preview.show_words(self._session.say(words))

    def ask_in_flight(self) -> None:
        self._backend.ask(self._archive.in_flight, then=self._told, replacing="in_flight")

    def remind(self) -> None:
        """Of all that is in flight but what is seen to already."""
        case, tray = self.page.case, self.page.tray
        seen_to = tray.documents if tray else (case,) if case else ()
        self.in_flight.show_cases(self._cases, but=frozenset(one.id for one in seen_to))
        if self._cases and case is None and self._session.holder is None:
            self._take(self._cases[0])

    def _told(self, cases: tuple[IssuedView, ...]) -> None:
        self._cases = cases
        self.remind()

    def _take(self, case: IssuedView) -> None:
        """One that is in flight, with all it was issued with."""
        if case.joint:
            self._ask_tray(case.joint)
        else:
            self.show_case(case)

    def _ask_tray(self, number: str, problem: Refusal | None = None) -> None:
        self._backend.ask(
            self._archive.tray,
            number,
            then=partial(self._tray_told, problem),
            replacing="issued together",
        )

    def _tray_told(self, problem: Refusal | None, tray: "TrayView") -> None:
        self.show_tray(replace(tray, problem=problem))

    def _printed_again(self, case: IssuedView) -> None:
        if self._shows(case):
            if self.page.tray:
                self._ask_tray(self.page.tray.receipt_number, case.problem)
            else:
                self.show_case(case)

    def _closed(self, case: IssuedView) -> None:
        if self._shows(case):
            if self.page.tray:
                self._ask_tray(self.page.tray.receipt_number)
            else:
                self.closing.emit()
                self.page.show_case(case)
        if case.state == "handed_over":
            self.handed_over.emit(case)

    def _tray_closed(self, tray: "TrayView") -> None:
        if self.page.tray and self.page.tray.receipt_number == tray.receipt_number:
            self.show_tray(tray)
        for case in tray.documents:
            if case.state == "handed_over":
                self.handed_over.emit(case)

    def _shows(self, case: IssuedView) -> bool:
        return self.page.case is not None and self.page.case.id == case.id

    def _draw(self) -> None:
        case = self.page.case
        if case and self._may_show(case):
            self.page.preview.draw(
                self._backend,
                "document",
                draw_document,
                self._archive,
                case.id,
                refused=self.page.show_refusal,
            )

    def _may_show(self, case: IssuedView) -> bool:
        """Of a list of a building nothing is masked."""
        shown = self._session.revealed or case.resident_id == NOBODY
        return shown and self._is_open(case)

    def _is_open(self, case: IssuedView) -> bool:
        return self._session.holder == case.resident_id
