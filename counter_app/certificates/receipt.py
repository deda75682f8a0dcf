"""A receipt as a PDF: one page 80 mm wide, as long as it needs, Korean with English beside it.

Pure and deterministic like the certificate.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import alone
from counter_app.certificates.barcode import code128_modules, draw_modules
from counter_app.certificates.content import ReceiptContent, ReceiptItem, Waived
from counter_app.certificates.facts import Template, bilingual, day, english, template
from counter_app.certificates.layout import Block, Span, draw, fit
from counter_app.certificates.pdf import document
from counter_app.certificates.shaping import require_glyphs
from counter_app.certificates.table import line
from counter_app.clock import SEOUL

WIDTH = 80 * mm
MARGIN = 5 * mm  # what a roll printer cannot reach, and a little air
BREADTH = WIDTH - 2 * MARGIN
_TEMPLATE = "receipt-1"
_SIZES = (9, 8.5, 8, 7.5)
_BARCODE_HEIGHT = 30.0
_MODULE = 0.85


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
def render_receipt(content: ReceiptContent) -> bytes:
    """The finished PDF. Raises Refusal certificates.no_glyph (characters)."""
    require_glyphs(_texts(content))
    form = template(_TEMPLATE)
    parts = _parts(content, form)
    modules = code128_modules(content.receipt_number)
    number = fit([Span(content.receipt_number)], BREADTH, (9, 8))
    thanks = fit(bilingual(**form["thanks"], grey=True), BREADTH, (8, 7.5))
    below = _BARCODE_HEIGHT + number.height + 8 + thanks.height
    height = sum(part.height for part in parts) + below + 2 * MARGIN
    buffer = BytesIO()
    title = f"{form['title']['ko']} {content.receipt_number}"
    canvas = document(buffer, (WIDTH, height), title, content.office_name, content.issued_at)
    top = _draw_parts(canvas, parts, height - MARGIN)
    module = min(_MODULE, BREADTH / (len(modules) + 8))
    left = (WIDTH - module * len(modules)) / 2
    draw_modules(canvas, modules, left, top - _BARCODE_HEIGHT, module, _BARCODE_HEIGHT)
    top -= _BARCODE_HEIGHT + 2
    draw(canvas, number, WIDTH / 2, top, "centre")
    top -= number.height + 6
    draw(canvas, thanks, WIDTH / 2, top, "centre")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _parts(content: ReceiptContent, form: Template) -> list[_Part]:
    at = content.issued_at.astimezone(SEOUL)
    where = (
        (form["ticket"], content.ticket),
        (form["window"], f"{content.window or ''}"),
    )
    facts = [
        (form["receipt_number"], content.receipt_number),
        (form["issued_at"], f"{day(at)} {at:%H:%M}"),
        *((name, text) for name, text in where if text),
        (form["clerk"], content.clerk_name),
        (form["phone"], content.phone),
    ]
    return [
        fit([Span(content.office_name, bold=True)], BREADTH, (11, 10, 9)),
        fit(bilingual(**form["title"]), BREADTH, (9,)),
        _Rule(heavy=True),
        *(_pair(bilingual(**name, grey=True), [Span(text)]) for name, text in facts),
        _Rule(heavy=False),
        *(part for item in content.items for part in _item(item, form)),
        _Rule(heavy=False),
        *(_waiver(content.waiver, content.total, form) if content.waiver else ()),
        _pair(
            bilingual(**form["total"], bold=True), [Span(_won(content.paid), bold=True)], (14, 12)
        ),
        *_tenders(content, form),
        _Rule(heavy=True),
        _Gap(4),
    ]


def _item(item: ReceiptItem, form: Template) -> list[_Part]:
    reckoning = Span(f"{_won(item.unit_fee)} × {item.copies}")
    copies = bilingual(**form["copies"])
    return [
        fit([Span(item.name_ko, bold=True)], BREADTH, _SIZES),
        fit([english(item.name_en)], BREADTH, _SIZES),
        fit([Span(item.issue_number)], BREADTH, (8, 7.5)),
        _pair([reckoning, *copies], [Span(_won(item.amount), bold=True)]),
    ]


def _waiver(waiver: Waived, fee: int, form: Template) -> list[_Part]:
    """Why nothing is paid, above a total of nothing."""
    ground = bilingual(waiver.ko, waiver.en)
    parts: list[_Part] = [
        _pair(bilingual(**form["fee"], grey=True), [Span(_won(fee))]),
        _pair(bilingual(**form["waiver"], grey=True), ground),
    ]
    if waiver.consent:
        parts.append(_pair(bilingual(**form["proof"], grey=True), bilingual(**form["consent"])))
    if waiver.proof:
        parts.append(_pair(bilingual(**form["proof"], grey=True), [Span(waiver.proof)]))
    return parts


def _tenders(content: ReceiptContent, form: Template) -> list[_Part]:
    """One line says how all was paid; several, how much by which, and what was handed back."""
    if not content.shares:
        if not content.paid:
            return []
        parts: list[_Part] = [
            _pair(
                bilingual(**form["tender"], grey=True), bilingual(**form["tenders"][content.tender])
            )
        ]
    else:
        parts = [
            _pair(
                [*bilingual(**form["tenders"][share.tender]), Span(_reference(share.reference))],
                [Span(_won(share.won))],
            )
            for share in content.shares
        ]
    if content.received is not None and content.change is not None:
        parts += [
            _pair(bilingual(**form["received"], grey=True), [Span(_won(content.received))]),
            _pair(bilingual(**form["change"], bold=True), [Span(_won(content.change), bold=True)]),
        ]
    return parts


def _reference(text: str) -> str:
    return f"  {text}" if text else ""


def _pair(left: Sequence[Span], right: Sequence[Span], sizes: Sequence[float] = _SIZES) -> _Pair:
    whole = fit(right, BREADTH * 0.62, sizes)
    return _Pair(fit(left, BREADTH - whole.width - 8, sizes), whole)


def _draw_parts(canvas: Canvas, parts: Sequence[_Part], top: float) -> float:
    """Draws downwards from `top`; returns where the next thing goes."""
    for part in parts:
        match part:
            case Block():
                centred = part in parts[:2]
                x, align = (WIDTH / 2, "centre") if centred else (MARGIN, "left")
                draw(canvas, part, x, top, align)
            case _Pair(left, right):
                draw(canvas, left, MARGIN, top)
                draw(canvas, right, WIDTH - MARGIN, top, "right")
            case _Rule(heavy):
                middle = top - part.height / 2
                line(canvas, (MARGIN, middle, WIDTH - MARGIN, middle), heavy=heavy)
        top -= part.height
    return top


def _won(amount: int) -> str:
    return f"{amount:,}원"


def _texts(content: ReceiptContent) -> list[str]:
    values = [v for item in content.items for v in astuple(item)]
    values += [getattr(content, field.name) for field in fields(content)]
    values += [share.reference for share in content.shares]
    values += astuple(content.waiver) if content.waiver else ()
    return [value for value in values if isinstance(value, str)]
