"""What stands around the facts of a certificate on every page: head, foot, seal, marks.

Lengths in points from the lower left corner of the page.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.certificates.barcode import code128_modules, draw_modules
from counter_app.certificates.content import CertificateContent
from counter_app.certificates.facts import ENGLISH, bilingual
from counter_app.certificates.fonts import BOLD, REGULAR
from counter_app.certificates.kinds import Form
from counter_app.certificates.layout import GREY, Block, Span, draw, fit, spoken
from counter_app.certificates.pdf import lettering
from counter_app.certificates.seal import RED, draw_seal
from counter_app.certificates.seal import SIZE as SEAL
from counter_app.certificates.table import line

WIDTH, HEIGHT = A4
MARGIN = 56.7
BREADTH = WIDTH - 2 * MARGIN
CENTRE = WIDTH / 2
_TITLES = {  # first page or not: text, font, size, letter-spacing, baseline from the top edge
    True: (("title_ko", BOLD, 27, 5, 110), ("title_en", REGULAR, 10.5, 1.6, 132)),
    False: (("title_ko", BOLD, 13, 2, 78), ("title_en", REGULAR, 7.5, 0.8, 92)),
}
_BARCODE, _BARCODE_HEIGHT = 250.0, 34.0
_MODULE = 0.95  # 0.335 mm, what a 150 dpi scan of an office printer still reads
_PROOF, _QUIET = 82.0, 4.1  # of a symbol of version 17, a larger one reaches further down
_CONTACT_SIZES = ((8.5, 8, 7.5), (7, 6.5), (6,))
_CONTACT_HEIGHT = 100.0  # down to what a printer cannot reach
_RIVET = 0.62  # of the seal: the mark across two pages
_RIVET_RISE = HEIGHT * 0.46

Over = Callable[[Canvas], None]
"""Draws what lies over a finished page: a mark, a watermark."""


@dataclass(frozen=True, slots=True)
class Design:
    """What differs between the designs a kind can name; what was issued keeps its own."""

    foot: float
    """Where the foot begins."""
    proof: bool
    """Whether there is a place for the proof code, and marks across pages."""
    english: bool = False
    """Whether office and issuer stand there in English, too."""
    stacked: bool = False
    """Whether a mark has two lines, so that it stands clear of title and page number."""
    codes: bool = True
    """Whether bar code and confirmation number stand there, too."""
    picture: bool = False
    """Whether the proof code is a picture, which is smaller than its modules drawn."""


DESIGNS = {
    1: Design(118.0, proof=False),
    2: Design(137.0, proof=True),
    3: Design(137.0, proof=True, english=True),
    4: Design(137.0, proof=True, english=True, stacked=True),
    5: Design(137.0, proof=True, english=True, picture=True),
    6: Design(137.0, proof=True, english=True, stacked=True, picture=True),
}


def bare(design: Design) -> Design:
    """Without whatever a machine or a stranger takes a paper for genuine by."""
    return replace(design, proof=False, codes=False)


_PROOF_BOTTOM = DESIGNS[2].foot - 10 - 2 * _QUIET - _PROOF


def draw_head(
    canvas: Canvas, content: CertificateContent, form: Form, page: int, pages: int
) -> None:
    """Issue number and page n / m."""
    unissued = form["unissued"]
    issue = (
        Span(content.issue_number) if content.issue_number else Span(unissued["ko"], colour=GREY)
    )
    named = [*bilingual(**form["issue_number"]), Span("   "), issue]
    draw(canvas, fit(named, BREADTH - 60, (9, 8, 7)), MARGIN, HEIGHT - 44)
    paging = fit([Span(f"{page} / {pages}", colour=GREY)], 60, (9,))
    draw(canvas, paging, WIDTH - MARGIN, HEIGHT - 44, "right")


def draw_title(canvas: Canvas, content: CertificateContent, *, first: bool) -> None:
    """Large on the first page."""
    for text, name, size, tracking, below in _TITLES[first]:
        title = lettering(getattr(content, text).upper(), name, size, tracking, BREADTH)
        title.draw(canvas, CENTRE, HEIGHT - below)


def draw_mark(canvas: Canvas, form: Form, design: Design) -> None:
    """A red frame with what nobody may overlook, such as 임시 / TEMPORARY."""
    words = form["mark"]
    ko, en = Span(words["ko"], True, RED), Span(words["en"], True, RED, 0.8)
    beside = [[ko, replace(en, text=f"  {words['en']}")]]
    blocks = [fit(line, 150, (13,)) for line in ([[ko], [en]] if design.stacked else beside)]
    width, height = max(block.width for block in blocks), sum(block.height for block in blocks)
    right, top = WIDTH - MARGIN, HEIGHT - (68 if design.stacked else 60)
    canvas.saveState()
    canvas.setStrokeColorRGB(*RED)
    canvas.setLineWidth(1.4)
    canvas.roundRect(right - width - 20, top - height - 4, width + 20, height + 8, 3)
    canvas.restoreState()
    for block in blocks:
        draw(canvas, block, right - 10 - (width - block.width) / 2, top, "right")
        top -= block.height


def draw_across(canvas: Canvas, content: CertificateContent, page: int, pages: int) -> None:
    """간인: half of the seal at the right edge, its other half at the left of the next page."""
    size = SEAL * _RIVET
    if page < pages:
        _half(canvas, content, WIDTH - 8 - size / 2, WIDTH - 8 - size / 2)
    if page > 1:
        _half(canvas, content, 8 - size / 2, 8)


def _half(canvas: Canvas, content: CertificateContent, left: float, shown: float) -> None:
    """The half from `shown` on of a seal whose left edge is at `left`."""
    size = SEAL * _RIVET
    canvas.saveState()
    window = canvas.beginPath()
    window.rect(shown, _RIVET_RISE, size / 2, size)
    canvas.clipPath(window, stroke=0, fill=0)
    canvas.translate(left, _RIVET_RISE)
    canvas.scale(_RIVET, _RIVET)
    draw_seal(canvas, content.seal_name, 0, 0)
    canvas.restoreState()


def draw_foot(canvas: Canvas, content: CertificateContent, form: Form, design: Design) -> None:
    """Office, bar code and, where the design has it, the code that proves the document."""
    line(canvas, (MARGIN, design.foot - 10, MARGIN + BREADTH, design.foot - 10))
    beside = _PROOF + 2 * _QUIET + 8 if design.proof else 0.0
    room = BREADTH - _BARCODE - 16 - beside
    top = design.foot - 19
    if design.proof:
        _draw_proof(canvas, content, form, design)
    for block in _contact(content, form, design, room):
        draw(canvas, block, MARGIN + beside, top)
        top -= block.height + (3 if design.proof else 1.5)
    if not design.codes:
        return
    if content.issue_number:
        _draw_barcode(canvas, content, design)
    if content.confirmation:
        number = [*bilingual(**form["confirmation"], grey=True), Span(f"  {content.confirmation}")]
        below = design.foot - 43 - _BARCODE_HEIGHT
        draw(canvas, fit(number, _BARCODE, (9.5, 9, 8)), WIDTH - MARGIN, below, "right")


def _draw_barcode(canvas: Canvas, content: CertificateContent, design: Design) -> None:
    modules = code128_modules(content.issue_number)
    module = min(_MODULE, _BARCODE / len(modules))
    left = WIDTH - MARGIN - module * len(modules)
    bottom = design.foot - 20 - _BARCODE_HEIGHT
    draw_modules(canvas, modules, left, bottom, module, _BARCODE_HEIGHT)
    digits = fit([Span(content.issue_number)], _BARCODE, (9, 8, 7))
    middle = (left + WIDTH - MARGIN) / 2
    draw(canvas, digits, middle, design.foot - 23 - _BARCODE_HEIGHT, "centre")


def place_of_code(text: str) -> tuple[float, float, float]:
    """Left and bottom edge of the symbol on every page that has one, and how wide it is."""
    from counter_app.proof.qr import size_of  # noqa: PLC0415

    size = size_of(text)
    return MARGIN, _PROOF_BOTTOM + _PROOF - size, size


def _draw_proof(canvas: Canvas, content: CertificateContent, form: Form, design: Design) -> None:
    """The code; in a preview, which has none yet, its place."""
    left, bottom = MARGIN, _PROOF_BOTTOM
    if content.code:
        from counter_app.proof.qr import draw as draw_code  # noqa: PLC0415

        with spoken(canvas, f"[{form['code']['ko']}]"):
            draw_code(canvas, content.code, *place_of_code(content.code), picture=design.picture)
    elif not content.issue_number:
        canvas.setStrokeColorRGB(*GREY)
        canvas.setLineWidth(0.4)
        canvas.rect(left, bottom, _PROOF, _PROOF)
        words = form["code"]
        for text, above in ((words["ko"], 7), (words["en"], -5)):
            block = fit([Span(text, colour=GREY)], _PROOF - 8, (8, 7))
            draw(canvas, block, left + _PROOF / 2, bottom + _PROOF / 2 + above, "centre")


def _contact(content: CertificateContent, form: Form, design: Design, room: float) -> list[Block]:
    """Smaller where the longest names would run off the page."""
    office = [[Span(content.office_name, bold=True)]]
    if design.english:
        office.append([Span(content.office_en, colour=GREY, scale=ENGLISH)])
    lines = [
        *office,
        [*bilingual(**form["officer"], grey=True), Span(f"  {content.clerk_name}")],
        [*bilingual(**form["phone"], grey=True), Span(f"  {content.phone}")],
        [*bilingual(**form["seal_number"], grey=True), Span(f"  {content.seal_number}")],
    ]
    for sizes in _CONTACT_SIZES if design.english else _CONTACT_SIZES[:1]:
        blocks = [fit(spans_, room, sizes) for spans_ in lines]
        if sum(block.height + 3 for block in blocks) <= _CONTACT_HEIGHT:
            break
    return blocks
