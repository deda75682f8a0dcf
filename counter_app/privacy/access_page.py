"""The record of accesses as A4 pages, in the style of the certificates. Pure and deterministic.

Lengths in points from the lower left corner of the page.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import alone
from counter_app.certificates.archival import archival
from counter_app.certificates.facts import Spans, Template, bilingual, day, template
from counter_app.certificates.flow import Section, flow
from counter_app.certificates.fonts import BOLD, REGULAR
from counter_app.certificates.furniture import BREADTH, CENTRE, HEIGHT, MARGIN, WIDTH
from counter_app.certificates.layout import GREY, Span, draw, fit
from counter_app.certificates.pdf import document, lettering
from counter_app.certificates.shaping import require_glyphs
from counter_app.certificates.table import Row, draw_rows, heading, label, line, value
from counter_app.clock import SEOUL
from counter_app.privacy.accesses import Access, AccessRecord
from counter_app.residents import codes, masking

TEMPLATE = "accesses-1"
_TOP, _NEXT_TOP, _FOOT = HEIGHT - 162, HEIGHT - 84, 96.0
_CLOSING = 112.0  # statement, note and date
_LABEL, _LEAST = 92.0, 26.0
_SIZES = (10.5, 10, 9.5, 9)
_LISTED = (9, 8.5, 8, 7.5)
_COLUMNS = {"at": 96.0, "window": 56.0, "clerk": 72.0, "act": 106.0}


@alone
def render_accesses(told: AccessRecord) -> bytes:
    """The finished PDF. Raises Refusal certificates.no_glyph (characters)."""
    require_glyphs(_texts(told))
    form = template(TEMPLATE)
    buffer = BytesIO()
    title = f"{form['title']['ko']} {day(told.issued_at.astimezone(SEOUL))}"
    canvas = document(buffer, A4, title, told.office.name_ko, told.issued_at)
    pages = flow(_sections(told, form), _TOP, _NEXT_TOP, _FOOT, _CLOSING)
    for number, page in enumerate(pages, 1):
        _draw_head(canvas, told, f"{number} / {len(pages)}")
        if number == 1:
            _draw_title(canvas, form)
        for top, caption in page.captions:
            draw(canvas, caption, MARGIN, top)
        for top, rows in page.tables:
            draw_rows(canvas, rows, MARGIN, top)
        if number == len(pages):
            _draw_closing(canvas, told, form, page.bottom)
        else:
            note = fit(bilingual(**form["continued"], grey=True), BREADTH, (8.5,))
            draw(canvas, note, CENTRE, page.bottom - 8, "centre")
        _draw_foot(canvas, told, form)
        canvas.showPage()
    canvas.save()
    return archival(buffer.getvalue())


def _texts(told: AccessRecord) -> Iterator[str]:
    """What no font may have."""
    yield from (
        told.resident.name_roman,
        told.resident.name_hangul,
        told.purpose,
        told.clerk,
        told.asker.name,
    )
    for access in told.accesses:
        yield from (access.clerk, access.purpose)


def _sections(told: AccessRecord, form: Template) -> list[Section]:
    columns = [name for name in _COLUMNS if name != "clerk" or told.clerk_names]
    widths = [_COLUMNS[name] for name in columns]
    names, widths = [*columns, "why"], [*widths, BREADTH - sum(widths)]
    head = Row(
        tuple(heading(**form[n], width=width) for n, width in zip(names, widths, strict=True)),
        least=21,
    )
    rows = [_access(access, names, widths, form) for access in told.accesses]
    empty = Row((value(bilingual(**form["none"], grey=True), BREADTH, _LISTED),), least=21)
    caption = fit(bilingual(**form["listed"], bold=True), BREADTH, (10.5,))
    return [Section(_facts(told, form)), Section(rows or [empty], caption, head)]


def _facts(told: AccessRecord, form: Template) -> list[Row]:
    resident = told.resident
    hangul = f" ({resident.name_hangul})" if resident.name_hangul else ""
    name = f"{resident.name_roman}{hangul}" if resident.name_roman else resident.name_hangul
    number = masking.mask_number(resident.number)
    half = BREADTH / 2
    return [
        _row([("name", [Span(name, bold=True)])], BREADTH, form),
        _row(
            [("birth_date", [Span(day(resident.birth_date))]), ("number", [Span(number)])],
            half,
            form,
        ),
        _row([("period", [Span(f"{day(told.since)} – {day(told.until)}")])], BREADTH, form),
        _row([("purpose", _purpose(told.purpose))], BREADTH, form),
        _row([("applicant", _asker(told, form)), ("identity", _seen(told, form))], half, form),
    ]


def _asker(told: AccessRecord, form: Template) -> list[Span]:
    asker = told.asker
    named = [Span(f"{asker.name}  ", bold=True)] if asker.name else []
    return [*named, *bilingual(**form["roles"][asker.role])]


def _seen(told: AccessRecord, form: Template) -> Spans:
    return bilingual(**form["identities"][told.asker.identity])


def _row(facts: Sequence[tuple[str, Sequence[Span]]], width: float, form: Template) -> Row:
    cells = []
    for key, said in facts:
        cells += [label(**form[key], width=_LABEL), value(said, width - _LABEL, _SIZES)]
    return Row(tuple(cells), least=28)


def _access(access: Access, names: list[str], widths: list[float], form: Template) -> Row:
    when = access.at.astimezone(SEOUL)
    said: dict[str, Sequence[Span]] = {
        "at": [Span(f"{day(when)} {when:%H:%M}")],
        "window": [Span(f"{access.window}" if access.window else "–")],
        "clerk": [Span(access.clerk)],
        "act": bilingual(**form["acts"][access.act]),
        "why": [*_purpose(access.purpose), *_number(access)],
    }
    cells = zip(names, widths, strict=True)
    return Row(tuple(value(said[name], width, _LISTED) for name, width in cells), least=21)


def _number(access: Access) -> Spans:
    return (Span(f"  {access.number}", colour=GREY, scale=0.9),) if access.number else ()


def _purpose(purpose: str) -> Spans:
    known = {found.code: found for found in codes.purposes()}.get(purpose)
    return bilingual(known.ko, known.en) if known else (Span(purpose or "–"),)


def _draw_head(canvas: Canvas, told: AccessRecord, paging: str) -> None:
    named = [Span(told.office.name_ko), Span(f"  {told.office.name_en}", colour=GREY)]
    office = fit(named, BREADTH - 70, (9, 8))
    draw(canvas, office, MARGIN, HEIGHT - 44)
    draw(canvas, fit([Span(paging, colour=GREY)], 60, (9,)), WIDTH - MARGIN, HEIGHT - 44, "right")


def _draw_title(canvas: Canvas, form: Template) -> None:
    title = form["title"]
    lettering(title["ko"], BOLD, 24, 4, BREADTH).draw(canvas, CENTRE, HEIGHT - 108)
    lettering(title["en"], REGULAR, 10, 1.4, BREADTH).draw(canvas, CENTRE, HEIGHT - 130)


def _draw_closing(canvas: Canvas, told: AccessRecord, form: Template, bottom: float) -> None:
    top = bottom - 22
    statement, note = form["statement"], form["note"]
    for spans, sizes, gap in (
        ([Span(statement["ko"])], (12, 11), 2),
        ([Span(statement["en"], colour=GREY)], (9,), 12),
        ([Span(day(told.issued_at.astimezone(SEOUL)))], (11,), 12),
        ([Span(note["ko"], colour=GREY)], (8.5, 8), 1),
        ([Span(note["en"], colour=GREY)], (7.5, 7), 0),
    ):
        block = fit(spans, BREADTH, sizes)
        draw(canvas, block, CENTRE, top, "centre")
        top -= block.height + gap


def _draw_foot(canvas: Canvas, told: AccessRecord, form: Template) -> None:
    line(canvas, (MARGIN, _FOOT - 10, MARGIN + BREADTH, _FOOT - 10))
    said = [
        Span(told.office.name_ko, bold=True),
        Span("     "),
        *bilingual(**form["officer"], grey=True),
        Span(f"  {told.clerk}     "),
        *bilingual(**form["phone"], grey=True),
        Span(f"  {told.office.phone}"),
    ]
    draw(canvas, fit(said, BREADTH, (8.5, 8, 7.5)), MARGIN, _FOOT - 20)
