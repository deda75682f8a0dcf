"""A drop-down list that also takes the clerk's own words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from ui.kit.inputs import Choice


class OpenChoice(Choice):
    """Choices of (value, text), or anything typed instead, which then is its own value.

    Values are what is stored or printed; texts are what the clerk reads. `edit` is where the
    words are typed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.setLineEdit(self.edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]  # None takes it away
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.edit.textEdited.connect(self._changed)

    def show_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        own = self.words
        super().show_choices(choices)
        if own and self.findData(own) < 0:
            self.setEditText(own)
        self.edit.setCursorPosition(0)

    @property
    def value(self) -> object:
        return self.words

    @property
    def words(self) -> str:
        """The value as text; empty when nothing is written."""
        typed = self.currentText().strip()
        place = self.findText(typed, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive)
        return str(self.itemData(place)) if place >= 0 else typed

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def take_focus(self) -> None:
        """Ready to be typed over."""
        self.setFocus()
        self.edit.selectAll()
