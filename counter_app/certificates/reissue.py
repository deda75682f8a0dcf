"""재발행: what stands at the head of every page of a document that is printed once more."""

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.certificates.content import Reissue
from counter_app.certificates.facts import day
from counter_app.certificates.layout import Span, draw, fit
from counter_app.certificates.seal import RED
from counter_app.clock import SEOUL

_TOP = A4[1] - 16  # above the line with the issue number, where no kind draws
_ROOM = A4[0] / 2


def draw_reissue(canvas: Canvas, reissue: Reissue) -> None:
    local = reissue.at.astimezone(SEOUL)
    said = f"  ·  {reissue.number}회 No. {reissue.number}  ·  {day(local)}"
    spans = [
        Span("재발행", True, RED),
        Span("  REISSUED", True, RED, 0.85),
        Span(said, False, RED, 0.85),
    ]
    text = fit(spans, _ROOM, (12, 11, 10))
    centre, width = A4[0] / 2, text.width + 24
    canvas.saveState()
    canvas.setStrokeColorRGB(*RED)
    canvas.setLineWidth(1.4)
    canvas.roundRect(centre - width / 2, _TOP - text.height - 4, width, text.height + 7, 3)
    canvas.restoreState()
    draw(canvas, text, centre, _TOP, "centre")
