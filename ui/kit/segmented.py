"""Choices side by side, for the few of which one is always taken."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QWidget


class Segment(QPushButton):
    """One choice of a Segmented."""


class Segmented(QWidget):
    """Choices side by side, one of them taken. Arrow keys move, `chosen(value)` follows."""

    chosen = Signal(object)

    def __init__(self, values: Sequence[object]) -> None:
        super().__init__()
        self._values = tuple(values)
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for place, _ in enumerate(self._values):
            segment = Segment()
            segment.setCheckable(True)
            ends = {0: "left", len(self._values) - 1: "right"}
            segment.setProperty("end", ends.get(place, ""))
            self._group.addButton(segment, place)
            layout.addWidget(segment, 1)
        self._group.button(0).setChecked(True)
        self._group.idToggled.connect(self._toggled)

    def say(self, name: str, texts: Sequence[str]) -> None:
        """Show `texts`, one per value; `name` is what a screen reader says before each."""
        self.setAccessibleName(name)
        for button, text in zip(self._group.buttons(), texts, strict=True):
            button.setText(text)
            button.setAccessibleName(f"{name} {text}")

    @property
    def value(self) -> object:
        return self._values[self._group.checkedId()]

    def choose(self, value: object) -> None:
        self.button(self._values.index(value)).setChecked(True)

    def button(self, place: int) -> QAbstractButton:
        """What has the focus when that value is taken."""
        return self._group.button(place)

    def _toggled(self, place: int, checked: bool) -> None:
        if checked:
            self.chosen.emit(self._values[place])
