"""The list of matters and the matter itself."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.kit.theme import look

LIST, GAP = 0.46, 24
BESIDE = 800
"""Width at text of 100 % from which on the list stands beside the matter."""


class Sides(QWidget):
    """Side by side, or one above the other where there is no room for both."""

    def __init__(self, matters: Iterable[QWidget], matter: Iterable[QWidget]) -> None:
        super().__init__()
        self._way = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._way.setContentsMargins(0, 0, 0, 0)
        self._way.setSpacing(GAP)
        self._list = self._add(matters, 0)
        self._add(matter, 1)

    def _add(self, parts: Iterable[QWidget], stretch: int) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self._way.addWidget(side, stretch, Qt.AlignmentFlag.AlignTop)
        return side

    def fit(self, room: int) -> None:
        """To so many pixels."""
        beside = room / look().scale >= BESIDE
        way = QBoxLayout.Direction
        self._way.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self._list.setFixedWidth(round((room - GAP) * LIST) if beside else room)
