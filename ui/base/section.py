"""A titled part of a sheet."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.base.session import Session
from ui.kit.inputs import Field
from ui.kit.parts import Label

LABEL = 130


class Section(QWidget):
    """A titled part of a sheet, retranslated with the window."""

    def __init__(self, session: Session, title: str) -> None:
        super().__init__()
        self._session = session
        self._code = title
        self.heading = Label("strong")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        self.body.addWidget(self.heading)
        session.language_changed.connect(self.retranslate)

    def retranslate(self) -> None:
        self.heading.setText(self._session.say(self._code))

    def name(self, field: Field, code: str) -> None:
        field.say(self._session.say(code))
        field.control.setAccessibleName(self._session.say(code))
