"""The settlement of a day as A4 pages, Korean, for signing and filing. Pure and deterministic."""

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import alone
from counter_app.certificates.archival import archival
from counter_app.certificates.facts import day as day_text
from counter_app.certificates.layout import GREY, Block, Span, draw, fit
from counter_app.certificates.pdf import document
from counter_app.certificates.table import draw_rows
from counter_app.clock import SEOUL
from counter_app.till.grid import BREADTH, MARGIN, Table
from counter_app.till.sheet import Settled
from counter_app.till.tables import tables

BOTTOM = 20 * mm
_GAP = 7.0
_SHORT, _SEVERAL = 12, 4
"""Rows of a table that is not divided, and that begin one which is."""


@alone
def render_settlement(settled: Settled) -> bytes:
    """The finished PDF, of any day that was signed."""
    _, pages = _drawn(settled, 0)
    pdf, _ = _drawn(settled, pages)
    return archival(pdf)


def _drawn(settled: Settled, pages: int) -> tuple[bytes, int]:
    """The sheet and of how many pages it is; `pages` is what its foot says of that."""
    buffer = BytesIO()
    title = f"일일 정산서 {settled.sheet.day}"
    canvas = document(buffer, A4, title, settled.office, settled.at)
    flow = _Flow(canvas, f"{settled.office}  ·  {title}", pages)
    flow.head(settled)
    *others, before, signatures = tables(settled)
    for table in others:
        flow.table(table)
    flow.table(before, signatures)  # nobody signs a page on which nothing stands
    flow.table(signatures)
    flow.end()
    canvas.save()
    return buffer.getvalue(), flow.page


class _Flow:
    """Places tables one below the other and begins a page where one does not fit."""

    def __init__(self, canvas: Canvas, footer: str, pages: int) -> None:
        self._canvas = canvas
        self._footer = footer
        self._pages = pages
        self.page = 1
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

    def table(self, table: Table, after: Table | None = None) -> None:
        """A short table stays in one piece, and with what comes `after` it; of a long one several
        rows begin it on a page."""
        head, rest = table.rows[0], list(table.rows[1:])
        together = rest if len(rest) <= _SHORT else rest[:_SEVERAL]
        title = self._titled(table.title)
        least = title.height + 3 + sum(row.height for row in (head, *together))
        if after:
            least += _GAP + title.height + 3 + sum(row.height for row in after.rows)
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
        told = f"{self._footer}  ·  {self.page} / {self._pages}"
        footer = fit([Span(told, colour=GREY)], BREADTH, (8,))
        draw(self._canvas, footer, A4[0] / 2, BOTTOM - 14, "centre")
        self._canvas.showPage()

    def _next(self) -> None:
        self.end()
        self.page += 1
        self._top = A4[1] - MARGIN
