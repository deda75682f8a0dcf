"""The tables of a settlement that tell of papers: void, left out, printed again, secure paper."""

from collections.abc import Iterator
from dataclasses import astuple, replace

from counter_app.certificates.table import Row
from counter_app.clock import SEOUL
from counter_app.till.grid import BREADTH, ROW, Table, figure, label, listed, value
from counter_app.till.sheet import Papers, Secure

_SECURE = {1: "보안용지", 2: "증지용지"}
"""By the edition of what was signed."""


def paper_tables(papers: Papers, edition: int) -> Iterator[Table]:
    columns = (("발급번호", 0.34), ("담당자", 0.2), ("시각", 0.1), ("사유", 0.36))
    if papers.voided:
        yield listed(
            "무효가 된 번호",
            columns,
            [
                (
                    one.number,
                    f"{one.clerk}, {one.second}" if one.second else one.clerk,
                    f"{one.at.astimezone(SEOUL):%H:%M}",
                    f"{one.reason} (수수료 돌려주지 않음)" if one.fee_kept else one.reason,
                )
                for one in papers.voided
            ],
            amount=None,
        )
    if papers.left_out:
        yield listed(
            "백업에서 되돌려 쓰지 않는 번호",
            (("번호", 0.7), ("개수", 0.15), ("시각", 0.15)),
            [
                (
                    f"{one.series}-{one.first:06d} ~ {one.last:06d}",
                    f"{one.last - one.first + 1:,}",
                    f"{one.at.astimezone(SEOUL):%H:%M}",
                )
                for one in papers.left_out
            ],
            amount=1,
        )
    if papers.reprinted:
        yield listed(
            "재발행",
            columns,
            [
                (
                    f"{one.number} ({one.reprint}번째, {one.copies}부)",
                    one.clerk,
                    f"{one.at.astimezone(SEOUL):%H:%M}",
                    one.reason,
                )
                for one in papers.reprinted
            ],
            amount=None,
        )
    if papers.secure:
        yield _secure(_SECURE[edition], papers.secure, papers.before)


def _secure(name: str, now: Secure, before: Secure | None) -> Table:
    """The book of secure paper, beside what the day changed in it."""
    columns = (f"{name} (매)", "넣음", "발급", "파손·분실", "남음")
    lines = [("마감할 때", now, "{:,}")]
    if before:
        changed = Secure(*(a - b for a, b in zip(astuple(now), astuple(before), strict=True)))
        lines = [("앞 마감 때", before, "{:,}"), ("그 뒤로", changed, "{:+,}"), *lines]
    width = BREADTH / len(columns)
    labels = [label(column, width) for column in columns]
    head = Row((labels[0], *(replace(label, right=True) for label in labels[1:])), ROW)
    rows = [
        Row(
            (
                value(when, width),
                *(figure(form.format(count), width) for count in astuple(book)),
            ),
            ROW,
        )
        for when, book, form in lines
    ]
    return Table(f"{name} (넣음 = 발급 + 파손·분실 + 남음)", (head, *rows))
