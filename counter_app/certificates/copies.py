"""원본대조필: pages of a stranger's document, each stamped as a certified copy."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from counter_app.certificates.content import CertificateContent
from counter_app.certificates.facts import bilingual, day, spans
from counter_app.certificates.fonts import BOLD
from counter_app.certificates.furniture import (
    BREADTH,
    HEIGHT,
    MARGIN,
    WIDTH,
    Design,
    Over,
    draw_across,
    draw_foot,
    draw_head,
)
from counter_app.certificates.kinds import Form
from counter_app.certificates.layout import GREY, Span, draw, fit
from counter_app.certificates.pdf import lettering
from counter_app.certificates.seal import RED, draw_seal
from counter_app.certificates.seal import SIZE as SEAL
from counter_app.clock import SEOUL

_STRIP = 88.0
_EDGE = 34.0  # left and right of the copied page
_TOP = HEIGHT - 62
_FRAME = 132.0


def draw_copy(
    canvas: Canvas,
    content: CertificateContent,
    form: Form,
    design: Design,
    enclosed: Sequence[bytes],
    over: Over,
) -> None:
    """One page for each enclosed one, made smaller for the stamp below it."""
    for number, page in enumerate(enclosed, 1):
        draw_head(canvas, content, form, number, len(enclosed))
        _draw_page(canvas, page, design)
        _draw_stamp(canvas, content, form, design)
        draw_foot(canvas, content, form, design)
        draw_across(canvas, content, number, len(enclosed))
        over(canvas)
        canvas.showPage()


def _draw_page(canvas: Canvas, page: bytes, design: Design) -> None:
    bottom = design.foot + _STRIP + 6
    image = ImageReader(BytesIO(page))
    across, along = image.getSize()
    scale = min((WIDTH - 2 * _EDGE) / across, (_TOP - bottom) / along)
    width, height = across * scale, along * scale
    left, below = (WIDTH - width) / 2, _TOP - height
    canvas.drawImage(image, left, below, width, height)
    canvas.setStrokeColorRGB(*GREY)
    canvas.setLineWidth(0.3)
    canvas.rect(left, below, width, height)


def _draw_stamp(canvas: Canvas, content: CertificateContent, form: Form, design: Design) -> None:
    top = design.foot + _STRIP - 4
    _draw_frame(canvas, content, top)
    left, room = MARGIN + _FRAME + 14, BREADTH - _FRAME - 14 - SEAL - 84
    statement = form["statement"]
    lines = [
        fit([Span(statement["ko"], bold=True)], room, (10, 9, 8.5)),
        fit([Span(statement["en"], colour=GREY)], room, (7.5, 7)),
        *(
            fit(
                [*bilingual(cell["ko"], "", grey=True), Span("  "), *spans(content, form, key)],
                room,
                (8, 7.5, 7),
            )
            for row in form["rows"]
            for cell in row
            for key in (cell["value"],)
        ),
    ]
    for block in lines:
        draw(canvas, block, left, top)
        top -= block.height + 1.5
    _draw_issuer(canvas, content, design)


def _draw_frame(canvas: Canvas, content: CertificateContent, top: float) -> None:
    canvas.saveState()
    canvas.setStrokeColorRGB(*RED)
    canvas.setLineWidth(1.8)
    canvas.roundRect(MARGIN, top - 62, _FRAME, 60, 3)
    canvas.restoreState()
    middle = MARGIN + _FRAME / 2
    title = fit([Span(content.title_ko, True, RED)], _FRAME - 12, (21, 18, 15))
    draw(canvas, title, middle, top - 8, "centre")
    english = fit([Span(content.title_en.upper(), False, RED)], _FRAME - 12, (7.5, 7, 6))
    draw(canvas, english, middle, top - 35, "centre")
    issued = fit([Span(day(content.issued_at.astimezone(SEOUL)), True, RED)], _FRAME, (9,))
    draw(canvas, issued, middle, top - 47, "centre")


def _draw_issuer(canvas: Canvas, content: CertificateContent, design: Design) -> None:
    """As a stamp is set: the last letter stands in the seal."""
    room = SEAL + 78
    issuer = lettering(content.issuer, BOLD, 14, 3, room - SEAL * 0.6)
    centre = MARGIN + BREADTH - SEAL * 0.6 - issuer.width / 2
    left = centre + issuer.last_letter - SEAL * 0.36
    middle = design.foot + _STRIP - 36
    draw_seal(canvas, content.seal_name, left, middle - SEAL / 2)
    issuer.draw(canvas, centre, middle - 5)
    if design.english:
        english = fit([Span(content.issuer_en, colour=GREY)], room, (7.5, 7, 6))
        draw(canvas, english, MARGIN + BREADTH, middle - SEAL / 2 - 2, "right")
