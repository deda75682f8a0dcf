"""Issuing: what is asked for, the page as it will be, the fee, F9; then what became of it, F10."""

from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.certificates.requests import IssuedView
from counter_app.errors import Refusal
from counter_app.main import Counter
from ui.backend import Backend
from ui.handover import HandoverPage
from ui.inflight import InFlight
from ui.issue_page import IssuePage
from ui.issued_steps import IssuedSteps
from ui.kit import Card, KeyCap, Label, row
from ui.preview import draw_document, draw_pages, warm_up
from ui.session import Session
from ui.sight import bring_into_sight
from ui.states import StatePanel

if TYPE_CHECKING:
    from counter_app.residents.views import Resident

WARM_UP_MS = 1000
"""After the queue has been loaded, which is what the clerk waits for."""


class CertificatePanel(Card):
    """One certificate at a time, from options to hand: `issued` and `handed_over(IssuedView)`.

    `left` when the focus has no more place here.

    What is in flight without a person on the screen is asked about at once.
    """

    issued = Signal(object)
    handed_over = Signal(object)
    left = Signal()

    def __init__(
        self, counter: Counter, backend: Backend, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__(margins=20, spacing=12)
        self.setParent(parent)
        self._certificates = counter.certificates
        self._archive = counter.archive
        self._backend = backend
        self._session = session
        self._action = ""
        self._in_flight: tuple[IssuedView, ...] = ()
        self.title = Label("title")
        self.change = Label("small")
        self.change_key = KeyCap("Shift+F9")
        self.in_flight = InFlight(session)
        self.empty = StatePanel()
        self.page = IssuePage(counter, backend, session)
        self.after = HandoverPage(backend, session, counter.printers.pages)
        self.steps = IssuedSteps(counter.certificates, backend, session, self.after)
        self.body.addLayout(row(self.title, None, self.change, self.change_key))
        self.body.addWidget(self.in_flight)
        for page in (self.empty, self.page, self.after):
            self.body.addWidget(page, 1)
        self._connect()
        self.retranslate()
        self._show_page()
        self._ask_in_flight()
        QTimer.singleShot(WARM_UP_MS, self, partial(backend.render, warm_up, then=None))

    def retranslate(self) -> None:
        say = self._session.say
        self.title.setText(say("ui_desk.certificate"))
        self.setAccessibleName(say("ui_desk.certificate"))
        self.change.setText(say("ui_desk.change_options"))
        self.empty.show_state(
            "empty", say("ui_desk.nothing_to_issue"), say("ui_desk.nothing_to_issue_hint")
        )

    def issue(self) -> None:
        """Print and charge. The same action until it is known how it ended."""
        resident = self._session.resident
        if resident is None:
            return
        self._action = self._action or uuid4().hex
        self.page.show_printing(True)
        self._backend.spool(
            self._certificates.issue,
            self._session.actor,
            self._request(resident),
            action_id=self._action,
            then=partial(self._show_issued, resident.id),
            refused=self._issue_refused,
        )

    def change_options(self) -> None:
        """To the options of the person being served, also from another person's document."""
        resident, case = self._session.resident, self.after.case
        if resident and (case is None or case.resident_id != resident.id):
            if case:
                self.start_over()
            bring_into_sight(self.page.form)
            self.page.form.take_focus()

    def change_payment(self) -> None:
        """To what the visitor pays with; asked again, to the next way of paying."""
        if self._session.resident and self.after.case is None:
            payment = self.page.form.payment
            focus = QApplication.focusWidget()
            if focus and (payment.isAncestorOf(focus) or payment.way.isAncestorOf(focus)):
                payment.next_way()
            payment.take_focus()

    def start_over(self) -> None:
        """Ready for another certificate of the same person."""
        self._forget_case()
        self._show_page()
        self._changed()

    def _connect(self) -> None:
        session, page, after = self._session, self.page, self.after
        page.print.clicked.connect(self.issue)
        page.form.changed.connect(self._changed)
        page.form.payment.changed.connect(self._paid_otherwise)
        page.preview.wanted.connect(self._draw)
        after.preview.wanted.connect(self._draw_issued)
        self.steps.printed.connect(self._printed_again)
        self.steps.closed.connect(self._closed)
        after.another.clicked.connect(self.start_over)
        after.left.connect(self.left)
        self.in_flight.taken.connect(self._show_case)
        QShortcut(QKeySequence("Shift+F9"), self).activated.connect(self.change_options)
        QShortcut(QKeySequence("Ctrl+F9"), self).activated.connect(self.change_payment)
        session.language_changed.connect(self.retranslate)
        session.resident_changed.connect(self._turn_to)
        session.revealed_changed.connect(self._draw_anew)
        self._backend.changed.connect(self._ask_in_flight)
        self._backend.failed.connect(self._settle)

    def _request(self, resident: "Resident") -> object:
        ticket = self._session.ticket
        form = self.page.form
        return form.request(resident.id, ticket.id if ticket else None, self.page.fee)

    def _turn_to(self, resident: "Resident | None") -> None:
        """A person is left at once; the next one comes after the record has been painted."""
        if resident is None:
            self._change_resident(None)
        else:
            self._forget_case()
            self._backend.later(partial(self._change_if_open, resident))

    def _change_if_open(self, resident: "Resident") -> None:
        if self._is_open(resident.id):
            self._change_resident(resident)

    def _change_resident(self, resident: "Resident | None") -> None:
        self._forget_case()
        self.page.preview.show_words("")
        self.page.form.start_over()
        self._show_page()
        if resident:
            self._changed()
        else:
            self._ask_in_flight()

    def _forget_case(self) -> None:
        self._action = ""
        self._release_focus(self.page)
        self.after.hide()  # before it is emptied, which then takes no layout
        self.after.show_case(None)

    def _show_page(self) -> None:
        options = self._session.resident is not None and self.after.case is None
        shown = self.after if self.after.case else self.page if options else self.empty
        self._release_focus(shown)
        for page in (self.empty, self.page, self.after):
            page.setVisible(page is shown)
        if self.after.case:
            bring_into_sight(self)
        case = self.after.case
        anothers = case is not None and not self._is_open(case.resident_id)
        changeable = options or (anothers and self._session.resident is not None)
        self.change.setVisible(changeable)
        self.change_key.setVisible(changeable)
        self._show_in_flight(self._in_flight)

    def _release_focus(self, shown: QWidget) -> None:
        """What is about to be hidden gives the focus back to the search."""
        focus = QApplication.focusWidget()
        if focus and self.isAncestorOf(focus) and not shown.isAncestorOf(focus):
            self.left.emit()

    def _changed(self) -> None:
        """Other options: another action, another page, another fee."""
        if self._session.resident is None:
            return
        self._action = ""
        self.page.show_refusal(None)
        self.page.show_fee(None)
        self.page.preview.show_words(self._session.say("ui_desk.drawing"), keep=True)
        self.page.preview.soon()
        self._ask_fee()

    def _ask_fee(self) -> None:
        self._backend.ask(
            self._certificates.fee,
            self.page.form.code,
            self.page.form.copies.number,
            self.page.form.role,
            then=self.page.show_fee,
            refused=self.page.show_refusal,
            replacing="fee",
        )

    def _paid_otherwise(self) -> None:
        """Another action; the page and the fee stay as they are."""
        self._action = ""
        if self._session.resident is not None:
            self.page.show_refusal(None)

    def _draw(self) -> None:
        resident = self._session.resident
        if resident:
            self.page.preview.draw(
                self._backend,
                "preview",
                draw_pages,
                self._certificates,
                self._session.actor,
                self._request(resident),
                self._session.revealed,
                refused=self._show_undrawable,
            )

    def _draw_anew(self) -> None:
        """Masked or whole, as the record is now."""
        if self.after.case:
            self._show_paper(self.after.case)
        elif self._session.resident:
            self.page.preview.show_words(self._session.say("ui_desk.drawing"))
            self.page.preview.soon()

    def _show_undrawable(self, refusal: Refusal) -> None:
        """What is only not filled in yet is said in the page's place, unless F9 asked for it."""
        missing = self.page.form.hear(refusal)
        self.page.preview.show_words(missing or self._session.say("ui_desk.no_preview"))
        told = self.page.refusal
        if not missing or told is None or told.code != refusal.code:
            self.page.show_refusal(None if missing else refusal)
        self.page.print.dim(True)

    def _show_issued(self, resident_id: int, case: IssuedView) -> None:
        self._settle()
        self._action = ""
        self.page.form.next_document()
        if self._is_open(resident_id):
            self._show_case(case)
        self.issued.emit(case)

    def _issue_refused(self, refusal: Refusal) -> None:
        self._action = ""
        self._settle()
        self.page.show_refusal(refusal)
        self.page.form.hear(refusal)
        if refusal.code.startswith("certificates."):
            self.page.form.lead_to_cause()
        if refusal.code == "till.fee_changed":
            self._ask_fee()

    def _settle(self, _reference: str = "") -> None:
        """F9 may be pressed again."""
        self.page.show_printing(False)

    def _show_case(self, case: IssuedView) -> None:
        self.after.show_case(case)
        self._show_page()
        self._show_paper(case)

    def _show_paper(self, case: IssuedView) -> None:
        """What was printed, where the record is shown whole as well."""
        if self._may_show(case):
            self.after.preview.soon()
        else:
            words = "masked_paper" if self._is_open(case.resident_id) else "not_shown"
            self.after.preview.show_words(self._session.say(f"ui_desk.{words}"))

    def _may_show(self, case: IssuedView) -> bool:
        return self._session.revealed and self._is_open(case.resident_id)

    def _draw_issued(self) -> None:
        case = self.after.case
        if case and self._may_show(case):
            self.after.preview.draw(
                self._backend,
                "document",
                draw_document,
                self._archive,
                case.id,
                refused=self.after.show_refusal,
            )

    def _printed_again(self, case: IssuedView) -> None:
        if self.after.case and self.after.case.id == case.id:
            self._show_case(case)

    def _closed(self, case: IssuedView) -> None:
        if self.after.case and self.after.case.id == case.id:
            self._release_focus(self.empty)
            self.after.show_case(case)
        if case.state == "handed_over":
            self.handed_over.emit(case)

    def _ask_in_flight(self) -> None:
        self._backend.ask(self._archive.in_flight, then=self._show_in_flight, replacing="in_flight")

    def _show_in_flight(self, cases: tuple[IssuedView, ...]) -> None:
        self._in_flight = cases
        case = self.after.case
        self.in_flight.show_cases(cases, but=case.id if case else None)
        if cases and case is None and self._session.resident is None:
            self._show_case(cases[0])

    def _is_open(self, resident_id: int) -> bool:
        resident = self._session.resident
        return resident is not None and resident.id == resident_id
