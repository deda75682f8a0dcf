"""A receipt as a PDF: one page 80 mm wide, as long as it needs, Korean with English beside it.

Pure and deterministic like the certificate.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import astuple, dataclass, fields, replace
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import alone
from counter_app.certificates.archival import archival
from counter_app.certificates.barcode import code128_modules, draw_modules
from counter_app.certificates.content import ReceiptContent, ReceiptItem
from counter_app.certificates.facts import Spans, Template, bilingual, english, template
from counter_app.certificates.layout import GREY, INK, Block, Span, draw, fit
from counter_app.certificates.pdf import document, unarmoured
from counter_app.certificates.receipt_facts import (
    Copied,
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
from counter_app.certificates.shaping import require_glyphs
from counter_app.certificates.table import HEAVY

WIDTH = 80 * mm
MARGIN = 5 * mm  # what a roll printer cannot reach, and a little air
BREADTH = WIDTH - 2 * MARGIN
TEMPLATE = "receipt-1"
_SIZES = (9, 8.5, 8, 7.5)
_MARKS = (11, 10)
_BARCODE_HEIGHT = 30.0
_LIGHT = 0.5
_MODULE = 0.25 * mm  # two dots of a roll printer's head: every bar as wide as it should be


@dataclass(frozen=True, slots=True)
class _Pair:
    """Left and right on one line; the right one stays whole, the left one wraps beside it."""

    left: Block
    right: Block

    @property
    def height(self) -> float:
        return max(self.left.height, self.right.height)


@dataclass(frozen=True, slots=True)
class _Rule:
    heavy: bool
    height: float = 11.0


@dataclass(frozen=True, slots=True)
class _Gap:
    height: float


_Part = Block | _Pair | _Rule | _Gap


@alone
def render_receipt(content: ReceiptContent, copied: Copied | None = None) -> bytes:
    """The finished PDF; `copied` marks one that is given out again. Raises Refusal
    certificates.no_glyph (characters)."""
    require_glyphs(texts(content))
    form = template(TEMPLATE)
    parts = _parts(content, form, copied)
    modules = code128_modules(content.receipt_number)
    number = fit([Span(content.receipt_number)], BREADTH, (9, 8))
    thanks = fit(bilingual(**form["thanks"], grey=True), BREADTH, (8, 7.5))
    below = _BARCODE_HEIGHT + number.height + 8 + thanks.height
    height = sum(part.height for part in parts) + below + 2 * MARGIN
    buffer = BytesIO()
    name = f"{title(content, form)['ko']} {content.receipt_number}"
    canvas = document(buffer, (WIDTH, height), name, content.office_name, content.issued_at)
    if content.archival:
        canvas.setPageCompression(0)  # archival reads it again
    top = _draw_parts(canvas, parts, height - MARGIN)
    module = min(_MODULE, BREADTH / (len(modules) + 8))
    left = (WIDTH - module * len(modules)) / 2
    draw_modules(canvas, modules, left, top - _BARCODE_HEIGHT, module, _BARCODE_HEIGHT)
    top -= _BARCODE_HEIGHT + 2
    draw(canvas, number, WIDTH / 2, top, "centre")
    top -= number.height + 6
    draw(canvas, thanks, WIDTH / 2, top, "centre")
    canvas.showPage()
    with unarmoured() if content.archival else nullcontext():
        canvas.save()
    return archival(buffer.getvalue()) if content.archival else buffer.getvalue()


def _parts(content: ReceiptContent, form: Template, copied: Copied | None) -> list[_Part]:
    waived = waiver(content.waiver, content.total, form) if content.waiver else []
    return [
        *_heading(content, form, copied),
        _Rule(heavy=True),
        *(_pair(*said) for said in (*facts(content, form), *refunds(content, form))),
        _Rule(heavy=False),
        *[part for item in content.items for part in (_Gap(4), *_item(item, form))][1:],
        _Rule(heavy=False),
        *(_pair(*said) for said in waived),
        _pair(*total(content, form), (14, 12)),
        *(_pair(*said) for said in tenders(content, form)),
        _Rule(heavy=True),
        _Gap(4),
    ]


def _heading(content: ReceiptContent, form: Template, copied: Copied | None) -> list[_Part]:
    """In the middle of the roll: the office, and what this is."""
    office = [fit([Span(content.office_name, bold=True)], BREADTH, (11, 10, 9))]
    if content.office_en:
        office.append(fit([Span(content.office_en, colour=GREY)], BREADTH, (8, 7.5, 7)))
    named = title(content, form)
    marks = _marks(copied, form) if copied else []
    marked: list[_Part] = [part for said in marks for part in (_Gap(3), fit(said, BREADTH, _MARKS))]
    return [*office, fit(bilingual(named["ko"], named["en"]), BREADTH, (9,)), *marked]


def _marks(copied: Copied, form: Template) -> list[Spans]:
    back = [
        line
        for name, (sum_, rest) in undone(copied, form)
        for line in ((*name, Span("  "), sum_), (rest,))
    ]
    return [mark(copied, form), *back]


def _item(item: ReceiptItem, form: Template) -> list[_Part]:
    reckoning = Span(f"{won(item.unit_fee)} × {item.copies}")
    copies = bilingual(**form[item.unit])
    return [
        fit([Span(item.name_ko, bold=True)], BREADTH, _SIZES),
        fit([english(item.name_en)], BREADTH, _SIZES),
        fit([Span(item.issue_number)], BREADTH, (8, 7.5)),
        _pair([reckoning, *copies], [Span(won(item.paid), bold=True)]),
        *(_pair(*said) for said in own(item, form)),
    ]


def _pair(left: Sequence[Span], right: Sequence[Span], sizes: Sequence[float] = _SIZES) -> _Pair:
    whole = fit(right, BREADTH * 0.62, sizes)
    return _Pair(fit(left, BREADTH - whole.width - 8, sizes), whole)


def _draw_parts(canvas: Canvas, parts: Sequence[_Part], top: float) -> float:
    """Draws downwards from `top`; returns where the next thing goes."""
    heading = True
    for part in parts:
        match part:
            case Block():
                x, align = (WIDTH / 2, "centre") if heading else (MARGIN, "left")
                draw(canvas, part, x, top, align)
            case _Pair(left, right):
                draw(canvas, left, MARGIN, top)
                draw(canvas, right, WIDTH - MARGIN, top, "right")
            case _Rule(heavy):
                heading = False
                middle = top - part.height / 2
                canvas.setStrokeColorRGB(*INK)  # a paler one a roll printer does not show
                canvas.setLineWidth(HEAVY if heavy else _LIGHT)
                canvas.line(MARGIN, middle, WIDTH - MARGIN, middle)
        top -= part.height
    return top


def texts(content: ReceiptContent) -> list[str]:
    """Everything in it that somebody wrote."""
    values = [v for item in content.items for v in astuple(replace(item, waiver=None))]
    values += [v for item in content.items if item.waiver for v in astuple(item.waiver)]
    values += [getattr(content, field.name) for field in fields(content)]
    values += [share.reference for share in content.shares]
    values += astuple(content.waiver) if content.waiver else ()
    return [value for value in values if isinstance(value, str)]
