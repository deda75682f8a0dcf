"""What stands in each field of a certificate, and what may not be printed at all."""

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from functools import cache
from typing import Any

from counter_app.certificates.content import CertificateContent, Listing, written
from counter_app.certificates.fonts import BOLD, has
from counter_app.certificates.kinds import Form, kind_of
from counter_app.certificates.layout import GREY, INK, Span
from counter_app.certificates.shaping import clean, no_glyph, require_glyphs
from counter_app.clock import SEOUL
from counter_app.errors import Refusal
from counter_app.resources import RESOURCES

Template = dict[str, Any]
Spans = tuple[Span, ...]
ENGLISH = 0.82  # of the Korean beside it
LIMITS = {"name_roman": 160, "name_hangul": 100, "address": 200, "purpose": 200}
_LETTERED = ("title_ko", "title_en", "issuer", "seal_name")  # drawn letter by letter in one font
LIMIT = 80  # characters of any other field
LIMIT_ASKED = 200  # characters of an answer
LIMIT_CELL = 270  # of a cell of a table: both names of a person at their longest
day = written


@cache
def template(name: str) -> Template:
    """The words of a receipt: resources/templates/<name>.json."""
    path = RESOURCES / "templates" / f"{name}.json"
    loaded: Template = json.loads(path.read_text("utf-8"))
    return loaded


def spans(content: CertificateContent, form: Form, field: str) -> Spans:
    """The value of a field, Korean first and English beside it."""
    made = VALUES.get(field)
    found = made(content, form) if made else _answer(content, field)
    if any(span.text for span in found):
        return found
    return bilingual(form["none"]["ko"], form["none"]["en"], grey=True)


def printed(content: CertificateContent) -> dict[str, str]:
    """The text of every field on the paper by its key, in the order of the paper."""
    form = kind_of(content.kind, content.version).form
    keys = (cell["value"] for row in form["rows"] for cell in row)
    return {key: "".join(s.text for s in spans(content, form, key)) for key in keys}


def bilingual(ko: str, en: str, *, grey: bool = False, bold: bool = False) -> Spans:
    korean = Span(ko, bold=bold, colour=GREY if grey else INK)
    return (korean, english(f"  {en}" if en else ""))


def english(text: str) -> Span:
    return Span(text, colour=GREY, scale=ENGLISH)


def composed(content: CertificateContent) -> CertificateContent:
    """The same content in composed characters, so that lengths and glyphs are those on paper."""
    texts: dict[str, Any] = {name: clean(text) for name, text in _own_texts(content)}
    details = tuple((key, clean(text)) for key, text in content.details)
    tables = tuple(_composed(table) for table in content.tables)
    return replace(content, details=details, tables=tables, **texts)


def _composed(table: Listing) -> Listing:
    rows = tuple(tuple((clean(ko), clean(en)) for ko, en in row) for row in table.rows)
    return replace(table, rows=rows)


def check(content: CertificateContent, form: Form) -> None:
    """Raises Refusal certificates.too_long or certificates.no_glyph, before anything is drawn."""
    own = dict(_own_texts(content))
    for field, text in _texts(content):
        usual = LIMIT_CELL if field.startswith("table:") else LIMIT_ASKED
        limit = LIMITS.get(field, LIMIT if field in own else usual)
        if len(text) > limit:
            raise Refusal("certificates.too_long", field=_label(form, field), limit=limit)
    require_glyphs(text for _, text in _texts(content))
    lettered = "".join(getattr(content, field) for field in _LETTERED)
    if missing := [c for c in lettered if not has(BOLD, c)]:
        raise no_glyph(missing)


def _texts(content: CertificateContent) -> Iterator[tuple[str, str]]:
    """Every text by field: the content's own, the answers, and `table:<source>`."""
    yield from _own_texts(content)
    for key, text in content.details:
        yield key, text
    for table in content.tables:
        for text in {text for row in table.rows for cell in row for text in cell}:
            yield f"table:{table.source}", text


def _own_texts(content: CertificateContent) -> Iterator[tuple[str, str]]:
    for field in fields(content):
        text = getattr(content, field.name)
        if isinstance(text, str) and field.name != "code":  # drawn as modules, not as letters
            yield field.name, text


def _label(form: Form, field: str) -> str:
    shown = "name" if field.startswith("name_") else field
    for row in form["rows"]:
        for cell in row:
            if cell["value"] == shown:
                return f"{cell['ko']} ({cell['en']})"
    for table in form.get("tables", ()):
        if field == f"table:{table['source']}":
            return f"{table['ko']} ({table['en']})"
    return field


def _name(content: CertificateContent, _: Form) -> Spans:
    """Roman and Hangul together, as the standard on foreigners' names asks."""
    if not content.name_roman:
        return (Span(content.name_hangul, bold=True),)
    hangul = f" ({content.name_hangul})" if content.name_hangul else ""
    return Span(content.name_roman, bold=True), Span(hangul)


def _applicant(content: CertificateContent, form: Form) -> Spans:
    """Who asked, where it was not the person."""
    other = content.detail("applicant")
    return (Span(other, bold=True),) if other else _name(content, form)


def _sex(content: CertificateContent, form: Form) -> Spans:
    words = form["sex"][content.sex]
    return bilingual(words["ko"], words["en"])


def _nationality(content: CertificateContent, _: Form) -> Spans:
    return bilingual(content.nationality_ko, content.nationality_en)


def _status(content: CertificateContent, _: Form) -> Spans:
    if not content.status_of_stay:
        return ()
    code = Span(f"{content.status_of_stay}  ", bold=True)
    return (code, *bilingual(content.status_ko, content.status_en))


def _moment(content: CertificateContent, _: Form) -> Spans:
    at = content.issued_at.astimezone(SEOUL)
    return (Span(f"{day(at)} {at:%H:%M}"),)


def _date(field: str) -> Callable[[CertificateContent, Form], Spans]:
    def value(content: CertificateContent, _: Form) -> Spans:
        moment: date | None = getattr(content, field)
        return (Span(day(moment) if moment else ""),)

    return value


def _text(field: str, *, bold: bool = False) -> Callable[[CertificateContent, Form], Spans]:
    return lambda content, _: (Span(getattr(content, field), bold=bold),)


def _answer(content: CertificateContent, field: str) -> Spans:
    """What the clerk answered, or for `count:<source>` the number of rows of a table."""
    name, _, source = field.partition(":")
    if not source:
        return (Span(content.detail(name)),)
    listed = content.listing(source)
    return (Span(str(len(listed.rows) if listed else 0)),)


VALUES: dict[str, Callable[[CertificateContent, Form], Spans]] = {
    "registration_number": _text("registration_number", bold=True),
    "registered_on": _date("registered_on"),
    "name": _name,
    "applicant": _applicant,
    "birth_date": _date("birth_date"),
    "sex": _sex,
    "nationality": _nationality,
    "passport_number": _text("passport_number"),
    "status": _status,
    "entered_on": _date("entered_on"),
    "stay_expires": _date("stay_expires"),
    "address": _text("address"),
    "purpose": _text("purpose"),
    "card_lost_on": _date("card_lost_on"),
    "valid_until": _date("valid_until"),
    "issued_at": _moment,
}
