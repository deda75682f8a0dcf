"""A receipt as an A4 page, for those who have to file it; looks like the certificates.

Pure and deterministic like them. Lengths in points from the lower left corner of the page.
"""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import alone
from counter_app.certificates.archival import archival
from counter_app.certificates.barcode import code128_modules, draw_modules
from counter_app.certificates.content import ReceiptContent, ReceiptItem
from counter_app.certificates.facts import Spans, Template, bilingual, day, template
from counter_app.certificates.flow import GAP, Section, flow
from counter_app.certificates.fonts import BOLD, REGULAR
from counter_app.certificates.furniture import BREADTH, CENTRE, HEIGHT, MARGIN, WIDTH
from counter_app.certificates.layout import GREY, Span, draw, fit
from counter_app.certificates.pdf import document, lettering
from counter_app.certificates.receipt import TEMPLATE, texts
from counter_app.certificates.receipt_facts import (
    Copied,
    Said,
    facts,
    mark,
    own,
    refunds,
    tenders,
    title,
    total,
    undone,
    waiver,
    won,
)
from counter_app.certificates.seal import RED
from counter_app.certificates.shaping import require_glyphs
from counter_app.certificates.table import Cell, Row, draw_rows, heading, line, value
from counter_app.clock import SEOUL

_TOP, _NEXT_TOP, _FOOT = HEIGHT - 162, HEIGHT - 84, 118.0
_CLOSING = 112.0  # statement, date and office
_NAME, _LEAST = 112.0, 26.0
_SIZES = (10.5, 10, 9.5, 9)
_LISTED = (9, 8.5, 8, 7.5)
_COLUMNS = (("item", 0.0), ("issue_number", 142.0), ("unit_fee", 64.0), ("number_of", 62.0))
_OF_MATTERS = {"issue_number": "matter_number", "number_of": "number_of_cases"}
_AMOUNT = 72.0
_BARCODE, _BARCODE_HEIGHT, _MODULE = 250.0, 34.0, 0.85


@alone
def render_receipt_page(content: ReceiptContent, copied: Copied | None = None) -> bytes:
    """The finished PDF; `copied` marks one that is given out again. Raises Refusal
    certificates.no_glyph (characters)."""
    require_glyphs(texts(content))
    form = template(TEMPLATE)
    buffer = BytesIO()
    name = f"{title(content, form)['ko']} {content.receipt_number}"
    canvas = document(buffer, A4, name, content.office_name, content.issued_at)
    pages = flow(_sections(content, form, copied), _TOP, _NEXT_TOP, _FOOT, _CLOSING)
    for number, page in enumerate(pages, 1):
        _draw_head(canvas, content, form, f"{number} / {len(pages)}")
        if copied:
            _draw_mark(canvas, mark(copied, form))
        if number == 1:
            _draw_title(canvas, title(content, form))
        for top, rows in page.tables:
            draw_rows(canvas, rows, MARGIN, top)
        if number == len(pages):
            _draw_closing(canvas, content, form, page.bottom, _kind(content, copied))
        else:
            note = fit(bilingual(**form["continued"], grey=True), BREADTH, (8.5,))
            draw(canvas, note, CENTRE, page.bottom - 8, "centre")
        _draw_foot(canvas, content, form)
        canvas.showPage()
    canvas.save()
    return archival(buffer.getvalue())


def _sections(content: ReceiptContent, form: Template, copied: Copied | None) -> list[Section]:
    waived = waiver(content.waiver, content.total, form) if content.waiver else []
    sums = [*waived, total(content, form), *tenders(content, form)]
    (number, *rest), widths = facts(content, form), _widths()
    pairs = [_row(rest[i : i + 2]) for i in range(0, len(rest), 2)]
    below = refunds(content, form) + (undone(copied, form) if copied else [])
    names = [form[key] for key in _columns(content)] + [form["amount"]]
    head = Row(
        tuple(heading(n["ko"], n["en"], w) for n, w in zip(names, widths, strict=True)), least=21
    )
    return [
        Section([_row([number]), *pairs, *(_row([said]) for said in below)]),
        Section([_item(item, widths, form) for item in content.items], head=head),
        Section([_row([said]) for said in sums]),
    ]


def _columns(content: ReceiptContent) -> list[str]:
    """A matter was taken in, where a document was issued."""
    matters = {item.unit for item in content.items} == {"cases"}
    return [_OF_MATTERS.get(key, key) if matters else key for key, _ in _COLUMNS]


def _widths() -> list[float]:
    fixed = [width for _, width in _COLUMNS[1:]] + [_AMOUNT]
    return [BREADTH - sum(fixed), *fixed]


def _row(said: Sequence[Said]) -> Row:
    """One or two that share the breadth."""
    cells: list[Cell] = []
    for name, text in said:
        label = Cell((fit(name, _NAME - 16, _LISTED),), _NAME, tinted=True)
        cells += [label, value(text, BREADTH / len(said) - _NAME, _SIZES)]
    return Row(tuple(cells), _LEAST)


def _item(item: ReceiptItem, widths: Sequence[float], form: Template) -> Row:
    cells: list[Spans] = [
        (Span(item.issue_number),),
        (Span(won(item.unit_fee)),),
        (Span(f"{item.copies}"),),
        (Span(won(item.paid), bold=True),),
    ]
    room = widths[0] - 16
    named = (
        fit([Span(item.name_ko, bold=True)], room, _LISTED),
        fit([Span(item.name_en, colour=GREY)], room, (7.5, 7, 6.5)),
        *(fit([*name, Span("  "), *text], room, (7.5, 7, 6.5)) for name, text in own(item, form)),
    )
    rest = (value(cell, width, _LISTED) for cell, width in zip(cells, widths[1:], strict=True))
    return Row((Cell(named, widths[0]), *rest), _LEAST)


def _draw_head(canvas: Canvas, content: ReceiptContent, form: Template, page: str) -> None:
    number = [*bilingual(**form["receipt_number"]), Span("   "), Span(content.receipt_number)]
    draw(canvas, fit(number, BREADTH - 60, (9, 8, 7)), MARGIN, HEIGHT - 44)
    draw(canvas, fit([Span(page, colour=GREY)], 60, (9,)), WIDTH - MARGIN, HEIGHT - 44, "right")


def _draw_mark(canvas: Canvas, said: Spans) -> None:
    """In red at the head of every page of a copy."""
    block = fit([replace(span, colour=RED) for span in said], BREADTH / 2, (12, 11))
    draw(canvas, block, CENTRE, HEIGHT - 18, "centre")


def _draw_title(canvas: Canvas, said: dict[str, str]) -> None:
    for text, name, size, tracking, below in (
        (said["ko"], BOLD, 27, 5, 110),
        (said["en"].upper(), REGULAR, 10.5, 1.6, 132),
    ):
        lettering(text, name, size, tracking, BREADTH).draw(canvas, CENTRE, HEIGHT - below)


def _draw_closing(
    canvas: Canvas, content: ReceiptContent, form: Template, bottom: float, kind: str
) -> None:
    spare = bottom - _FOOT - _CLOSING
    top = bottom - max(GAP, spare * 0.3)
    statement = form["statements"][kind]
    draw(canvas, fit([Span(statement["ko"])], BREADTH, (14, 13, 12)), CENTRE, top, "centre")
    english = fit([Span(statement["en"], colour=GREY)], BREADTH, (9.5, 9, 8))
    draw(canvas, english, CENTRE, top - 20, "centre")
    issued = fit([Span(day(content.issued_at.astimezone(SEOUL)))], BREADTH, (13,))
    draw(canvas, issued, CENTRE, top - 50, "centre")
    office = lettering(content.office_name, BOLD, 20, 6, BREADTH)
    office.draw(canvas, CENTRE, top - 96)
    if content.office_en:
        english = fit([Span(content.office_en, colour=GREY)], BREADTH, (9.5, 9, 8))
        draw(canvas, english, CENTRE, top - 101, "centre")


def _kind(content: ReceiptContent, copied: Copied | None) -> str:
    if copied and content.paid > 0 and copied.given_back == content.paid:
        return "refunded"
    if content.waiver:
        return "waived"
    return "given_back" if content.total < 0 else "paid"


def _draw_foot(canvas: Canvas, content: ReceiptContent, form: Template) -> None:
    line(canvas, (MARGIN, _FOOT - 10, MARGIN + BREADTH, _FOOT - 10))
    top = _FOOT - 19
    for words in (
        bilingual(content.office_name, content.office_en, bold=True),
        [*bilingual(**form["clerk"], grey=True), Span(f"  {content.clerk_name}")],
        [*bilingual(**form["phone"], grey=True), Span(f"  {content.phone}")],
    ):
        block = fit(words, BREADTH - _BARCODE - 16, (8.5, 8, 7.5))
        draw(canvas, block, MARGIN, top)
        top -= block.height + 1.5
    modules = code128_modules(content.receipt_number)
    module = min(_MODULE, _BARCODE / len(modules))
    left = WIDTH - MARGIN - module * len(modules)
    draw_modules(canvas, modules, left, _FOOT - 20 - _BARCODE_HEIGHT, module, _BARCODE_HEIGHT)
    digits = fit([Span(content.receipt_number)], _BARCODE, (9, 8, 7))
    middle = (left + WIDTH - MARGIN) / 2
    draw(canvas, digits, middle, _FOOT - 23 - _BARCODE_HEIGHT, "centre")
