"""A layout that goes on in the next line when there is no more room in this one."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui.kit.parts import Label


class FlowLabel(Label):
    """Words that want one line, and take more only when a line is too short for them."""

    def __init__(self, look_name: str = "") -> None:
        super().__init__(look_name, wrap=True)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        words = QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height())
        return words.grownBy(self.contentsMargins())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height()).grownBy(self.contentsMargins())


class Flow(QLayout):
    """Widgets from left to right, lines from top to bottom, each line centred on its height."""

    def __init__(self, *parts: QWidget, spacing: int = 12, line_spacing: int = 4) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._line_spacing = line_spacing
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            self.addWidget(part)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() + self.spacing() for hint in hints)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        hints = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((hint.width() for hint in hints), default=0),
            max((hint.height() for hint in hints), default=0),
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lay the lines out inside `rect`; their height all together."""
        top, line, right = rect.top(), list[tuple[QLayoutItem, QSize]](), rect.left()
        for item in self._shown():
            size = _size(item, rect.width())
            if line and right + size.width() > rect.left() + rect.width():
                top += self._close(line, rect.left(), top, move=move) + self._line_spacing
                line, right = [], rect.left()
            line.append((item, size))
            right += size.width() + self.spacing()
        return top + self._close(line, rect.left(), top, move=move) - rect.top()

    def _close(
        self, line: list[tuple[QLayoutItem, QSize]], left: int, top: int, *, move: bool
    ) -> int:
        height = max((size.height() for _, size in line), default=0)
        for item, size in line:
            if move:
                item.setGeometry(QRect(left, top + (height - size.height()) // 2, *size.toTuple()))
            left += size.width() + self.spacing()
        return height


def _size(item: QLayoutItem, width: int) -> QSize:
    hint = item.sizeHint()
    if hint.width() <= width:
        return hint
    return QSize(width, item.heightForWidth(width) if item.hasHeightForWidth() else hint.height())
