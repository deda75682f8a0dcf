"""A certificate as a PDF: A4, Korean with English beside it, the same for print and preview.

Pure and deterministic: equal contents give equal bytes. Lengths in points from the lower left
corner of the page.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import alone, opened
from counter_app.certificates.content import (
    Cell,
    CertificateContent,
    KeptCopy,
    Listing,
    Reissue,
)
from counter_app.certificates.copies import draw_copy
from counter_app.certificates.facts import bilingual, check, composed, day, spans
from counter_app.certificates.figures import remembered
from counter_app.certificates.flow import GAP, Section, flow
from counter_app.certificates.fonts import BOLD
from counter_app.certificates.furniture import (
    BREADTH,
    CENTRE,
    DESIGNS,
    HEIGHT,
    MARGIN,
    WIDTH,
    Design,
    Over,
    bare,
    draw_across,
    draw_foot,
    draw_head,
    draw_mark,
    draw_title,
)
from counter_app.certificates.kinds import Form, kind_of
from counter_app.certificates.layout import GREY, Span, draw, fit
from counter_app.certificates.pdf import document, lettering, unarmoured, watermark_across
from counter_app.certificates.reissue import draw_kept_copy, draw_reissue
from counter_app.certificates.seal import SIZE as SEAL
from counter_app.certificates.seal import draw_seal
from counter_app.certificates.table import Row, draw_rows, heading, label, value
from counter_app.clock import SEOUL

__all__ = ["BREADTH", "HEIGHT", "MARGIN", "WIDTH", "page_count", "render_certificate"]

_LABEL, _HALF = 92.0, BREADTH / 2
_TABLE_TOP, _NEXT_TABLE_TOP = HEIGHT - 162, HEIGHT - 112
_CLOSING = 160.0  # statement, date, issuer and seal
_SIZES = (10.5, 10, 9.5, 9)
_NAME_SIZES = (14, 13, 12, 11, 10)
_LISTED_SIZES = (9, 8.5, 8)
_RAISED = 13.0  # the seal, where the issuer's English stands below it
_SEAL_BEFORE = 0.36  # the last letter of the issuer stands in the seal, as a stamp is set


@alone
def render_certificate(
    content: CertificateContent,
    *,
    watermark: str | None = None,
    enclosed: Sequence[bytes] = (),
    again: Reissue | KeptCopy | None = None,
) -> bytes:
    """The finished PDF. An `issue_number` of "" is for a preview only and draws no bar code.

    `enclosed`: the pages a certified copy is made of, JPEG. `again`: it comes out once more and
    says so, a KeptCopy without any code. Raises Refusal certificates.no_glyph
    (characters) or certificates.too_long (field, limit).
    """
    drawn = draw_certificate(content, watermark=watermark, enclosed=enclosed, again=again)
    if watermark or not DESIGNS[kind_of(content.kind, content.version).form["design"]].proof:
        return drawn
    from counter_app.certificates.archival import archival  # noqa: PLC0415 - not for previews

    return archival(drawn)


@alone
def draw_certificate(
    content: CertificateContent,
    *,
    watermark: str | None = None,
    enclosed: Sequence[bytes] = (),
    again: Reissue | KeptCopy | None = None,
) -> bytes:
    """The same before it is made fit to be kept."""
    if not content.issue_number and watermark is None:
        raise ValueError("a certificate without a number can only be previewed")
    content, kind = composed(content), kind_of(content.kind, content.version)
    form, design = kind.form, DESIGNS[kind.form["design"]]
    check(content, form)
    buffer = BytesIO()
    copied = isinstance(again, KeptCopy)
    title = f"{content.title_ko} {content.issue_number}{' (사본)' if copied else ''}".strip()
    canvas = document(buffer, A4, title, content.office_name, content.issued_at)
    if design.proof and not watermark:
        canvas.setPageCompression(0)  # archival reads it again
    draw_pages = draw_copy if kind.encloses else _draw_form
    with remembered(), unarmoured() if design.proof else nullcontext():
        shown = bare(design) if copied else design
        draw_pages(canvas, content, form, shown, enclosed, _over(watermark, again))
        canvas.save()
    return buffer.getvalue()


def _over(watermark: str | None, again: Reissue | KeptCopy | None) -> Over:
    def over(canvas: Canvas) -> None:
        if isinstance(again, Reissue):
            draw_reissue(canvas, again)
        elif again:
            draw_kept_copy(canvas, again)
        if watermark:
            watermark_across(canvas, watermark, A4)

    return over


def page_count(pdf: bytes) -> int:
    with opened(pdf) as document:
        return len(document)


def _draw_form(
    canvas: Canvas,
    content: CertificateContent,
    form: Form,
    design: Design,
    _: Sequence[bytes],
    over: Over,
) -> None:
    sections = _sections(content, form)
    pages = flow(sections, _TABLE_TOP, _NEXT_TABLE_TOP, design.foot, _CLOSING)
    for number, page in enumerate(pages, 1):
        draw_head(canvas, content, form, number, len(pages))
        draw_title(canvas, content, first=number == 1)
        if "mark" in form:
            draw_mark(canvas, form, design)
        for top, caption in page.captions:
            draw(canvas, caption, MARGIN, top)
        for top, rows in page.tables:
            draw_rows(canvas, rows, MARGIN, top)
        if number == len(pages):
            _draw_closing(canvas, content, form, page.bottom, design)
        else:
            note = fit(bilingual(**form["continued"], grey=True), BREADTH, (8.5,))
            draw(canvas, note, CENTRE, page.bottom - 8, "centre")
        draw_foot(canvas, content, form, design)
        if design.proof:
            draw_across(canvas, content, number, len(pages))
        over(canvas)
        canvas.showPage()


def _sections(content: CertificateContent, form: Form) -> list[Section]:
    sections = [Section([_row(content, form, cells) for cells in form["rows"]])]
    for table in form.get("tables", ()):
        listed = content.listing(table["source"])
        if listed is not None:
            sections.append(_listed(listed, table, form))
    return sections


def _row(content: CertificateContent, form: Form, cells: list[dict[str, str]]) -> Row:
    room = (BREADTH if len(cells) == 1 else _HALF) - _LABEL
    made = []
    for cell in cells:
        sizes = _NAME_SIZES if cell["value"] == "name" else _SIZES
        made += [
            label(cell["ko"], cell["en"], _LABEL),
            value(spans(content, form, cell["value"]), room, sizes),
        ]
    return Row(tuple(made), least=28 if content.tables else 31)


def _listed(listed: Listing, table: dict[str, Any], form: Form) -> Section:
    caption = fit(bilingual(table["ko"], table["en"], bold=True), BREADTH, (10.5,))
    widths = _widths(table["columns"])
    columns = zip(table["columns"], widths, strict=True)
    head = Row(tuple(heading(c["ko"], c["en"], width) for c, width in columns), least=21)
    rows = [_entry(row, widths) for row in listed.rows] or [_empty(form)]
    return Section(rows, caption, head)


def _widths(columns: list[dict[str, Any]]) -> list[float]:
    """What a kind gives its columns; the one without a width takes what is left."""
    left = BREADTH - sum(column.get("width", 0) for column in columns)
    return [column.get("width", left) for column in columns]


def _entry(row: Sequence[Cell], widths: Sequence[float]) -> Row:
    cells = zip(row, widths, strict=True)
    return Row(
        tuple(value(bilingual(*cell), width, _LISTED_SIZES) for cell, width in cells), least=21
    )


def _empty(form: Form) -> Row:
    return Row((value(bilingual(**form["empty"], grey=True), BREADTH, _LISTED_SIZES),), least=21)


def _draw_closing(
    canvas: Canvas, content: CertificateContent, form: Form, table_bottom: float, design: Design
) -> None:
    spare = table_bottom - design.foot - _CLOSING
    top = table_bottom - max(GAP, spare * 0.45)
    statement = form["statement"]
    draw(canvas, fit([Span(statement["ko"])], BREADTH, (14, 13, 12)), CENTRE, top, "centre")
    english = fit([Span(statement["en"], colour=GREY)], BREADTH, (9.5, 9, 8))
    draw(canvas, english, CENTRE, top - 20, "centre")
    issued = fit([Span(day(content.issued_at.astimezone(SEOUL)))], BREADTH, (13,))
    draw(canvas, issued, CENTRE, top - 56, "centre")
    middle = top - _CLOSING + SEAL / 2 + (_RAISED if design.english else 0)
    tracking = min(12, 56 / len(content.issuer))
    issuer = lettering(content.issuer, BOLD, 22, tracking, BREADTH - SEAL)
    left = CENTRE + issuer.last_letter - SEAL * _SEAL_BEFORE
    draw_seal(canvas, content.seal_name, left, middle - SEAL / 2)
    issuer.draw(canvas, CENTRE, middle - 8)
    if design.english:
        english = fit([Span(content.issuer_en, colour=GREY)], BREADTH, (9.5, 9, 8))
        draw(canvas, english, CENTRE, middle - SEAL / 2 - 2, "centre")
