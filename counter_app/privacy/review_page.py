"""The report on a month's accesses as A4 pages. Pure and deterministic."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

from reportlab.lib.pagesizes import A4

from counter_app.alone import alone
from counter_app.certificates.archival import archival
from counter_app.certificates.flow import Section, flow
from counter_app.certificates.furniture import BREADTH, CENTRE, HEIGHT, MARGIN
from counter_app.certificates.layout import GREY, Span, draw, fit
from counter_app.certificates.pdf import document
from counter_app.certificates.shaping import require_glyphs
from counter_app.certificates.table import Row, draw_rows, value
from counter_app.office import Office
from counter_app.said_days import said_moment
from counter_app.words import say

_TOP, _NEXT_TOP, _FOOT = HEIGHT - 130, HEIGHT - 70, 70.0
_SIZES = (9.5, 9, 8.5, 8, 7.5)
_FIRST = 0.62
"""Of the breadth, for the first of two columns."""

Tables = Iterable[tuple[str, list[tuple[str, str]]]]


@alone
def render_review(
    tables: Tables, office: Office, by: str, at: datetime, month: str, language: str
) -> bytes:
    """The finished PDF. Raises Refusal certificates.no_glyph (characters)."""
    told = list(tables)
    require_glyphs([by, *(word for _, rows in told for row in rows for word in row)])
    title = f"{say('access_review.report', language)} {month}"
    name = office.name_ko if language == "ko" else office.name_en
    buffer = BytesIO()
    canvas = document(buffer, A4, title, office.name_ko, at)
    pages = flow([_section(*table) for table in told], _TOP, _NEXT_TOP, _FOOT, 0)
    when = said_moment(at, language)
    for number, page in enumerate(pages, 1):
        if number == 1:
            heading = fit([Span(title, bold=True)], BREADTH, (18, 16))
            draw(canvas, heading, CENTRE, HEIGHT - 70, "centre")
            head = fit([Span(f"{name}  ·  {by}  ·  {when}", colour=GREY)], BREADTH, (9.5, 9, 8))
            draw(canvas, head, CENTRE, HEIGHT - 100, "centre")
        for top, caption in page.captions:
            draw(canvas, caption, MARGIN, top)
        for top, rows in page.tables:
            draw_rows(canvas, rows, MARGIN, top)
        foot = fit([Span(f"{title}  ·  {number} / {len(pages)}", colour=GREY)], BREADTH, (8,))
        draw(canvas, foot, CENTRE, _FOOT - 24, "centre")
        canvas.showPage()
    canvas.save()
    return archival(buffer.getvalue())


def _section(title: str, rows: list[tuple[str, str]]) -> Section:
    widths = (BREADTH * _FIRST, BREADTH * (1 - _FIRST))
    made = [
        Row(
            tuple(value([Span(w)], width, _SIZES) for w, width in zip(row, widths, strict=True)),
            least=22,
        )
        for row in rows
    ]
    return Section(made, fit([Span(title, bold=True)], BREADTH, (11,)))
