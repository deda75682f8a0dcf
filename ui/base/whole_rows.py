"""A table in a place of any height, without a row cut in half at its lower edge."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.base.table import Table
from ui.kit.theme import look


class WholeRows(QWidget):
    """As many whole rows of `table` as there is room for; what is left below them stays empty."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self._table = table
        table.setParent(self)
        self.setFocusProxy(table)
        look().changed.connect(self.fit)

    def height_of(self, rows: int) -> int:
        """Of its head and so many rows."""
        row = self._table.verticalHeader().defaultSectionSize()
        return self._table.horizontalHeader().sizeHint().height() + rows * row

    def fit(self) -> None:
        row = self._table.verticalHeader().defaultSectionSize()
        rows = max(1, (self.height() - self.height_of(0)) // row)
        self._table.setGeometry(0, 0, self.width(), self.height_of(rows))

    def sizeHint(self) -> QSize:
        return self._table.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._table.minimumSizeHint().width(), self.height_of(1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
