"""Tables that lose columns where there is no room for the one that counts."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent

from ui.base.session import Session
from ui.base.table import Column, Table, row_height
from ui.kit.theme import look


class NarrowTable(Table):
    """`DROPS`: the columns that go, the first one first, until the others leave `NEEDS` pixels (at
    text of 100 %) to the one that stretches."""

    DROPS: tuple[int, ...] = ()
    NEEDS = 0

    _fitted: tuple[object, ...] = ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def fit_rows(self, most: int, fewest: int = 1) -> None:
        super().fit_rows(most, fewest)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Measuring every cell is slow: once is enough."""
        fitted = (self.rows, self.viewport().width(), look().scale, self._session.language)
        if not self.rows or fitted == self._fitted:
            return
        self._fitted = fitted
        header = self.horizontalHeader()
        needs = {
            place: max(self.sizeHintForColumn(place), header.sectionSizeHint(place))
            for place, column in enumerate(self.columns)
            if not column.stretch
        }
        room = self.viewport().width() - look().px(self.NEEDS)
        for place in self.DROPS:
            self.setColumnHidden(place, sum(needs.values()) > room)
            if self.isColumnHidden(place):
                del needs[place]


class WholeTable(NarrowTable):
    """As high as its rows, so that the panel around it scrolls and it does not."""

    def __init__(self, name: str, columns: Sequence[Column], session: Session) -> None:
        super().__init__(name, columns, session)
        self.horizontalHeader().setResizeContentsPrecision(-1)  # of all rows: none is out of sight

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.full_height() + row_height() // 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def show_rows(self, rows: tuple[object, ...], *, select: int | None = None) -> None:  # type: ignore[override]  # rows of one kind
        super().show_rows(rows, select=select)
        self.fit_columns()
        self.updateGeometry()
