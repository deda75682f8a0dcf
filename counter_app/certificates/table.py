"""Ruled rows of measured cells, as official Korean forms have them: no outer side lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from reportlab.pdfgen.canvas import Canvas

from counter_app.certificates.layout import GREY, INK, Block, Span, draw, fit

HEAVY, HAIR = 1.2, 0.4
_RULE = (0.62, 0.65, 0.70)
_TINT = (0.952, 0.960, 0.972)
_PAD_X, _PAD_Y = 8.0, 3.5


@dataclass(frozen=True)
class Cell:
    """Blocks below one another in a column of `width`; a tinted cell is a label; `right`:
    set at its right edge, as figures are."""

    blocks: tuple[Block, ...]
    width: float
    tinted: bool = False
    right: bool = False

    @cached_property
    def height(self) -> float:
        return sum(block.height for block in self.blocks)


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    least: float

    @cached_property
    def height(self) -> float:
        return max(self.least, max(cell.height for cell in self.cells) + 2 * _PAD_Y)


def label(ko: str, en: str, width: float) -> Cell:
    room = width - 2 * _PAD_X
    return Cell(
        (
            fit([Span(ko, bold=True)], room, (9.5, 9, 8.5, 8)),
            fit([Span(en, colour=GREY)], room, (7.5, 7, 6.5)),
        ),
        width,
        tinted=True,
    )


def heading(ko: str, en: str, width: float) -> Cell:
    """A column's label, on one line."""
    spans = [Span(ko, bold=True), Span(f"  {en}", colour=GREY, scale=0.85)]
    return Cell((fit(spans, width - 2 * _PAD_X, (8.5, 8, 7.5)),), width, tinted=True)


def value(spans: Sequence[Span], width: float, sizes: Sequence[float]) -> Cell:
    return Cell((fit(spans, width - 2 * _PAD_X, sizes),), width)


def draw_rows(canvas: Canvas, rows: Sequence[Row], left: float, top: float) -> None:
    """Tints first, so that no cell covers half of its neighbour's line; then text, then lines."""
    tops = [top - down for down in accumulate((row.height for row in rows), initial=0)]
    placed = [
        (cell, left + across, above, below)
        for row, above, below in zip(rows, tops, tops[1:], strict=False)
        for cell, across in zip(
            row.cells, accumulate((cell.width for cell in row.cells), initial=0), strict=False
        )
    ]
    canvas.setFillColorRGB(*_TINT)
    for cell, x, above, below in placed:
        if cell.tinted:
            canvas.rect(x, below, cell.width, above - below, stroke=0, fill=1)
    for cell, x, above, below in placed:
        at = (above + below + cell.height) / 2
        for block in cell.blocks:
            edge = x + (cell.width - _PAD_X if cell.right else _PAD_X)
            draw(canvas, block, edge, at, "right" if cell.right else "left")
            at -= block.height
    right = left + sum(cell.width for cell in rows[0].cells)
    for _, x, above, below in placed:
        if x > left:
            line(canvas, (x, above, x, below))
    for y in tops[1:-1]:
        line(canvas, (left, y, right, y))
    for y in (tops[0], tops[-1]):
        line(canvas, (left, y, right, y), heavy=True)


def line(canvas: Canvas, ends: tuple[float, float, float, float], *, heavy: bool = False) -> None:
    canvas.setStrokeColorRGB(*(INK if heavy else _RULE))
    canvas.setLineWidth(HEAVY if heavy else HAIR)
    canvas.line(*ends)
