"""Bringing what the clerk must see now into sight, whatever scrolls around it."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QScrollArea, QWidget


def bring_into_sight(widget: QWidget) -> None:
    """Scroll every area around it so that it is seen."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def bring_part_into_sight(widget: QWidget, part: QRect) -> None:
    """As above, of what is `part` of the widget: a line of a long list."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea) and (inside := around.widget()):
            for corner in (part.bottomLeft(), part.topLeft()):
                there = widget.mapTo(inside, corner)
                around.ensureVisible(there.x(), there.y(), 0, part.height())
        around = around.parentWidget()
