"""Rows to pages. The closing block stands on the last page, never without a row above it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from counter_app.certificates.layout import Block
from counter_app.certificates.table import Row

GAP = 18.0
_CAPTION_GAP = 5.0
_NOTE = 24.0  # "continued on the next page"


@dataclass(frozen=True, slots=True)
class Section:
    """A table: its caption once above, its head on every page it reaches."""

    rows: Sequence[Row]
    caption: Block | None = None
    head: Row | None = None


@dataclass(slots=True)
class Page:
    """What stands on one page: captions and tables by their top, and where the last one ends."""

    captions: list[tuple[float, Block]] = field(default_factory=list)
    tables: list[tuple[float, Sequence[Row]]] = field(default_factory=list)
    bottom: float = 0.0


def flow(
    sections: Sequence[Section], first_top: float, next_top: float, foot: float, closing: float
) -> list[Page]:
    """Places all rows between the tops and `foot`, leaving `closing` free on the last page.

    Every row must be lower than a page without its closing block; the limits on what a
    certificate states see to that.
    """
    pages, top = [Page()], first_top
    for section in sections:
        rows, caption = list(section.rows), section.caption
        heads = [section.head] if section.head else []
        while rows:
            start = top - (caption.height + _CAPTION_GAP if caption else 0)
            room = start - foot - height(heads)
            taken = _fitting(rows, room - GAP - closing)
            if section is not sections[-1]:
                taken = _fitting(rows, room - _NOTE)
            elif taken < len(rows):
                taken = min(_fitting(rows, room - _NOTE), len(rows) - 1)
            if taken:
                _place(pages[-1], [*heads, *rows[:taken]], top, start, caption)
                top, caption, rows = pages[-1].bottom - GAP, None, rows[taken:]
            if rows:
                pages.append(Page())
                top = next_top
    return pages


def height(rows: Sequence[Row]) -> float:
    return sum(row.height for row in rows)


def _place(
    page: Page, rows: Sequence[Row], top: float, start: float, caption: Block | None
) -> None:
    if caption:
        page.captions.append((top, caption))
    page.tables.append((start, rows))
    page.bottom = start - height(rows)


def _fitting(rows: Sequence[Row], available: float) -> int:
    """How many rows from the first on fit."""
    count = 0
    while count < len(rows) and rows[count].height <= available:
        available -= rows[count].height
        count += 1
    return count
