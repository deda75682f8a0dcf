"""What the clerk decides about a certificate before it is printed."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from counter_app.certificates.kinds import kind_of
from counter_app.certificates.requests import MOST_COPIES, Request
from counter_app.words import say as say_in
from ui.inputs import CheckButton, Field, Stepper
from ui.kit import Label
from ui.open_choice import OpenChoice
from ui.payment import LABEL, Payment
from ui.session import Session

PURPOSES = ("bank", "work", "school", "office")
"""What certificates are asked for most (ui_desk.use.*); anything else is typed."""
KIND = kind_of("alien-registration")


class RequestForm(QWidget):
    """Purpose, copies, address history, masked number. `changed` after each; `payment` below says
    so itself, for it does not change the page.

    The purpose is printed, so its value is Korean whatever the screen speaks.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.kind = Label("strong", wrap=True)
        self.purpose = OpenChoice()
        self.copies = Stepper(1, MOST_COPIES)
        self.history = CheckButton()
        self.masked = CheckButton()
        self.payment = Payment(session, KIND.code)
        self._fields = {
            "kind": Field(self.kind, label_width=LABEL),
            "use": Field(self.purpose, label_width=LABEL),
            "copies": Field(Pair(self.copies, self.history), label_width=LABEL),
            "tender": Field(Pair(self.payment.way, self.masked), label_width=LABEL),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for field in self._fields.values():
            layout.addWidget(field)
        layout.addWidget(self.payment)
        self.purpose.chosen.connect(self._changed)
        self.copies.changed.connect(self._changed)
        self.history.toggled.connect(self._changed)
        self.masked.toggled.connect(self._changed)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        say = self._session.say
        self.kind.setText(
            KIND.title_ko if self._session.language == "ko" else say("ui_desk.kind_name")
        )
        self.purpose.show_choices(
            [(say_in(f"ui_desk.use.{use}", "ko"), say(f"ui_desk.use.{use}")) for use in PURPOSES]
        )
        self.purpose.edit.setPlaceholderText(say("ui_desk.use_hint"))
        self.copies.say(say("ui_desk.copies"))
        self.history.setText(say("ui_desk.with_history"))
        self.masked.setText(say("ui_desk.mask_number"))
        for name, field in self._fields.items():
            field.say(say(f"ui_desk.{name}"))

    def request(
        self, resident_id: int, ticket_id: int | None, quoted: int | None = None
    ) -> Request:
        """What is asked for now, for this person. `quoted`: the fee as it was shown."""
        terms = self.payment.terms
        return Request(
            resident_id=resident_id,
            purpose=self.purpose.words,
            copies=self.copies.number,
            history=self.history.isChecked(),
            mask_number=self.masked.isChecked(),
            tender=terms.tender,
            ticket_id=ticket_id,
            pay=terms.pay,
            received=terms.received,
            waiver=terms.waiver,
            quoted=quoted,
        )

    def start_over(self) -> None:
        """Back to what most visitors want."""
        self.purpose.setCurrentIndex(0)
        self.copies.show_number(1)
        self.history.setChecked(False)
        self.masked.setChecked(False)
        self.payment.start_over()

    def _changed(self) -> None:
        self.changed.emit()


class Pair(QWidget):
    """Two controls on a line; one below the other where the line is too short."""

    SPACING = 8

    def __init__(self, left: QWidget, right: QWidget) -> None:
        super().__init__()
        self._parts = left, right
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(self.SPACING)
        self._layout.addWidget(left, 1)
        self._layout.addWidget(right)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(part.sizeHint().width() for part in self._parts), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = sum(part.sizeHint().width() for part in self._parts) + self.SPACING
        sideways = needed <= self.width()
        direction = QBoxLayout.Direction
        wanted = direction.LeftToRight if sideways else direction.TopToBottom
        if wanted != self._layout.direction():
            self._layout.setDirection(wanted)
            self.updateGeometry()
