"""The settlement of a day as A4 pages, Korean, for signing and filing. Pure and deterministic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import alone
from counter_app.certificates.archival import archival
from counter_app.certificates.facts import day as day_text
from counter_app.certificates.layout import GREY, Block, Span, draw, fit
from counter_app.certificates.pdf import document
from counter_app.certificates.shaping import require_glyphs
from counter_app.certificates.table import Cell, Row, draw_rows
from counter_app.clock import SEOUL
from counter_app.till.sheet import Drawer, Line, Settled, Sheet

MARGIN = 18 * mm
BREADTH = A4[0] - 2 * MARGIN
BOTTOM = 20 * mm
_SIZES = (9, 8.5, 8, 7.5)
_ROW = 17.5
_GAP = 7.0
_SIGN = 46.0
_SHORT, _SEVERAL = 12, 4
"""Rows of a table that is not divided, and that begin one which is."""
TENDERS = {"cash": "현금", "card": "카드", "stamp": "수입증지"}


@dataclass(frozen=True, slots=True)
class _Table:
    """A titled table; title and first row are repeated where it goes on."""

    title: str
    rows: tuple[Row, ...]


@alone
def render_settlement(settled: Settled) -> bytes:
    """The finished PDF. Raises Refusal certificates.no_glyph (characters)."""
    sheet = settled.sheet
    require_glyphs([settled.difference_reason, *(r.reason for r in sheet.reversals)])
    buffer = BytesIO()
    title = f"일일 정산서 {sheet.day}"
    canvas = document(buffer, A4, title, settled.office, settled.at)
    flow = _Flow(canvas, f"{settled.office}  ·  {title}")
    flow.head(settled)
    for table in _tables(settled):
        flow.table(table)
    flow.end()
    canvas.save()
    return archival(buffer.getvalue())


class _Flow:
    """Places tables one below the other and begins a page where one does not fit."""

    def __init__(self, canvas: Canvas, footer: str) -> None:
        self._canvas = canvas
        self._footer = footer
        self._page = 1
        self._top = A4[1] - MARGIN

    def head(self, settled: Settled) -> None:
        when = settled.at.astimezone(SEOUL)
        day = settled.sheet.day
        for block, gap in (
            (fit([Span(settled.office, colour=GREY)], BREADTH, (10,)), 3),
            (fit([Span("일 일 정 산 서", bold=True)], BREADTH, (20,)), 6),
            (
                fit([Span(f"{day_text(day)} ({'월화수목금토일'[day.weekday()]})")], BREADTH, (12,)),
                3,
            ),
            (fit([Span(f"마감 {day_text(when)} {when:%H:%M}", colour=GREY)], BREADTH, (9,)), 12),
        ):
            draw(self._canvas, block, A4[0] / 2, self._top, "centre")
            self._top -= block.height + gap

    def table(self, table: _Table) -> None:
        """A short table stays in one piece; of a long one several rows begin it on a page."""
        head, rest = table.rows[0], list(table.rows[1:])
        together = rest if len(rest) <= _SHORT else rest[:_SEVERAL]
        title = self._titled(table.title)
        least = title.height + 3 + sum(row.height for row in (head, *together))
        if self._top - least < BOTTOM:
            self._next()
        while True:
            draw(self._canvas, title, MARGIN, self._top)
            self._top -= title.height + 3
            fitting = [head]
            while rest and self._top - sum(r.height for r in (*fitting, rest[0])) >= BOTTOM:
                fitting.append(rest.pop(0))
            draw_rows(self._canvas, fitting, MARGIN, self._top)
            self._top -= sum(row.height for row in fitting) + _GAP
            if not rest:
                return
            self._next()
            title = self._titled(f"{table.title} (이어짐)")

    def _titled(self, title: str) -> Block:
        return fit([Span(title, bold=True)], BREADTH, (10.5,))

    def end(self) -> None:
        footer = fit([Span(f"{self._footer}  ·  {self._page}쪽", colour=GREY)], BREADTH, (8,))
        draw(self._canvas, footer, A4[0] / 2, BOTTOM - 14, "centre")
        self._canvas.showPage()

    def _next(self) -> None:
        self.end()
        self._page += 1
        self._top = A4[1] - MARGIN


def _tables(settled: Settled) -> Iterator[_Table]:
    sheet = settled.sheet
    yield _summary(sheet)
    yield _drawer(sheet.drawer, settled.difference_reason)
    yield _lines("결제 수단별", "수단", [(TENDERS[t.key], t) for t in sheet.tenders])
    yield _lines("종류별", "종류", [(k.name, k) for k in sheet.kinds], waived=True)
    yield _lines("담당자별", "담당자", [(c.name, c) for c in sheet.clerks], waived=True)
    if sheet.grounds:
        yield _lines("면제", "사유", [(g.name, g) for g in sheet.grounds], waived=True)
    if sheet.reversals:
        yield _reversals(sheet)
    yield _signatures(settled)


def _summary(sheet: Sheet) -> _Table:
    numbers = f"{sheet.first_receipt} ~ {sheet.last_receipt}"
    receipts = f"{sheet.receipts:,}장  {numbers}" if sheet.receipts else "없음"
    quarter = BREADTH / 4
    return _Table(
        "요약",
        (
            Row(
                (
                    _label("수납액", quarter),
                    _figure(_won(sheet.won), quarter, bold=True),
                    _label("면제액", quarter),
                    _figure(_won(sheet.waived), quarter),
                ),
                _ROW,
            ),
            Row(
                (
                    _label("증명서", quarter),
                    _figure(_documents(sheet), quarter),
                    _label("체류 업무", quarter),
                    _figure(f"{sheet.matters:,}건", quarter),
                ),
                _ROW,
            ),
            Row((_label("영수증", quarter), _value(receipts, quarter * 3)), _ROW),
        ),
    )


def _documents(sheet: Sheet) -> str:
    """How the number comes about, where it was signed with the sheet."""
    if not sheet.given_back:
        return f"{sheet.certificates:,}건"
    return f"발급 {sheet.issued:,} − 취소 {sheet.given_back:,} = {sheet.certificates:,}건"


def _drawer(drawer: Drawer, reason: str) -> _Table:
    eighth = BREADTH / 8
    figures = (
        ("시작 금액", drawer.opening or 0),
        ("현금 수납", drawer.cash),
        ("입금", drawer.put_in),
        ("출금", -drawer.taken_out),
    )
    results = (
        ("있어야 할 돈", _won(drawer.expected)),
        ("센 돈", _won(drawer.counted or 0)),
        ("차이", f"{drawer.difference or 0:+,}원" if drawer.difference else "0원"),
    )
    pieces = "   ".join(f"{value:,}원 × {count}" for value, count in drawer.pieces) or "없음"
    rows = [
        Row(
            tuple(
                cell
                for name, won in figures
                for cell in (_label(name, eighth), _figure(_won(won), eighth))
            ),
            _ROW,
        ),
        Row(
            tuple(
                cell
                for name, text in results
                for cell in (
                    _label(name, BREADTH / 6),
                    _figure(text, BREADTH / 6, bold=True),
                )
            ),
            _ROW,
        ),
        Row((_label("권종별", BREADTH / 6), _value(pieces, BREADTH * 5 / 6)), _ROW),
    ]
    if reason:
        rows.append(Row((_label("차이 사유", BREADTH / 6), _value(reason, BREADTH * 5 / 6)), _ROW))
    return _Table("서랍", tuple(rows))


def _lines(
    title: str, column: str, lines: Sequence[tuple[str, Line]], *, waived: bool = False
) -> _Table:
    columns = [(column, 0.40), ("건수", 0.15), ("수납액", 0.225), ("면제액", 0.225)]
    widths = [BREADTH * part for _, part in columns]
    labels = [_label(name, width) for (name, _), width in zip(columns, widths, strict=True)]
    head = Row((labels[0], *(replace(label, right=True) for label in labels[1:])), _ROW)
    rows = [
        Row(
            (
                _value(name, widths[0]),
                _figure(f"{line.count:,}", widths[1]),
                _figure(_won(line.won), widths[2]),
                _figure(_won(line.waived) if waived else "-", widths[3]),
            ),
            _ROW,
        )
        for name, line in lines
    ]
    return _Table(title, (head, *(rows or [Row((_value("없음", BREADTH),), _ROW)])))


def _reversals(sheet: Sheet) -> _Table:
    widths = [BREADTH * part for part in (0.14, 0.14, 0.13, 0.12, 0.09, 0.38)]
    names = ("취소 영수증", "원 영수증", "금액", "담당자", "시각", "사유")
    labels = [_label(name, width) for name, width in zip(names, widths, strict=True)]
    labels[2] = replace(labels[2], right=True)
    head = Row(tuple(labels), _ROW)
    rows = [
        Row(
            (
                _value(_short(entry.receipt), widths[0]),
                _value(_short(entry.reverses), widths[1]),
                _figure(_won(entry.won), widths[2]),
                _value(entry.clerk, widths[3]),
                _value(f"{entry.at.astimezone(SEOUL):%H:%M}", widths[4]),
                _value(entry.reason, widths[5]),
            ),
            _ROW,
        )
        for entry in sheet.reversals
    ]
    return _Table("취소·환불", (head, *rows))


def _signatures(settled: Settled) -> _Table:
    """Signed on screen with each one's password; the room is for the stamp on paper."""
    widths = [BREADTH * part for part in (0.12, 0.38, 0.12, 0.38)]
    return _Table(
        "확인",
        (
            Row(
                (
                    _label("담당자", widths[0]),
                    _value(f"{settled.clerk}  (서명 또는 인)", widths[1]),
                    _label("감독자", widths[2]),
                    _value(f"{settled.supervisor}  (서명 또는 인)", widths[3]),
                ),
                _SIGN,
            ),
        ),
    )


def _label(text: str, width: float) -> Cell:
    return Cell((_block([Span(text, bold=True)], width),), width, tinted=True)


def _value(text: str, width: float, *, bold: bool = False) -> Cell:
    return Cell((_block([Span(text, bold=bold)], width),), width)


def _figure(text: str, width: float, *, bold: bool = False) -> Cell:
    """A number or an amount, which stand under one another by their last digit."""
    return replace(_value(text, width, bold=bold), right=True)


def _block(spans: Sequence[Span], width: float) -> Block:
    return fit(spans, width - 16, _SIZES)


def _short(receipt: str) -> str:
    """Without year and office, which the summary names."""
    return receipt.split("-", 2)[-1]


def _won(amount: int) -> str:
    return f"{amount:,}원"
