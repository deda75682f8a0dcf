"""The fields a code can hold: their numbers, and how the page states them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from typing import Any

from counter_app.certificates.content import Listing, day_of
from counter_app.certificates.kinds import versions_of
from counter_app.clock import SEOUL
from counter_app.proof.listed import Listed, of_table
from counter_app.proof.payload import Cut, Signed, SignedText
from counter_app.residents.masking import mask_passport
from counter_app.resources import RESOURCES

TITLE, PAGES, OWN = 1, 30, 60
"""OWN: the first of the numbers for what only an office's own kind states, in its order."""
ISSUE_NUMBER, ISSUED_ON, CONFIRMATION = 100, 101, 102
"""What other claims say of the page, beside the fields."""


@dataclass(frozen=True, slots=True)
class Field:
    number: int
    key: str
    ko: str
    en: str


@cache
def fields() -> Mapping[int, Field]:
    """By number, from resources/proof/fields.json."""
    loaded = json.loads((RESOURCES / "proof" / "fields.json").read_text("utf-8"))
    return {int(n): Field(int(n), f["field"], f["ko"], f["en"]) for n, f in loaded.items()}


@cache
def number_of(key: str) -> int:
    """Raises KeyError for a key that fields.json does not have."""
    return {field.key: field.number for field in fields().values()}[key]


def name_of(number: int, language: str) -> str | None:
    """None for a number of a later version."""
    if (field := fields().get(number)) is None:
        return None
    return field.ko if language == "ko" else field.en


def to_sign(title: str, printed: Mapping[str, str], keys: Sequence[str]) -> dict[int, str]:
    """The title and those texts of the page that are signed, by number; identity numbers masked."""
    numbers = _numbers(keys)
    return {**{numbers[key]: _masked(key, printed[key]) for key in keys}, TITLE: title}


def _numbers(keys: Sequence[str]) -> dict[str, int]:
    """By key; those that fields.json does not have are counted from OWN."""
    own = count(OWN)
    return {key: number_or_none(key) or next(own) for key in keys}


def tables_to_sign(tables: Iterable[Listing]) -> tuple[Listed, ...]:
    """Those that fields.json numbers."""
    numbered = ((number_or_none(f"table:{table.source}"), table) for table in tables)
    return tuple(of_table(number, table) for number, table in numbered if number)


def _masked(key: str, text: str) -> str:
    if key == "registration_number":
        head, dash, tail = text.partition("-")
        return f"{head}{dash}{tail[:1]}{'*' * len(tail[1:])}"
    return mask_passport(text) if key == "passport_number" else text


def on_page(said: Signed) -> dict[int, SignedText]:
    """Everything a page of this certificate must state, by number."""
    at = said.issued_at.astimezone(SEOUL)
    return {
        **said.fields,
        ISSUE_NUMBER: said.issue_number,
        ISSUED_ON: f"{at.year}. {at.month}. {at.day}.",
        CONFIRMATION: said.confirmation,
    }


def is_copy(said: Signed) -> bool:
    """Whether its code is that of a certified copy, which shows other papers."""
    pages = any(made.number == PAGES for made in said.lists or ())
    return pages or any(known.encloses for known in versions_of(said.kind))


def last_day(said: Signed) -> date | None:
    """Of a kind that is good for a time, as it was signed."""
    return day_of(str(said.fields.get(number_of("valid_until"), "")))


def read_page(text: str, said: Signed, forms: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """What a page states in the place of each thing that was signed, without spaces.

    `text`: the page's own, in the order drawn; `forms`: the forms it may have been drawn with. A
    field without its label must stand somewhere; where it does not, it is stated as "". Nothing
    for a page without text, such as a scan.
    """
    flat = "".join(text.split())
    if not flat:
        return {}
    found: dict[int, str] = {}
    for form in forms:
        numbers = _numbers(form.get("proof", ()))
        for key, value in _values(flat, form):
            found.setdefault(numbers.get(key) or number_or_none(key), value)
    found.pop(0, None)
    for number, wanted in on_page(said).items():
        if number not in found and not isinstance(wanted, Cut):
            found[number] = _stands(wanted, flat)
    return {number: value for number, value in found.items() if number in on_page(said)}


def forms_of(kind: str) -> tuple[Mapping[str, Any], ...]:
    """Every form that papers of a kind were ever drawn with; none for a kind unknown here."""
    return tuple(known.form for known in versions_of(kind))


def number_or_none(key: str) -> int:
    """0 for a key that fields.json does not have."""
    try:
        return number_of(key)
    except KeyError:
        return 0


def _stands(wanted: str, flat: str) -> str:
    pattern = re.escape("".join(wanted.split())).replace(r"\*", ".")
    hit = re.search(pattern, flat)
    return hit[0] if hit else ""


def _values(flat: str, form: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Cell by cell, from the end of its label to the beginning of what is drawn next."""
    cells = [cell for row in form["rows"] for cell in row]
    at = 0
    starts: list[tuple[int, int, str]] = []
    for cell in cells:
        label = "".join(f"{cell['ko']}{cell['en']}".split())
        begin = flat.find(label, at)
        if begin >= 0:
            at = begin + len(label)
            starts.append((begin, at, cell["value"]))
    if not starts:  # a text that a damaged file has lost all its words of
        return
    ends = [begin for begin, _, _ in starts[1:]] + [_after(flat, at, form)]
    for (_, begin, key), end in zip(starts, ends, strict=True):
        yield key, flat[begin:end]


def _after(flat: str, at: int, form: Mapping[str, Any]) -> int:
    """Where what follows the rows begins: a table, the statement, or the next page."""
    tables = [table["columns"][0] for table in form.get("tables", ())]
    headings = [f"{column['ko']}{column['en']}" for column in tables]
    words = [form["statement"]["ko"], form["continued"]["ko"], *headings]
    places = [flat.find("".join(word.split()), at) for word in words]
    return min((place for place in places if place >= 0), default=len(flat))
