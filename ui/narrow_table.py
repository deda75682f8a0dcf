"""A table that does without some of its columns where there is no room for the one that counts."""

from PySide6.QtGui import QResizeEvent

from ui.table import Table
from ui.theme import look


class NarrowTable(Table):
    """`DROPS`: the columns that go, the first one first, until the others leave `NEEDS` pixels (at
    text of 100 %) to the one that stretches."""

    DROPS: tuple[int, ...] = ()
    NEEDS = 0

    _fitted: tuple[object, ...] = ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
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
