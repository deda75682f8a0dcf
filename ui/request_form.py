"""What the clerk decides about a certificate before it is printed."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from counter_app.certificates.kinds import Kind, kind_of, kinds
from counter_app.certificates.requests import MOST_COPIES, Request
from counter_app.words import say as say_in
from ui.inputs import CheckButton, Choice, Field, Stepper
from ui.open_choice import OpenChoice
from ui.payment import LABEL, Payment
from ui.session import Session

PURPOSES = ("bank", "work", "school", "office")
"""What certificates are asked for most (ui_desk.use.*); anything else is typed."""
USUAL = "alien-registration"


class RequestForm(QWidget):
    """Kind, purpose, copies, address history, masked number. `changed` after each; `payment` below
    says so itself, for it does not change the page.

    The purpose is printed, so its value is Korean whatever the screen speaks.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.kind = Choice()
        self.purpose = OpenChoice()
        self.copies = Stepper(1, MOST_COPIES)
        self.history = CheckButton()
        self.masked = CheckButton()
        self.payment = Payment(session, USUAL)
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
        self.kind.chosen.connect(self._turn_to_kind)
        self.purpose.chosen.connect(self._changed)
        self.copies.changed.connect(self._changed)
        self.history.toggled.connect(self._changed)
        self.masked.toggled.connect(self._changed)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        say = self._session.say
        self._show_kinds()
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
            kind=self.code,
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
        self._show_kinds()
        self.kind.setCurrentIndex(0)
        self._fit_options()
        self.purpose.setCurrentIndex(0)
        self.copies.show_number(1)
        self.history.setChecked(False)
        self.masked.setChecked(False)
        self.payment.start_over()

    @property
    def code(self) -> str:
        """The kind that is chosen."""
        return str(self.kind.value)

    def _show_kinds(self) -> None:
        """What this person can be given at a window, the most asked for first.

        A citizen is told first why it is not for them; nothing else is printed unasked.
        """
        resident = self._session.resident
        shown = [k for k in kinds() if _plain(k) and resident and resident.id_kind in k.holders]
        if resident is None or resident.status_of_stay is None:
            shown.insert(0, kind_of(USUAL))
        self.kind.show_choices([(kind.code, self._title(kind)) for kind in shown])

    def _title(self, kind: Kind) -> str:
        if self._session.language == "ko":
            return kind.title_ko
        return kind.title_en or self._session.say("ui_desk.kind_name")

    def _turn_to_kind(self) -> None:
        self._fit_options()
        self._changed()

    def _fit_options(self) -> None:
        """Only what the kind can print may be chosen."""
        options = kind_of(self.code).options
        for name, button in (("history", self.history), ("mask_number", self.masked)):
            button.setEnabled(name in options)
            if name not in options:
                button.setChecked(False)
        self.payment.show_kind(self.code)

    def _changed(self) -> None:
        self.changed.emit()


def _plain(kind: Kind) -> bool:
    """Given to the person by their card; what asks for more is issued in the terminal."""
    asks = any(ask.required for ask in kind.asks) or kind.encloses or kind.who["self"]
    return not asks and "card" in kind.identities


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
