"""What stands in each field of a certificate, and what may not be printed at all."""

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from functools import cache
from typing import Any

from counter_app.certificates.content import CertificateContent
from counter_app.certificates.fonts import BOLD, has
from counter_app.certificates.layout import GREY, INK, Span
from counter_app.certificates.shaping import clean, no_glyph, require_glyphs
from counter_app.errors import Refusal
from counter_app.resources import RESOURCES

Template = dict[str, Any]
ENGLISH = 0.82  # of the Korean beside it
LIMITS = {"name_roman": 160, "name_hangul": 100, "address": 200, "purpose": 200}
_LETTERED = ("title_ko", "title_en", "issuer", "seal_name")  # drawn letter by letter in one font
LIMIT = 80  # characters of any other field


@cache
def template(name: str) -> Template:
    """The words and the order of the fields: resources/templates/<name>.json."""
    path = RESOURCES / "templates" / f"{name}.json"
    loaded: Template = json.loads(path.read_text("utf-8"))
    return loaded


def day(value: date) -> str:
    """ "2026. 11. 21." as official documents write it."""
    return f"{value.year}. {value.month}. {value.day}."


def spans(content: CertificateContent, form: Template, field: str) -> tuple[Span, ...]:
    """The value of a field, Korean first and English beside it."""
    found = _VALUES[field](content, form)
    if any(span.text for span in found):
        return found
    return bilingual(form["none"]["ko"], form["none"]["en"], grey=True)


def bilingual(ko: str, en: str, *, grey: bool = False, bold: bool = False) -> tuple[Span, ...]:
    korean = Span(ko, bold=bold, colour=GREY if grey else INK)
    return (korean, english(f"  {en}" if en else ""))


def english(text: str) -> Span:
    return Span(text, colour=GREY, scale=ENGLISH)


def composed(content: CertificateContent) -> CertificateContent:
    """The same content in composed characters, so that lengths and glyphs are those on paper."""
    texts: dict[str, Any] = {name: clean(text) for name, text in _own_texts(content)}
    history = content.history and tuple(
        replace(entry, address=clean(entry.address)) for entry in content.history
    )
    return replace(content, history=history, **texts)


def check(content: CertificateContent, form: Template) -> None:
    """Raises Refusal certificates.too_long or certificates.no_glyph, before anything is drawn."""
    for field, text in _texts(content):
        limit = LIMITS.get(field, LIMIT)
        if len(text) > limit:
            raise Refusal("certificates.too_long", field=_label(form, field), limit=limit)
    require_glyphs(text for _, text in _texts(content))
    lettered = "".join(getattr(content, field) for field in _LETTERED)
    if missing := [c for c in lettered if not has(BOLD, c)]:
        raise no_glyph(missing)


def _texts(content: CertificateContent) -> Iterator[tuple[str, str]]:
    yield from _own_texts(content)
    for entry in content.history or ():
        yield "address", entry.address


def _own_texts(content: CertificateContent) -> Iterator[tuple[str, str]]:
    for field in fields(content):
        text = getattr(content, field.name)
        if isinstance(text, str):
            yield field.name, text


def _label(form: Template, field: str) -> str:
    shown = "name" if field.startswith("name_") else field
    for row in form["rows"]:
        for cell in row:
            if cell["value"] == shown:
                return f"{cell['ko']} ({cell['en']})"
    return field


def _name(content: CertificateContent, _: Template) -> tuple[Span, ...]:
    """Roman and Hangul together, as the standard on foreigners' names asks."""
    if not content.name_roman:
        return (Span(content.name_hangul, bold=True),)
    hangul = f" ({content.name_hangul})" if content.name_hangul else ""
    return Span(content.name_roman, bold=True), Span(hangul)


def _sex(content: CertificateContent, form: Template) -> tuple[Span, ...]:
    words = form["sex"][content.sex]
    return bilingual(words["ko"], words["en"])


def _nationality(content: CertificateContent, _: Template) -> tuple[Span, ...]:
    return bilingual(content.nationality_ko, content.nationality_en)


def _status(content: CertificateContent, _: Template) -> tuple[Span, ...]:
    code = Span(f"{content.status_of_stay}  ", bold=True)
    return (code, *bilingual(content.status_ko, content.status_en))


def _date(field: str) -> Callable[[CertificateContent, Template], tuple[Span, ...]]:
    def value(content: CertificateContent, _: Template) -> tuple[Span, ...]:
        moment: date | None = getattr(content, field)
        return (Span(day(moment) if moment else ""),)

    return value


def _text(
    field: str, *, bold: bool = False
) -> Callable[[CertificateContent, Template], tuple[Span, ...]]:
    return lambda content, _: (Span(getattr(content, field), bold=bold),)


_VALUES: dict[str, Callable[[CertificateContent, Template], tuple[Span, ...]]] = {
    "registration_number": _text("registration_number", bold=True),
    "registered_on": _date("registered_on"),
    "name": _name,
    "birth_date": _date("birth_date"),
    "sex": _sex,
    "nationality": _nationality,
    "passport_number": _text("passport_number"),
    "status": _status,
    "entered_on": _date("entered_on"),
    "stay_expires": _date("stay_expires"),
    "address": _text("address"),
    "purpose": _text("purpose"),
}
