"""A certificate as a PDF: A4, Korean with English beside it, the same for print and preview.

Pure and deterministic: equal contents give equal bytes. Lengths in points from the lower left
corner of the page.
"""

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import alone, opened
from counter_app.certificates.barcode import code128_modules, draw_modules
from counter_app.certificates.content import CertificateContent, Residence
from counter_app.certificates.facts import (
    Template,
    bilingual,
    check,
    composed,
    day,
    spans,
    template,
)
from counter_app.certificates.flow import GAP, Section, flow
from counter_app.certificates.fonts import BOLD, REGULAR
from counter_app.certificates.layout import GREY, Block, Span, draw, fit
from counter_app.certificates.pdf import document, lettering, watermark_across
from counter_app.certificates.seal import SIZE as SEAL
from counter_app.certificates.seal import draw_seal
from counter_app.certificates.table import Row, draw_rows, heading, label, line, value
from counter_app.clock import SEOUL

WIDTH, HEIGHT = A4
MARGIN = 56.7
BREADTH = WIDTH - 2 * MARGIN
CENTRE = WIDTH / 2
_LABEL, _HALF = 92.0, BREADTH / 2
_MOVED = 82.0
_TABLE_TOP, _NEXT_TABLE_TOP = HEIGHT - 162, HEIGHT - 112
_FOOT = 118.0
_CLOSING = 160.0  # statement, date, issuer and seal
_SIZES = (10.5, 10, 9.5, 9)
_NAME_SIZES = (14, 13, 12, 11, 10)
_HISTORY_SIZES = (9, 8.5, 8)
_TITLES = {  # first page or not: text, font, size, letter-spacing, baseline from the top edge
    True: (("title_ko", BOLD, 27, 5, 110), ("title_en", REGULAR, 10.5, 1.6, 132)),
    False: (("title_ko", BOLD, 13, 2, 78), ("title_en", REGULAR, 7.5, 0.8, 92)),
}
_BARCODE, _BARCODE_HEIGHT = 250.0, 34.0
_SEAL_BEFORE = 0.36  # the last letter of the issuer stands in the seal, as a stamp is set
_MODULE = 0.95  # 0.335 mm, what a 150 dpi scan of an office printer still reads


@alone
def render_certificate(content: CertificateContent, *, watermark: str | None = None) -> bytes:
    """The finished PDF. An `issue_number` of "" is for a preview only and draws no bar code.

    Raises Refusal certificates.no_glyph (characters) or certificates.too_long (field, limit).
    """
    if not content.issue_number and watermark is None:
        raise ValueError("a certificate without a number can only be previewed")
    content, form = composed(content), template(content.template)
    check(content, form)
    pages = flow(_sections(content, form), _TABLE_TOP, _NEXT_TABLE_TOP, _FOOT, _CLOSING)
    buffer = BytesIO()
    title = f"{content.title_ko} {content.issue_number}".strip()
    canvas = document(buffer, A4, title, content.office_name, content.issued_at)
    for number, page in enumerate(pages, 1):
        _draw_head(canvas, content, form, number, len(pages))
        for top, caption in page.captions:
            draw(canvas, caption, MARGIN, top)
        for top, rows in page.tables:
            draw_rows(canvas, rows, MARGIN, top)
        if number == len(pages):
            _draw_closing(canvas, content, form, page.bottom)
        else:
            note = fit(bilingual(**form["continued"], grey=True), BREADTH, (8.5,))
            draw(canvas, note, CENTRE, page.bottom - 8, "centre")
        _draw_foot(canvas, content, form)
        if watermark:
            watermark_across(canvas, watermark, A4)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def page_count(pdf: bytes) -> int:
    with opened(pdf) as document:
        return len(document)


def _sections(content: CertificateContent, form: Template) -> list[Section]:
    facts = Section([_row(content, form, cells) for cells in form["rows"]])
    if not content.history:
        return [facts]
    words = form["history"]
    caption = fit(bilingual(words["ko"], words["en"], bold=True), BREADTH, (10.5,))
    entries = [_history_row(entry, form) for entry in content.history]
    return [facts, Section(entries, caption, _history_head(form))]


def _row(content: CertificateContent, form: Template, cells: list[dict[str, str]]) -> Row:
    room = (BREADTH if len(cells) == 1 else _HALF) - _LABEL
    made = []
    for cell in cells:
        sizes = _NAME_SIZES if cell["value"] == "name" else _SIZES
        made += [
            label(cell["ko"], cell["en"], _LABEL),
            value(spans(content, form, cell["value"]), room, sizes),
        ]
    return Row(tuple(made), least=28 if content.history else 31)


def _history_head(form: Template) -> Row:
    widths = (_MOVED, _MOVED, BREADTH - 2 * _MOVED)
    columns = zip(form["history"]["columns"], widths, strict=True)
    return Row(tuple(heading(c["ko"], c["en"], width) for c, width in columns), least=21)


def _history_row(entry: Residence, form: Template) -> Row:
    present = form["history"]["present"]
    until = [Span(day(entry.moved_out))] if entry.moved_out else bilingual(**present)
    return Row(
        (
            value([Span(day(entry.moved_in))], _MOVED, _HISTORY_SIZES),
            value(until, _MOVED, _HISTORY_SIZES),
            value([Span(entry.address)], BREADTH - 2 * _MOVED, _HISTORY_SIZES),
        ),
        least=21,
    )


def _draw_head(
    canvas: Canvas, content: CertificateContent, form: Template, page: int, pages: int
) -> None:
    unissued = form["unissued"]
    issue = (
        Span(content.issue_number) if content.issue_number else Span(unissued["ko"], colour=GREY)
    )
    named = [*bilingual(**form["issue_number"]), Span("   "), issue]
    draw(canvas, fit(named, BREADTH - 60, (9, 8, 7)), MARGIN, HEIGHT - 44)
    paging = fit([Span(f"{page} / {pages}", colour=GREY)], 60, (9,))
    draw(canvas, paging, WIDTH - MARGIN, HEIGHT - 44, "right")
    for text, name, size, tracking, below in _TITLES[page == 1]:
        title = lettering(getattr(content, text).upper(), name, size, tracking, BREADTH)
        title.draw(canvas, CENTRE, HEIGHT - below)


def _draw_closing(
    canvas: Canvas, content: CertificateContent, form: Template, table_bottom: float
) -> None:
    spare = table_bottom - _FOOT - _CLOSING
    top = table_bottom - max(GAP, spare * 0.45)
    statement = form["statement"]
    draw(canvas, fit([Span(statement["ko"])], BREADTH, (14, 13, 12)), CENTRE, top, "centre")
    english = fit([Span(statement["en"], colour=GREY)], BREADTH, (9.5, 9, 8))
    draw(canvas, english, CENTRE, top - 20, "centre")
    issued = fit([Span(day(content.issued_at.astimezone(SEOUL)))], BREADTH, (13,))
    draw(canvas, issued, CENTRE, top - 56, "centre")
    middle = top - _CLOSING + SEAL / 2
    tracking = min(12, 56 / len(content.issuer))
    issuer = lettering(content.issuer, BOLD, 22, tracking, BREADTH - SEAL)
    left = CENTRE + issuer.last_letter - SEAL * _SEAL_BEFORE
    draw_seal(canvas, content.seal_name, left, middle - SEAL / 2)
    issuer.draw(canvas, CENTRE, middle - 8)


def _draw_foot(canvas: Canvas, content: CertificateContent, form: Template) -> None:
    line(canvas, (MARGIN, _FOOT - 10, MARGIN + BREADTH, _FOOT - 10))
    room = BREADTH - _BARCODE - 16
    top = _FOOT - 19
    for block in _contact(content, form, room):
        draw(canvas, block, MARGIN, top)
        top -= block.height + 1.5
    if content.issue_number:
        modules = code128_modules(content.issue_number)
        module = min(_MODULE, _BARCODE / len(modules))
        left = WIDTH - MARGIN - module * len(modules)
        draw_modules(canvas, modules, left, _FOOT - 20 - _BARCODE_HEIGHT, module, _BARCODE_HEIGHT)
        digits = fit([Span(content.issue_number)], _BARCODE, (9, 8, 7))
        middle = (left + WIDTH - MARGIN) / 2
        draw(canvas, digits, middle, _FOOT - 23 - _BARCODE_HEIGHT, "centre")


def _contact(content: CertificateContent, form: Template, room: float) -> list[Block]:
    lines = [
        [Span(content.office_name, bold=True)],
        [*bilingual(**form["officer"], grey=True), Span(f"  {content.clerk_name}")],
        [*bilingual(**form["phone"], grey=True), Span(f"  {content.phone}")],
        [*bilingual(**form["seal_number"], grey=True), Span(f"  {content.seal_number}")],
    ]
    return [fit(spans_, room, (8.5, 8, 7.5)) for spans_ in lines]
