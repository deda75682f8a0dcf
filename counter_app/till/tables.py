"""The tables of a settlement, each of rows as wide as the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from counter_app.certificates.layout import Block, Span, fit
from counter_app.certificates.table import Cell, Row
from counter_app.clock import SEOUL
from counter_app.till.sheet import Drawer, Line, Move, Reversal, Settled, Sheet, Slip

MARGIN = 18 * mm
BREADTH = A4[0] - 2 * MARGIN
_SIZES = (9, 8.5, 8, 7.5)
_ROW = 17.5
_SIGN = 46.0
TENDERS = {"cash": "현금", "card": "카드", "stamp": "수입증지"}


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; title and first row are repeated where it goes on."""

    title: str
    rows: tuple[Row, ...]


def tables(settled: Settled) -> Iterator[Table]:
    sheet = settled.sheet
    yield _summary(sheet)
    yield _drawer(sheet.drawer, settled.difference_reason)
    if sheet.drawer.moves:
        yield _moves(sheet.drawer.moves)
    yield _tenders(sheet)
    yield _lines("종류별", "종류", [(k.name, k) for k in sheet.kinds], waived=True)
    yield _lines("담당자별", "담당자", [(c.name, c) for c in sheet.clerks], waived=True)
    if sheet.grounds:
        yield _lines("면제", "사유", [(g.name, g) for g in sheet.grounds], waived=True)
    if sheet.reversals:
        yield _reversals(sheet)
    if sheet.slips:
        yield _slips(sheet.slips)
    yield _signatures(settled)


def _summary(sheet: Sheet) -> Table:
    numbers = f"{sheet.first_receipt} ~ {sheet.last_receipt}"
    receipts = f"{sheet.receipts:,}장  {numbers}" if sheet.receipts else "없음"
    quarter = BREADTH / 4
    return Table(
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


def _drawer(drawer: Drawer, reason: str) -> Table:
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
        *_later(drawer),
        Row((_label("권종별", BREADTH / 6), _value(pieces, BREADTH * 5 / 6)), _ROW),
    ]
    if reason:
        rows.append(Row((_label("차이 사유", BREADTH / 6), _value(reason, BREADTH * 5 / 6)), _ROW))
    return Table("서랍", tuple(rows))


def _later(drawer: Drawer) -> Iterator[Row]:
    """What was expected in the drawer and is not the day's."""
    if drawer.later:
        days = "   ".join(f"{one.day} {_won(one.cash)}" for one in drawer.later)
        told = f"있어야 할 돈에 든 다음 날들의 현금: {days}"
        yield Row((_label("다음 날 현금", BREADTH / 6), _value(told, BREADTH * 5 / 6)), _ROW)


def _lines(
    title: str, column: str, lines: Sequence[tuple[str, Line]], *, waived: bool = False
) -> Table:
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
    return Table(title, (head, *(rows or [Row((_value("없음", BREADTH),), _ROW)])))


def _reversals(sheet: Sheet) -> Table:
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
    told = [more for pair in zip(rows, map(_more, sheet.reversals), strict=True) for more in pair]
    return Table("취소·환불", (head, *(row for row in told if row)))


def _more(entry: Reversal) -> Row | None:
    """What was given back and how it is paid instead; None on sheets of old."""
    if entry.number is None:
        return None
    words = [f"문서 {entry.number}"]
    if entry.instead:
        new = f"{_ways(entry.after)} (새 영수증 {_short(entry.instead)})"
        words.append(f"{_ways(entry.before)} → {new}")
    elif entry.before:
        words.append(f"{_ways(entry.before)} 되돌림")
    if entry.second:
        words.append(f"함께 서명 {entry.second}")
    return Row((_value("↳ " + "  ·  ".join(words), BREADTH),), _ROW)


def _ways(paid: str | None) -> str:
    for key, name in {**TENDERS, "waived": "면제"}.items():
        paid = (paid or "").replace(key, name)
    return paid or "무료"


def _moves(moves: Sequence[Move]) -> Table:
    kinds = {"open": "시작 금액", "in": "입금", "out": "출금"}
    return _listed(
        "서랍에 넣고 뺀 돈",
        (("시각", 0.12), ("구분", 0.16), ("금액", 0.18), ("담당자", 0.16), ("사유", 0.38)),
        [
            (
                f"{one.at.astimezone(SEOUL):%H:%M}",
                kinds[one.kind],
                _won(one.won),
                one.clerk,
                one.reason or "-",
            )
            for one in moves
        ],
    )


def _slips(slips: Sequence[Slip]) -> Table:
    return _listed(
        "카드 승인·수입증지 번호",
        (("영수증", 0.3), ("수단", 0.2), ("금액", 0.2), ("번호", 0.3)),
        [(_short(s.receipt), TENDERS[s.tender], _won(s.won), s.reference) for s in slips],
    )


def _listed(
    title: str, columns: Sequence[tuple[str, float]], lines: Sequence[Sequence[str]]
) -> Table:
    """A row for each line; the third column is an amount."""
    widths = [BREADTH * part for _, part in columns]
    labels = [_label(name, width) for (name, _), width in zip(columns, widths, strict=True)]
    labels[2] = replace(labels[2], right=True)
    rows = [
        Row(
            tuple(
                (_figure if at == 2 else _value)(text, width)
                for at, (text, width) in enumerate(zip(line, widths, strict=True))
            ),
            _ROW,
        )
        for line in lines
    ]
    return Table(title, (Row(tuple(labels), _ROW), *rows))


def _tenders(sheet: Sheet) -> Table:
    """By tender; what was paid in none is a line too, so that the counts can be followed."""
    lines = [(TENDERS[t.key], t) for t in sheet.tenders]
    if sheet.untaken is None:
        return _lines("결제 수단별", "수단", lines)
    if sheet.untaken:
        lines.append(("받은 돈 없음 (면제·무료)", Line("", "", sheet.untaken, 0)))
    return _lines("결제 수단별 (나눠 낸 결제는 수단마다 한 건)", "수단", lines)


def _signatures(settled: Settled) -> Table:
    """Signed on screen with each one's password; the room is for the stamp on paper."""
    widths = [BREADTH * part for part in (0.12, 0.38, 0.12, 0.38)]
    return Table(
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
