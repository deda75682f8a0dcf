"""What the tables of a settlement are made of, each row as wide as the page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from counter_app.certificates.layout import Block, Span, fit
from counter_app.certificates.shaping import drawable
from counter_app.certificates.table import Cell, Row

MARGIN = 18 * mm
BREADTH = A4[0] - 2 * MARGIN
ROW = 17.5
_SIZES = (9, 8.5, 8, 7.5)
_MOST = 400
"""Letters of a cell; nothing that may be written now is longer."""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; title and first row are repeated where it goes on."""

    title: str
    rows: tuple[Row, ...]


def listed(
    title: str,
    columns: Sequence[tuple[str, float]],
    lines: Sequence[Sequence[str]],
    amount: int | None = 2,
) -> Table:
    """A row for each line; `amount`: the column that is one."""
    widths = [BREADTH * part for _, part in columns]
    labels = [label(name, width) for (name, _), width in zip(columns, widths, strict=True)]
    if amount is not None:
        labels[amount] = replace(labels[amount], right=True)
    rows = [
        Row(
            tuple(
                (figure if at == amount else value)(text, width)
                for at, (text, width) in enumerate(zip(line, widths, strict=True))
            ),
            ROW,
        )
        for line in lines
    ]
    return Table(title, (Row(tuple(labels), ROW), *rows))


def label(text: str, width: float) -> Cell:
    return Cell((_block([Span(text, bold=True)], width),), width, tinted=True)


def value(text: str, width: float, *, bold: bool = False) -> Cell:
    return Cell((_block([Span(_told(text), bold=bold)], width),), width)


def figure(text: str, width: float, *, bold: bool = False) -> Cell:
    """A number or an amount, which stand under one another by their last digit."""
    return replace(value(text, width, bold=bold), right=True)


def _block(spans: Sequence[Span], width: float) -> Block:
    return fit(spans, width - 16, _SIZES)


def _told(text: str) -> str:
    """As it can stand in a cell, however it was written down."""
    line = drawable(" ".join(text[:_MOST].splitlines()))
    return f"{line}…" if len(text) > _MOST else line
