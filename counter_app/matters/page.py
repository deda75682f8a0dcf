"""A form to sign and a slip to take along, in Korean and the visitor's language. Pure.

Drawn with what draws certificates; lengths in points from the lower left corner of the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import alone
from counter_app.certificates.archival import archival
from counter_app.certificates.facts import Spans, day, english
from counter_app.certificates.flow import Section, flow
from counter_app.certificates.fonts import BOLD
from counter_app.certificates.furniture import BREADTH, CENTRE, HEIGHT, MARGIN, WIDTH
from counter_app.certificates.layout import GREY, Block, Span, draw, fit
from counter_app.certificates.pdf import document, lettering
from counter_app.certificates.shaping import require_glyphs
from counter_app.certificates.table import Row, draw_rows, label, line, value
from counter_app.clock import SEOUL
from counter_app.config import Office
from counter_app.matters.offices import Destination
from counter_app.matters.views import MatterView
from counter_app.residents import codes, masking
from counter_app.residents.views import Resident
from counter_app.words import say

FORM, SLIP = "form", "slip"
_TOP, _NEXT_TOP, _FOOT = HEIGHT - 164, HEIGHT - 84, 78.0
_CLOSING = {FORM: 120.0, SLIP: 70.0}
_LABEL = 140.0
_SIZES = (10.5, 10, 9.5, 9)
_BOX = "□"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`kind`: FORM or SLIP; `resident`: None of somebody who is not in the register; `goes_to`:
    None where the matter is done here."""

    kind: str
    view: MatterView
    resident: Resident | None
    goes_to: Destination | None
    office: Office
    clerk: str
    issued_at: datetime

    @property
    def language(self) -> str:
        """What stands beside the Korean."""
        return self.view.language if self.view.language != "ko" else "en"

    def said(self, key: str) -> tuple[str, str]:
        """A word of matter_words.json twice: a form speaks Korean first, a slip the visitor's
        language."""
        words = say(f"matter_words.{key}", "ko"), say(f"matter_words.{key}", self.language)
        return words if self.kind == FORM else words[::-1]


@alone
def render_sheet(sheet: Sheet) -> bytes:
    """The finished PDF. Raises Refusal certificates.no_glyph (characters)."""
    require_glyphs(_texts(sheet))
    buffer, issued = BytesIO(), sheet.issued_at.astimezone(SEOUL)
    title = f"{sheet.view.line.title.ko} {day(issued)}"
    canvas = document(buffer, A4, title, sheet.office.name_ko, sheet.issued_at)
    pages = flow(list(_sections(sheet)), _TOP, _NEXT_TOP, _FOOT, _CLOSING[sheet.kind])
    for number, page in enumerate(pages, 1):
        _draw_head(canvas, sheet, f"{number} / {len(pages)}")
        if number == 1:
            _draw_title(canvas, sheet)
        for top, caption in page.captions:
            draw(canvas, caption, MARGIN, top)
        for top, rows in page.tables:
            draw_rows(canvas, rows, MARGIN, top)
        if number == len(pages):
            _draw_closing(canvas, sheet, page.bottom)
        _draw_foot(canvas, sheet)
        canvas.showPage()
    canvas.save()
    return archival(buffer.getvalue())


def _texts(sheet: Sheet) -> Iterator[str]:
    """What no font may have."""
    yield from (*sheet.view.facts.values(), sheet.clerk)
    if sheet.resident:
        yield from (sheet.resident.name_roman, sheet.resident.name_hangul)


def _sections(sheet: Sheet) -> Iterator[Section]:
    if sheet.view.line.turned_down:
        yield Section(list(_turned_down(sheet)))
    if sheet.kind == SLIP and sheet.goes_to:
        yield Section(list(_whither(sheet, sheet.goes_to)))
    yield Section([*_person(sheet), *_facts(sheet)])
    if sheet.view.documents:
        yield Section(list(_documents(sheet)), _caption(sheet, "bring"))


def _caption(sheet: Sheet, key: str) -> Block:
    ko, beside = sheet.said(key)
    return fit([Span(ko, bold=True), english(f"  {beside}")], BREADTH, (11,))


def _row(sheet: Sheet, key: str, said: Sequence[Span]) -> Row:
    ko, beside = sheet.said(key)
    return Row((label(ko, beside, _LABEL), value(said, BREADTH - _LABEL, _SIZES)), least=27)


def _turned_down(sheet: Sheet) -> Iterator[Row]:
    """Why it was not accepted, and what can be done about it."""
    for key, told in (
        ("turned_down", sheet.view.line.turned_down),
        ("objection", "objection_days"),
    ):
        yield _word_row(sheet, key, told)


def _whither(sheet: Sheet, there: Destination) -> Iterator[Row]:
    yield _row(sheet, "where", [Span(there.ko, bold=True), english(f"  {there.en}")])
    if there.address:
        yield _plain_row(sheet, "office_address", there.address)
    contact = "   ".join(filter(None, (there.phone, there.site)))
    if contact:
        yield _plain_row(sheet, "phone", contact)
    days, beside = sheet.said("weekdays")
    hours = f"{there.opens}–{there.closes}"
    yield _row(sheet, "hours", [Span(f"{days} {hours}"), english(f"  {beside}")])


def _person(sheet: Sheet) -> Iterator[Row]:
    """On a slip, which is carried about, the number is masked."""
    resident = sheet.resident
    if resident is None:
        return
    hangul = f" ({resident.name_hangul})" if resident.name_hangul and resident.name_roman else ""
    yield _plain_row(sheet, "name", f"{resident.name_roman or resident.name_hangul}{hangul}")
    number = f"{resident.number[:6]}-{resident.number[6:]}"
    masked = masking.mask_number(resident.number)
    yield _plain_row(sheet, "number", number if sheet.kind == FORM else masked)
    if sheet.kind == FORM:
        nation = codes.nationality(resident.nationality)
        yield _row(sheet, "nationality", [Span(nation.ko), english(f"  {nation.en}")])
        if resident.status_of_stay:
            yield _row(sheet, "status_of_stay", _status(resident.status_of_stay))


def _facts(sheet: Sheet) -> Iterator[Row]:
    for key, told in sheet.view.facts.items():
        if key == "centre":
            centre = codes.centres()[told]
            yield _row(sheet, key, [Span(centre.ko), english(f"  {centre.en}")])
        elif key in ("status", "status_of_stay"):
            yield _row(sheet, key, _status(told))
        elif key == "sex":
            yield _word_row(sheet, key, f"sex_{told}")
        elif key == "nationality":
            nation = codes.nationality(told)
            yield _row(sheet, key, [Span(nation.ko), english(f"  {nation.en}")])
        else:
            yield _plain_row(sheet, key, _dated(told))
    if sheet.view.line.due and not sheet.view.line.turned_down:
        yield _row(sheet, "due", [Span(day(sheet.view.line.due), bold=True)])
    if sheet.view.fee_won:
        won = [Span(f"{sheet.view.fee_won:,}원"), english(f"  KRW {sheet.view.fee_won:,}")]
        yield _row(sheet, "fee_stamps", won)


def _word_row(sheet: Sheet, key: str, told: str) -> Row:
    """An answer that is a word itself."""
    first, beside = sheet.said(told)
    return _row(sheet, key, [Span(first, bold=True), english(f"  {beside}")])


def _plain_row(sheet: Sheet, key: str, said: str) -> Row:
    return _row(sheet, key, [Span(said)])


def _status(code: str) -> Spans:
    found = codes.status(code)
    return (Span(f"{found.code} {found.ko}"), english(f"  {found.en}"))


def _dated(told: str) -> str:
    try:
        return day(date.fromisoformat(told))
    except ValueError:
        return told


def _documents(sheet: Sheet) -> Iterator[Row]:
    for check in sheet.view.documents:
        ko, beside = sheet.said(check.key)
        spans = [Span(f"{_BOX}  {ko}"), english(f"   {beside}")]
        if not check.required and sheet.kind == FORM:
            spans.append(english(f"   ({sheet.said('if_any')[1]})"))
        yield Row((value(spans, BREADTH, _SIZES),), least=20)


def _draw_head(canvas: Canvas, sheet: Sheet, paging: str) -> None:
    named = [Span(sheet.office.name_ko), Span(f"  {sheet.office.name_en}", colour=GREY)]
    draw(canvas, fit(named, BREADTH - 70, (9, 8)), MARGIN, HEIGHT - 44)
    draw(canvas, fit([Span(paging, colour=GREY)], 60, (9,)), WIDTH - MARGIN, HEIGHT - 44, "right")


def _draw_title(canvas: Canvas, sheet: Sheet) -> None:
    """Korean at the top of both, so that clerks tell them apart."""
    korean = [say(f"matter_words.{key}", "ko") for key in (sheet.view.line.procedure, sheet.kind)]
    lettering(" ".join(korean), BOLD, 22, 2, BREADTH).draw(canvas, CENTRE, HEIGHT - 100)
    words = sheet.language
    beside = [say(f"matter_words.{key}", words) for key in (sheet.view.line.procedure, sheet.kind)]
    told = fit([Span(" · ".join(beside), colour=GREY)], BREADTH, (12, 11, 10))
    draw(canvas, told, CENTRE, HEIGHT - 112, "centre")
    number = fit([Span(sheet.view.line.number, colour=GREY)], BREADTH, (9,))
    draw(canvas, number, CENTRE, HEIGHT - 138, "centre")


def _draw_closing(canvas: Canvas, sheet: Sheet, bottom: float) -> None:
    top = bottom - 14
    for text in sheet.said(f"{sheet.kind}_note"):
        block = fit([Span(text)], BREADTH, (9.5, 9, 8.5))
        draw(canvas, block, CENTRE, top, "centre")
        top -= block.height + 3
    issued = fit([Span(day(sheet.issued_at.astimezone(SEOUL)))], BREADTH, (11,))
    draw(canvas, issued, CENTRE, top - 10, "centre")
    if sheet.kind == FORM:
        ko, beside = sheet.said("signature")
        draw(canvas, fit([Span(ko), english(f"  {beside}")], 200, (10,)), CENTRE, top - 40)
        line(canvas, (CENTRE + 110, top - 52, MARGIN + BREADTH, top - 52))


def _draw_foot(canvas: Canvas, sheet: Sheet) -> None:
    line(canvas, (MARGIN, _FOOT - 24, MARGIN + BREADTH, _FOOT - 24))
    said = [
        Span(sheet.office.name_ko, bold=True),
        Span(f"     {sheet.clerk}     {sheet.office.phone}     {sheet.view.ground.ko}"),
    ]
    draw(canvas, fit(said, BREADTH, (8.5, 8, 7.5)), MARGIN, _FOOT - 34)
