"""Buttons that share a line where there is room."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget


class ButtonLine(QWidget):
    """The first as wide as may be, the others as they are; one below the other where the line is
    too short."""

    SPACING = 8

    def __init__(self, first: QWidget, *others: QWidget) -> None:
        super().__init__()
        self._parts = first, *others
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(self.SPACING)
        self._layout.addWidget(first, 1)
        for other in others:
            self._layout.addWidget(other)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(part.sizeHint().width() for part in self._parts), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a button says something longer
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        needed = sum(part.sizeHint().width() + self.SPACING for part in self._parts) - self.SPACING
        direction = QBoxLayout.Direction
        wanted = direction.LeftToRight if needed <= self.width() else direction.TopToBottom
        if wanted != self._layout.direction():
            self._layout.setDirection(wanted)
            self.updateGeometry()
