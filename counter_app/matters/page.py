"""Forms to sign, slips and receipts to take along, drawn as large as one page has room. Pure.

Drawn with what draws certificates; lengths in points from the lower left corner of the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import alone
from counter_app.certificates.archival import archival
from counter_app.certificates.facts import day, english
from counter_app.certificates.flow import Page, flow
from counter_app.certificates.fonts import BOLD
from counter_app.certificates.furniture import BREADTH, CENTRE, HEIGHT, MARGIN, WIDTH
from counter_app.certificates.layout import GREY, Block, Span, draw, fit
from counter_app.certificates.pdf import document, lettering
from counter_app.certificates.shaping import require_glyphs
from counter_app.certificates.table import draw_rows, line
from counter_app.clock import SEOUL
from counter_app.matters.page_rows import FORM, Sheet, sections
from counter_app.words import say

_TOP, _NEXT_TOP, _FOOT = HEIGHT - 158, HEIGHT - 84, 66.0
_SCALES = (1.28, 1.2, 1.12, 1.05, 0.98, 0.92, 0.86, 0.8, 0.74)
"""Of the lettering, the largest that one page holds; the last whatever it holds."""
_SIGNED = 80.0
"""What date and signature take below a form."""


@alone
def render_sheet(sheet: Sheet) -> bytes:
    """The finished PDF. Raises Refusal certificates.no_glyph (characters)."""
    require_glyphs(_texts(sheet))
    buffer, issued = BytesIO(), sheet.issued_at.astimezone(SEOUL)
    title = f"{sheet.view.line.title.ko} {day(issued)}"
    canvas = document(buffer, A4, title, sheet.office.name_ko, sheet.issued_at)
    sheet, pages = _laid_out(sheet)
    for number, page in enumerate(pages, 1):
        _draw_head(canvas, sheet, f"{number} / {len(pages)}")
        if number == 1:
            _draw_title(canvas, sheet)
        for top, caption in page.captions:
            draw(canvas, caption, MARGIN, top)
        for top, rows in page.tables:
            draw_rows(canvas, rows, MARGIN, top)
        if number == len(pages):
            _draw_closing(canvas, sheet, page.bottom)
        _draw_foot(canvas, sheet)
        canvas.showPage()
    canvas.save()
    return archival(buffer.getvalue())


def _laid_out(sheet: Sheet) -> tuple[Sheet, Sequence[Page]]:
    pages: Sequence[Page] = ()
    for scale in _SCALES:
        sheet = replace(sheet, scale=scale)
        closing = sum(block.height + 3 for block in _notes(sheet)) + 14
        closing += _SIGNED if sheet.kind == FORM else 0
        pages = flow(list(sections(sheet)), _TOP, _NEXT_TOP, _FOOT, closing)
        if len(pages) == 1:
            break
    return sheet, pages


def _texts(sheet: Sheet) -> Iterator[str]:
    """What no font may have."""
    yield from (*sheet.view.facts.values(), sheet.clerk)
    if sheet.resident:
        yield from (sheet.resident.name_roman, sheet.resident.name_hangul)


def _draw_head(canvas: Canvas, sheet: Sheet, paging: str) -> None:
    named = [Span(sheet.office.name_ko), Span(f"  {sheet.office.name_en}", colour=GREY)]
    draw(canvas, fit(named, BREADTH - 70, (9, 8)), MARGIN, HEIGHT - 44)
    draw(canvas, fit([Span(paging, colour=GREY)], 60, (9,)), WIDTH - MARGIN, HEIGHT - 44, "right")


def _draw_title(canvas: Canvas, sheet: Sheet) -> None:
    """Korean at the top of each, so that clerks tell them apart."""
    keys = (sheet.view.line.procedure, sheet.kind)
    korean = [say(f"matter_words.{key}", "ko") for key in keys]
    lettering(" ".join(korean), BOLD, 22, 2, BREADTH).draw(canvas, CENTRE, HEIGHT - 100)
    if sheet.language != "ko":
        beside = " · ".join(say(f"matter_words.{key}", sheet.language) for key in keys)
        told = fit([Span(beside, colour=GREY)], BREADTH, (14, 12, 11, 10))
        draw(canvas, told, CENTRE, HEIGHT - 110, "centre")
    said = f"{sheet.view.line.number}   {day(sheet.issued_at.astimezone(SEOUL))}"
    number = fit([Span(said, colour=GREY)], BREADTH, (9,))
    draw(canvas, number, CENTRE, HEIGHT - 136, "centre")


def _notes(sheet: Sheet) -> list[Block]:
    said = [text for text in sheet.said(f"{sheet.kind}_note") if text]
    return [fit([Span(text)], BREADTH, sheet.sizes(11, 10.5, 10)) for text in said]


def _draw_closing(canvas: Canvas, sheet: Sheet, bottom: float) -> None:
    top = bottom - 14
    for block in _notes(sheet):
        draw(canvas, block, CENTRE, top, "centre")
        top -= block.height + 3
    if sheet.kind == FORM:
        issued = fit([Span(day(sheet.issued_at.astimezone(SEOUL)))], BREADTH, (11,))
        draw(canvas, issued, CENTRE, top - 10, "centre")
        ko, beside = sheet.said("signature")
        named = [Span(ko), *([english(f"  {beside}")] if beside else [])]
        draw(canvas, fit(named, 200, (11,)), CENTRE, top - 40)
        line(canvas, (CENTRE + 110, top - 54, MARGIN + BREADTH, top - 54))


def _draw_foot(canvas: Canvas, sheet: Sheet) -> None:
    line(canvas, (MARGIN, _FOOT - 24, MARGIN + BREADTH, _FOOT - 24))
    said = [
        Span(sheet.office.name_ko, bold=True),
        Span(f"     {sheet.clerk}     {sheet.office.phone}     {sheet.view.ground.ko}"),
    ]
    draw(canvas, fit(said, BREADTH, (9.5, 9, 8.5)), MARGIN, _FOOT - 34)
