"""Two controls that share a line where there is room."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget


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
