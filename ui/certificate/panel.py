"""Issuing: what is asked for, the page as it will be, the fee, F9; then what became of it, F10."""

from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.certificates.requests import IssuedView, Request
from counter_app.errors import Refusal
from counter_app.main import Counter
from ui.base.backend import Backend
from ui.base.session import Session
from ui.certificate.drawing import draw_pages, warm_up
from ui.certificate.issue_page import IssuePage
from ui.certificate.issued_desk import IssuedDesk
from ui.certificate.tray_desk import TrayDesk
from ui.kit.parts import Card, KeyButton, KeyCap, Label, row
from ui.kit.sight import bring_into_sight
from ui.kit.states import StatePanel

if TYPE_CHECKING:
    from counter_app.certificates.requests import TrayView
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
        self._backend = backend
        self._session = session
        self._action = ""
        self.title, self.change = Label("title"), Label("small")
        self.change_key = KeyCap("Shift+F9")
        self.issued_desk = IssuedDesk(counter, backend, session, self)
        self.in_flight, self.after = self.issued_desk.in_flight, self.issued_desk.page
        self.empty, self.building = StatePanel(), KeyButton("Shift+F9", bound=False)
        self.page = IssuePage(counter, backend, session)
        self.tray = TrayDesk(counter.trays, backend, session, self.page)
        self.body.addLayout(row(self.title, None, self.tray.count, self.change, self.change_key))
        self.body.addWidget(self.in_flight)
        for page in (self.empty, self.page, self.after):
            self.body.addWidget(page, 1)
        self.body.addWidget(self.building)
        self._connect()
        self.retranslate()
        self._show_page()
        self.issued_desk.ask_in_flight()
        QTimer.singleShot(WARM_UP_MS, self, partial(backend.render, warm_up, then=None))

    def retranslate(self) -> None:
        say = self._session.say
        self.title.setText(say("ui_desk.certificate"))
        self.setAccessibleName(say("ui_desk.certificate"))
        self.change.setText(say("ui_desk.change_options"))
        self.building.setText(say("ui_desk.for_building"))
        self.empty.show_state(
            "empty", say("ui_desk.nothing_to_issue"), say("ui_desk.nothing_to_issue_hint")
        )

    def issue(self) -> None:
        """Print and charge: what is in the tray, else what is on the screen. The same action until
        it is known how it ended."""
        holder = self._session.holder
        if holder is None:
            return
        if self.tray.laid:
            self.tray.issue()
            return
        self._action = self._action or uuid4().hex
        self.page.show_printing(True)
        self._backend.spool(
            self._certificates.issue,
            self._session.actor,
            self._request(holder),
            action_id=self._action,
            then=partial(self._show_issued, holder),
            refused=self._issue_refused,
        )

    def change_options(self) -> None:
        """To the options of the person being served, also from another person's document; where
        no record is open, to those of a list of a building."""
        if self._session.holder is None:
            self._session.ask_for_building()
            self._change_holder()
        case = self.after.case
        if case is None or not self._is_open(case.resident_id):
            if case:
                self.start_over()
            bring_into_sight(self.page.form)
            self.page.form.take_focus()

    def change_payment(self) -> None:
        """To what the visitor pays with; asked again, to the next way of paying."""
        if self._session.holder is not None and self.after.case is None:
            self.page.form.payment.enter_or_turn()

    def to_tray(self) -> None:
        """To the rows of the tray, before or after printing."""
        table = self.after.together.table if self.after.tray else self.page.tray
        if table.isVisible():
            bring_into_sight(table)
            table.take_focus()

    def start_over(self) -> None:
        """Ready for another certificate of the same person."""
        self._forget_case()
        self._show_page()
        self._changed()

    def _connect(self) -> None:
        session, page, after = self._session, self.page, self.after
        page.print.clicked.connect(self.issue)
        self.building.clicked.connect(self.change_options)
        self.tray.issued.connect(self._show_issued_tray)
        issued = self.issued_desk
        issued.shown.connect(self._show_page)
        issued.closing.connect(partial(self._release_focus, self.empty))
        issued.handed_over.connect(self.handed_over)
        page.form.changed.connect(self._changed)
        page.form.payment.changed.connect(self._paid_otherwise)
        page.preview.wanted.connect(self._draw)
        page.tray.looked_at.connect(page.preview.soon)
        after.another.clicked.connect(self.start_over)
        after.left.connect(self.left)
        QShortcut(QKeySequence("Ctrl+B"), self).activated.connect(self.to_tray)
        QShortcut(QKeySequence("Shift+F9"), self).activated.connect(self.change_options)
        paying = QShortcut(QKeySequence("Ctrl+F9"), self)
        paying.setAutoRepeat(False)
        paying.activated.connect(self.change_payment)
        session.language_changed.connect(self.retranslate)
        session.resident_changed.connect(self._turn_to)
        session.revealed_changed.connect(self._draw_anew)
        self._backend.failed.connect(self._settle)

    def _request(self, holder: int) -> Request:
        ticket = self._session.ticket
        form = self.page.form
        return form.request(holder, ticket.id if ticket else None, self.page.fee)

    def _turn_to(self, resident: "Resident | None") -> None:
        """A person is left at once; the next one comes after the record has been painted."""
        if resident is None:
            self._change_holder()
        else:
            self._forget_case()
            self._backend.later(partial(self._change_if_open, resident))

    def _change_if_open(self, resident: "Resident") -> None:
        if self._is_open(resident.id):
            self._change_holder()

    def _change_holder(self) -> None:
        self._forget_case()
        self.page.show_masked()
        self.page.preview.show_words("")
        self.page.form.start_over()
        self._show_page()
        if self._session.holder is not None:
            self._changed()
        else:
            self.issued_desk.ask_in_flight()

    def _forget_case(self) -> None:
        self._action = ""
        self._release_focus(self.page)
        self.after.hide()  # before it is emptied, which then takes no layout
        self.after.show_case(None)

    def _show_page(self) -> None:
        holder = self._session.holder
        options = holder is not None and self.after.case is None
        shown = self.after if self.after.case else self.page if options else self.empty
        self._release_focus(shown)
        for page in (self.empty, self.page, self.after):
            page.setVisible(page is shown)
        self.building.setVisible(shown is self.empty)
        if self.after.case:
            bring_into_sight(self)
        case = self.after.case
        anothers = case is not None and not self._is_open(case.resident_id)
        changeable = options or (anothers and holder is not None)
        self.change.setVisible(changeable)
        self.change_key.setVisible(changeable)
        self.issued_desk.remind()

    def _release_focus(self, shown: QWidget) -> None:
        """What is about to be hidden gives the focus back to the search."""
        focus = QApplication.focusWidget()
        if focus and self.isAncestorOf(focus) and not shown.isAncestorOf(focus):
            self.left.emit()

    def _changed(self) -> None:
        """Other options: another action, another page, another fee."""
        if self._session.holder is None:
            return
        self._action = ""
        self.page.show_refusal(None)
        self.page.show_fee(None)
        self.page.preview.show_words(self._session.say("ui_desk.drawing"), keep=True)
        self.page.preview.soon()
        self.page.behind.look()
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
        if self._session.holder is not None:
            self.page.show_refusal(None)

    def _draw(self) -> None:
        holder, laid = self._session.holder, self.page.looked_at
        if holder is not None:
            request = laid.request if laid else self._request(holder)
            whole = self._session.revealed and self._is_open(request.resident_id)
            asked = (draw_pages, self._certificates, self._session.actor, request, whole)
            refused = self._show_undrawable
            self.page.preview.draw(self._backend, "preview", *asked, refused=refused)

    def _draw_anew(self) -> None:
        """Masked or whole, as the record is now."""
        if self.after.case:
            self.issued_desk.show_paper(self.after.case)
        elif self._session.holder is not None:
            self.page.preview.show_words(self._session.say("ui_desk.drawing"))
            self.page.preview.soon()

    def _show_undrawable(self, refusal: Refusal) -> None:
        """What is only not filled in yet is said in the page's place, unless F9 asked for it."""
        if self.page.looked_at:
            self.page.preview.show_words(self._session.say("ui_desk.no_preview"))
            return
        missing = self.page.form.hear(refusal)
        self.page.preview.show_words(missing or self._session.say("ui_desk.no_preview"))
        told = self.page.refusal
        if not missing or told is None or told.code != refusal.code:
            self.page.show_refusal(None if missing else refusal)
        self.page.dim(True)

    def _show_issued(self, holder: int, case: IssuedView) -> None:
        self._settle()
        self._action = ""
        self.page.form.next_document()
        if self._is_open(holder):
            self.issued_desk.show_case(case)
        self.issued.emit(case)

    def _show_issued_tray(self, tray: "TrayView") -> None:
        self.issued_desk.show_tray(tray)
        for case in tray.documents:
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

    def _is_open(self, holder: int) -> bool:
        return self._session.holder == holder
