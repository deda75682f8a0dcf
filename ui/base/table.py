"""Rows of frozen values as a table: columns say what they show, a delegate draws it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.base.session import Session
from ui.kit.paint import badge_width, draw_badge
from ui.kit.theme import look

Index = QModelIndex | QPersistentModelIndex
PAD = 8


@dataclass(frozen=True, slots=True)
class Column:
    """What one column shows of a row.

    `title` is a words code. `text(row)` is the cell; with `tone(row)` (one of theme.TONES) it
    is drawn as a badge (plainly if the tone is ""), with `after(row)` lighter words follow it.
    One column of a table should `stretch`; `right` is for figures.
    """

    title: str
    text: Callable[[Any], str]
    tone: Callable[[Any], str] | None = None
    after: Callable[[Any], str] | None = None
    bold: bool = False
    right: bool = False
    stretch: bool = False


class RowsModel(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column], session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[Any, ...] = ()
        self._session = session

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, shown = self.columns[index.column()], self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(shown)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.text(shown)} {column.after(shown) if column.after else ''}".strip()
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._session.say(column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class CellDelegate(QStyledItemDelegate):
    """Draws a cell: ground when selected, a rule below, text or badge."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = cast("RowsModel", index.model())
        column, shown = model.columns[index.column()], model.rows[index.row()]
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look().color("surface.primary-subtler"))
            if index.column() == 0:
                mark = QRectF(rect.left(), rect.top(), 3, rect.height() - 1)
                painter.fillRect(mark, look().color("border.focus"))
        painter.fillRect(
            QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1),
            look().color("divider.gray-light"),
        )
        place = rect.adjusted(PAD, 0, -PAD, -1)
        text = column.text(shown)
        tone = column.tone(shown) if column.tone else ""
        if tone and text:
            draw_badge(painter, text, tone, place)
        else:
            self._draw_text(painter, column, shown, place)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        model = cast("RowsModel", index.model())
        column, shown = model.columns[index.column()], model.rows[index.row()]
        text = column.text(shown)
        if column.tone:
            width = badge_width(text) if text else 0
        else:
            width = look().metrics(15, bold=column.bold).horizontalAdvance(text)
            if column.after:
                after = f" {column.after(shown)}"
                width += look().metrics(15).horizontalAdvance(after)
        return QSize(width + 2 * PAD + 4, row_height())

    def _draw_text(self, painter: QPainter, column: Column, shown: Any, place: QRectF) -> None:
        font = look().font(15, bold=column.bold)
        metrics = look().metrics(15, bold=column.bold)
        text = metrics.elidedText(
            column.text(shown), Qt.TextElideMode.ElideRight, round(place.width())
        )
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(look().color("text.basic"))
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, text)
        if column.after:
            rest = place.adjusted(metrics.horizontalAdvance(text + " "), 0, 0, 0)
            plain = look().font(15)
            metrics, room = look().metrics(15), round(rest.width())
            after = metrics.elidedText(column.after(shown), Qt.TextElideMode.ElideRight, room)
            painter.setFont(plain)
            painter.setPen(look().color("text.subtle"))
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, after)


class Table(QTableView):
    """A table of one kind of row, one row taken at a time.

    Arrow keys move, Enter or a double click emits `chosen(row)`; moving emits `passed(row | None)`.
    `name` is a words code, read by screen readers.
    """

    chosen = Signal(object)
    passed = Signal(object)

    def __init__(self, name: str, columns: Sequence[Column], session: Session) -> None:
        super().__init__()
        self._name = name
        self._session = session
        self._dense = False
        self._model = RowsModel(columns, session, self)
        self.setModel(self._model)
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(32)
        header.setResizeContentsPrecision(0)
        for place, column in enumerate(columns):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(
                place, mode.Stretch if column.stretch else mode.ResizeToContents
            )
        self.doubleClicked.connect(self._choose)
        self.selectionModel().currentRowChanged.connect(self._pass)
        session.language_changed.connect(self.retranslate)
        look().changed.connect(self.resize_rows)
        self.resize_rows()
        self.retranslate()

    @property
    def rows(self) -> tuple[Any, ...]:
        return self._model.rows

    @property
    def columns(self) -> Sequence[Column]:
        return self._model.columns

    @property
    def current(self) -> Any | None:
        """The row under the cursor, or None."""
        index = self.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def show_rows(self, rows: Sequence[Any], *, select: int | None = None) -> None:
        """Replace the rows (nothing happens when they are the same) and take row `select`.

        Without `select` the cursor stays on an equal row, if there still is one.
        """
        if tuple(rows) == self._model.rows and select is None:
            return
        before = self.current
        self._model.show_rows(rows)
        if select is None and before is not None and before in self._model.rows:
            select = self._model.rows.index(before)
        if select is not None and select < len(self._model.rows):
            self.selectRow(select)

    def repaint_cells(self) -> None:
        """Read the cells again: what they show moves with time, the rows do not."""
        self.viewport().update()

    def full_height(self) -> int:
        """The height at which no row is hidden."""
        return self.horizontalHeader().sizeHint().height() + len(self.rows) * row_height()

    def fit_rows(self, most: int, fewest: int = 1) -> None:
        """As high as its rows, while they are no more and no fewer than that."""
        rows = max(fewest, min(most, len(self.rows)))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * row_height() + 2)

    def retranslate(self) -> None:
        self.setAccessibleName(self._session.say(self._name))
        self._model.headerDataChanged.emit(
            Qt.Orientation.Horizontal, 0, len(self._model.columns) - 1
        )
        self.resize_columns()

    def dense(self, dense: bool) -> None:
        """Lower rows, where there is little height."""
        self._dense = dense
        self.resize_rows()

    def resize_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(row_height() - (6 if self._dense else 0))
        self.resize_columns()

    def resize_columns(self) -> None:
        self.horizontalHeader().resizeSections()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.rows[index.row()])

    def _pass(self) -> None:
        self.passed.emit(self.current)


def row_height() -> int:
    return look().px(15) + 28
