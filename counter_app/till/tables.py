"""The tables of a settlement, each of rows as wide as the page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from counter_app.certificates.table import Row
from counter_app.clock import SEOUL
from counter_app.till.grid import BREADTH, ROW, Table, figure, label, listed, value
from counter_app.till.paper_tables import paper_tables
from counter_app.till.sheet import (
    Drawer,
    Line,
    Move,
    Reissued,
    Reversal,
    Settled,
    Sheet,
    Slip,
)

_SIGN = 46.0
TENDERS = {"cash": "현금", "card": "카드", "stamp": "수입증지"}


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
    if sheet.reissued:
        yield _reissued(sheet.reissued)
    if sheet.reversals:
        yield _reversals(sheet)
    if sheet.slips:
        yield _slips(sheet.slips)
    if sheet.papers:
        yield from paper_tables(sheet.papers, settled.edition)
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
                    label("수납액", quarter),
                    figure(_won(sheet.won), quarter, bold=True),
                    label("면제액", quarter),
                    figure(_won(sheet.waived), quarter),
                ),
                ROW,
            ),
            Row(
                (
                    label("증명서", quarter),
                    figure(_documents(sheet), quarter),
                    label("체류 업무", quarter),
                    figure(f"{sheet.matters:,}건", quarter),
                ),
                ROW,
            ),
            Row((label("영수증", quarter), value(receipts, quarter * 3)), ROW),
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
                for cell in (label(name, eighth), figure(_won(won), eighth))
            ),
            ROW,
        ),
        Row(
            tuple(
                cell
                for name, text in results
                for cell in (
                    label(name, BREADTH / 6),
                    figure(text, BREADTH / 6, bold=True),
                )
            ),
            ROW,
        ),
        *_later(drawer),
        Row((label("권종별", BREADTH / 6), value(pieces, BREADTH * 5 / 6)), ROW),
    ]
    if reason:
        rows.append(Row((label("차이 사유", BREADTH / 6), value(reason, BREADTH * 5 / 6)), ROW))
    return Table("서랍", tuple(rows))


def _later(drawer: Drawer) -> Iterator[Row]:
    """What was expected in the drawer and is not the day's."""
    if drawer.later:
        days = "   ".join(f"{one.day} {_won(one.cash)}" for one in drawer.later)
        told = f"있어야 할 돈에 든 다음 날들의 현금: {days}"
        yield Row((label("다음 날 현금", BREADTH / 6), value(told, BREADTH * 5 / 6)), ROW)


def _lines(
    title: str, column: str, lines: Sequence[tuple[str, Line]], *, waived: bool = False
) -> Table:
    columns = [(column, 0.40), ("건수", 0.15), ("수납액", 0.225), ("면제액", 0.225)]
    widths = [BREADTH * part for _, part in columns]
    labels = [label(name, width) for (name, _), width in zip(columns, widths, strict=True)]
    head = Row((labels[0], *(replace(label, right=True) for label in labels[1:])), ROW)
    rows = [
        Row(
            (
                value(name, widths[0]),
                figure(f"{line.count:,}", widths[1]),
                figure(_won(line.won), widths[2]),
                figure(_won(line.waived) if waived else "-", widths[3]),
            ),
            ROW,
        )
        for name, line in lines
    ]
    return Table(title, (head, *(rows or [Row((value("없음", BREADTH),), ROW)])))


def _reversals(sheet: Sheet) -> Table:
    widths = [BREADTH * part for part in (0.14, 0.14, 0.13, 0.12, 0.09, 0.38)]
    names = ("취소 영수증", "원 영수증", "금액", "담당자", "시각", "사유")
    labels = [label(name, width) for name, width in zip(names, widths, strict=True)]
    labels[2] = replace(labels[2], right=True)
    head = Row(tuple(labels), ROW)
    rows = [
        Row(
            (
                value(_short(entry.receipt), widths[0]),
                value(_short(entry.reverses), widths[1]),
                figure(_won(entry.won), widths[2]),
                value(entry.clerk, widths[3]),
                value(f"{entry.at.astimezone(SEOUL):%H:%M}", widths[4]),
                value(entry.reason, widths[5]),
            ),
            ROW,
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
    return Row((value("↳ " + "  ·  ".join(words), BREADTH),), ROW)


def _reissued(documents: Sequence[Reissued]) -> Table:
    return listed(
        "기관 착오로 다시 발급",
        (("발급번호", 0.27), ("앞 문서", 0.4), ("담당자", 0.12), ("사유", 0.21)),
        [
            (
                one.number,
                one.earlier if one.seen else f"확인번호 {one.earlier} (이 PC에 없음)",
                one.clerk,
                one.reason or "공동이용",
            )
            for one in documents
        ],
        amount=None,
    )


def _ways(paid: str | None) -> str:
    for key, name in {**TENDERS, "waived": "면제"}.items():
        paid = (paid or "").replace(key, name)
    return paid or "무료"


def _moves(moves: Sequence[Move]) -> Table:
    kinds = {"open": "시작 금액", "in": "입금", "out": "출금"}
    return listed(
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
    return listed(
        "카드 승인·수입증지 번호",
        (("영수증", 0.3), ("수단", 0.2), ("금액", 0.2), ("번호", 0.3)),
        [(_short(s.receipt), TENDERS[s.tender], _won(s.won), s.reference) for s in slips],
    )


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
                    label("담당자", widths[0]),
                    value(f"{settled.clerk}  (서명 또는 인)", widths[1]),
                    label("감독자", widths[2]),
                    value(f"{settled.supervisor}  (서명 또는 인)", widths[3]),
                ),
                _SIGN,
            ),
        ),
    )


def _short(receipt: str) -> str:
    """Without year and office, which the summary names."""
    return receipt.split("-", 2)[-1]


def _won(amount: int) -> str:
    return f"{amount:,}원"
