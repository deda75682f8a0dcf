"""What stands at the head of every page of a document that comes out once more: 재발행 where it is
printed again, 사본 on a copy of what is kept."""

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.certificates.content import KeptCopy, Reissue
from counter_app.certificates.facts import day
from counter_app.certificates.layout import Block, Span, draw, fit
from counter_app.certificates.pdf import watermark_across
from counter_app.certificates.seal import RED
from counter_app.clock import SEOUL

_TOP = A4[1] - 16  # above the line with the issue number, where no kind draws
_ROOM, _BROAD = A4[0] / 2, A4[0] - 80
_COPY = "사본"
NO_CERTIFICATE = "NOT VALID AS A CERTIFICATE"
"""At the head of every copy of what is kept, in whichever language it is read."""


def draw_reissue(canvas: Canvas, reissue: Reissue) -> None:
    local = reissue.at.astimezone(SEOUL)
    said = f"  ·  {reissue.number}회 No. {reissue.number}  ·  {day(local)}"
    spans = [
        Span("재발행", True, RED),
        Span("  REISSUED", True, RED, 0.85),
        Span(said, False, RED, 0.85),
    ]
    _draw_head(canvas, fit(spans, _ROOM, (12, 11, 10)))


def draw_kept_copy(canvas: Canvas, copy: KeptCopy) -> None:
    """At the head, and across the page, so that no part of it passes for the document."""
    ko, en = ("사본 (무효 문서)", "COPY OF A VOID DOCUMENT") if copy.void else (_COPY, "COPY")
    spans = [
        Span(f"{ko} · 증명서로 쓸 수 없음", True, RED),
        Span(f"  {en} — {NO_CERTIFICATE}", True, RED, 0.85),
        Span(f"  ·  {day(copy.at.astimezone(SEOUL))}", False, RED, 0.85),
    ]
    _draw_head(canvas, fit(spans, _BROAD, (12, 11, 10, 9)))
    watermark_across(canvas, _COPY, A4)


def _draw_head(canvas: Canvas, text: Block) -> None:
    centre, width = A4[0] / 2, text.width + 24
    canvas.saveState()
    canvas.setStrokeColorRGB(*RED)
    canvas.setLineWidth(1.4)
    canvas.roundRect(centre - width / 2, _TOP - text.height - 4, width, text.height + 7, 3)
    canvas.restoreState()
    draw(canvas, text, centre, _TOP, "centre")
