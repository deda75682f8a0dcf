"""What must be made sure of before a document is issued: which of two people it is, and that whose
stay is over was told where to turn."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.base.session import Session
from ui.kit.inputs import CheckButton, Field


class Doubts(QWidget):
    """Hidden until there is one; `changed` after each answer."""

    changed = Signal()

    def __init__(self, session: Session, label_width: int) -> None:
        super().__init__()
        self._session = session
        self.confirmed, self.referred = QLineEdit(), CheckButton()
        self.causes: dict[str, QWidget] = {
            "two_people": self.confirmed,
            "other_person": self.confirmed,
            "stay_over": self.referred,
        }
        self._field = Field(self.confirmed, label_width=label_width)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._field)
        layout.addWidget(self.referred)
        self.confirmed.textEdited.connect(self._changed)
        self.referred.toggled.connect(self._changed)
        self.hear("")

    def retranslate(self) -> None:
        say = self._session.say
        self.confirmed.setAccessibleName(say("ui_request.confirmed_name"))
        self.confirmed.setPlaceholderText(say("ui_request.confirmed_hint"))
        self._field.say(say("ui_request.confirmed"))
        self.referred.setText(say("ui_request.referred"))

    def hear(self, code: str) -> None:
        """Why it cannot be issued as it stands: from then on there is a line or a tick for it."""
        cause = self.causes.get(code.removeprefix("certificates."))
        self._field.setVisible(cause is self.confirmed or bool(self.confirmed.text()))
        self.referred.setVisible(cause is self.referred or self.referred.isChecked())
        self.setVisible(not self._field.isHidden() or not self.referred.isHidden())

    def start_over(self) -> None:
        """Another person."""
        self.confirmed.setText("")
        self.referred.blockSignals(True)
        self.referred.setChecked(False)
        self.referred.blockSignals(False)
        self.hear("")

    def _changed(self) -> None:
        self.changed.emit()
