"""Saving the day's figures: why, and into which file."""

from datetime import date
from pathlib import Path

from platformdirs import user_documents_path
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.base.session import Session
from ui.kit.inputs import Field
from ui.kit.parts import KeyButton, Label, row
from ui.kit.sight import bring_into_sight


class ExportForm(QWidget):
    """Enter in a line asks `wanted(reason, path)`; a reason is needed, as Reports says."""

    wanted = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.hint = Label("subtle", wrap=True)
        self.reason, self.file = QLineEdit(), QLineEdit()
        self.save = KeyButton("Enter", "primary", bound=False)
        self._fields = (Field(self.reason), Field(self.file))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.hint)
        for field in self._fields:
            layout.addWidget(field)
        layout.addLayout(row(None, self.save))
        for line in (self.reason, self.file):
            line.returnPressed.connect(self._ask)
        self.save.clicked.connect(self._ask)
        session.language_changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (self.reason, self.file, self.save)

    def open_form(self, day: date) -> None:
        """Ask for a reason; the file is proposed among the user's documents."""
        self.propose(day)
        self.reason.clear()
        self.show()
        self.reason.setFocus()
        bring_into_sight(self.save)

    def propose(self, day: date) -> None:
        """A file for the figures of another day."""
        documents = user_documents_path()
        folder = documents if documents.is_dir() else Path.home()
        self.file.setText(str(folder / f"queue-{day.isoformat()}.csv"))

    def retranslate(self) -> None:
        say = self._session.say
        self.hint.setText(say("ui_day.export_hint"))
        for field, code in zip(self._fields, ("ui_day.reason", "ui_day.file"), strict=True):
            field.say(say(code))
            field.control.setAccessibleName(say(code))
        self.reason.setPlaceholderText(say("ui_day.reason_example"))
        self.save.setText(say("ui_day.save"))

    def _ask(self) -> None:
        self.wanted.emit(self.reason.text(), Path(self.file.text()).expanduser())
