"""Documents put together to be paid and printed at once: as rows, before and after printing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from counter_app.certificates.kinds import kind_of
from ui.base.session import Session
from ui.base.table import Column, Table, row_height
from ui.base.wording import money
from ui.certificate.tones import STATE_TONES

if TYPE_CHECKING:
    from counter_app.certificates.requests import IssuedView, Request

MOST_ROWS, FEW_ROWS = 4, 2
"""In sight at once, and in a low window; the others are scrolled to."""
COPIES = 3


@dataclass(frozen=True, slots=True)
class Laid:
    """One document in the tray. `won` is its fee for all copies, waived or not; `holder` is masked.

    `key` tells two that are alike apart.
    """

    key: int
    request: "Request"
    holder: str
    won: int

    @property
    def due(self) -> int:
        return 0 if self.request.waiver else self.won


class TrayTable(Table):
    """As high as its rows, up to some; no head. Delete emits `taken_out(row)`, `looked_at` when
    the focus comes, goes to another row, or leaves."""

    taken_out = Signal(object)
    looked_at = Signal()

    def __init__(self, columns: tuple[Column, ...], session: Session) -> None:
        super().__init__("ui_tray.title", columns, session)
        self._most = MOST_ROWS
        self.horizontalHeader().hide()
        self.passed.connect(self.looked_at)
        self.hide()

    def compact(self, compact: bool) -> None:
        """Take less height."""
        self._most = FEW_ROWS if compact else MOST_ROWS
        self.updateGeometry()

    def show_rows(self, rows: tuple[object, ...], *, select: int | None = None) -> None:  # type: ignore[override]  # rows of one kind
        super().show_rows(rows, select=select)
        self.setVisible(bool(rows))
        self.updateGeometry()

    def take_focus(self) -> None:
        """To the row that was looked at last, else to the newest."""
        if self.current is None:
            self.selectRow(len(self.rows) - 1)
        self.setFocus()

    def sizeHint(self) -> QSize:
        rows = min(len(self.rows), self._most)
        return QSize(super().sizeHint().width(), rows * row_height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resize_rows(self) -> None:
        super().resize_rows()
        self.updateGeometry()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.looked_at.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.looked_at.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.current is not None:
            self.taken_out.emit(self.current)
        else:
            super().keyPressEvent(event)


class LaidTable(TrayTable):
    """What is in the tray: number, kind, holder, copies, won."""

    def __init__(self, session: Session) -> None:
        self._words = session
        super().__init__(
            (
                Column("ui_tray.document", self._place, right=True),
                Column("ui_desk.kind", self._kind, stretch=True),
                Column("ui_desk.name", _holder),
                Column("ui_desk.copies", self._copies, right=True),
                Column("ui_desk.fee", self._due, right=True, bold=True),
            ),
            session,
        )

    def show_rows(self, rows: tuple["Laid", ...], *, select: int | None = None) -> None:  # type: ignore[override]
        """One copy of each, which is usual, needs no words."""
        super().show_rows(rows, select=select)
        self.setColumnHidden(COPIES, all(laid.request.copies == 1 for laid in rows))

    def _place(self, laid: Laid) -> str:
        return str(self.rows.index(laid) + 1)

    def _kind(self, laid: Laid) -> str:
        return kind_name(self._words, laid.request.kind)

    def _copies(self, laid: Laid) -> str:
        return self._words.say("ui_tray.copies", copies=laid.request.copies)

    def _due(self, laid: Laid) -> str:
        if laid.request.waiver:
            return self._words.say("ui_till.way.waive")
        return money(self._words, laid.won)


class IssuedTable(TrayTable):
    """What was issued together: kind, holder, and what became of it."""

    def __init__(self, session: Session) -> None:
        self._words = session
        super().__init__(
            (
                Column("ui_desk.kind", self._kind, stretch=True),
                Column("ui_desk.name", _issued_holder),
                Column("ui_desk.state", self._state, tone=_tone),
            ),
            session,
        )

    def _kind(self, issued: "IssuedView") -> str:
        return kind_name(self._words, issued.kind)

    def _state(self, issued: "IssuedView") -> str:
        return self._words.say(f"ui_desk.issued.{issued.state}")


def kind_name(session: Session, code: str) -> str:
    """A kind's title as short as a row has room for."""
    kind = kind_of(code)
    if session.language == "ko":
        return kind.title_ko
    title = kind.title_en or session.say("ui_desk.kind_name")
    return title.removeprefix("Certificate of ")


def masked_holder(name: str) -> str:
    return name.rstrip("*") + "***"


def _holder(laid: Laid) -> str:
    return masked_holder(laid.holder)


def _issued_holder(issued: "IssuedView") -> str:
    return masked_holder(issued.holder)


def _tone(issued: "IssuedView") -> str:
    return STATE_TONES[issued.state]
