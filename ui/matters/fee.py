"""The fee of a matter: owed, taken as any fee is, or taken elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.base.wording import money
from ui.certificate.payment import Payment
from ui.kit.flow import Flow
from ui.kit.parts import KeyButton, Label

if TYPE_CHECKING:
    from counter_app.matters.views import MatterView
    from ui.base.session import Session


class MatterFee(QWidget):
    """`paid(terms)`: it is taken; `receipt_wanted` and `back_wanted`: once it was."""

    paid = Signal(object)
    receipt_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown = ""
        self.words = Label("strong")
        self.payment = Payment(session, "")
        self.take, self.back = KeyButton("Alt+M"), KeyButton("Alt+B")
        self.receipt = KeyButton("Alt+E")
        self.stops = (*self.payment.stops, self.take, self.back, self.receipt)
        line = QWidget()
        parts = (self.words, self.payment.way, self.take, self.back, self.receipt)
        line.setLayout(Flow(*parts, spacing=10, line_spacing=8))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(line)
        layout.addWidget(self.payment)
        self.take.clicked.connect(self._pay)
        self.receipt.clicked.connect(self.receipt_wanted)
        self.back.clicked.connect(self.back_wanted)
        for stop in self.payment.stops:
            if isinstance(stop, QLineEdit):
                stop.returnPressed.connect(self._pay)

    def show_fee(self, view: MatterView) -> None:
        """Of the matter on the screen; what was typed stays while that fee is owed."""
        say, paid, owed = self._session.say, view.paid, view.fee_won > 0 and not view.paid
        if not owed or view.line.number != self._shown:
            self.payment.start_over()
        self._shown = view.line.number
        self.take.setText(say("ui_matters.take"))
        self.receipt.setText(say("ui_matters.fee_receipt"))
        self.back.setText(say("ui_matters.give_back"))
        self.words.setText(self._told(view))
        self.setVisible(view.fee_won > 0 or view.fee_elsewhere > 0)
        open_ = owed and not view.line.closed
        if open_:
            self.payment.show_rule(str(view.fee_rule["key"]))
            self.payment.show_fee(view.fee_won)
        for part in (self.payment.way, self.payment, self.take):
            part.setVisible(open_)
        self.receipt.setVisible(bool(paid and paid.receipt))
        self.back.setVisible(bool(paid and paid.receipt and paid.goes_back))

    def _told(self, view: MatterView) -> str:
        session, paid = self._session, view.paid
        if view.fee_elsewhere:
            there = money(session, view.fee_elsewhere)
            return session.say("ui_matters.fee_elsewhere", won=there)
        words = [session.say("ui_matters.fee", won=money(session, view.fee_won))]
        if paid:
            ways = paid.tenders or ("waive",)
            words.append(", ".join(session.say(f"ui_till.way.{way}") for way in ways))
        if paid and paid.change:
            words.append(session.say("ui_till.change", won=money(session, paid.change)))
        return " · ".join(words)

    def _pay(self) -> None:
        self.paid.emit(self.payment.terms)
