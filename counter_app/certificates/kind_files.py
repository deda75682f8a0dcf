"""What the file of a kind may say, told before anything is issued from it.

A word that nothing here knows would stand as "not applicable" on a certificate, or go unsigned.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from counter_app.errors import Refusal
from counter_app.resources import RESOURCES
from counter_app.rules import shipped
from db.identity import IdKind

ROLES = ("self", "representative", "delegate", "ground")
"""Who asks: the person, who represents them by law, whom they sent, others on a listed ground."""
IDENTITIES = ("card", "passport", "mobile")
"""What the person at the counter was identified by."""
OPTIONS = ("history", "mask_number")
FACTS = ("card_lost_on", "passport_number", "status_of_stay")
"""Of the record, that a kind may not be able to do without."""
DESIGNS = (1, 2, 3, 4, 5, 6)

VALUES = (
    *("registration_number", "registered_on", "name", "applicant", "birth_date", "sex"),
    *("nationality", "passport_number", "status", "entered_on", "stay_expires", "address"),
    *("purpose", "card_lost_on", "valid_until", "issued_at"),
)
"""What a cell may state of every request, beside the ground and the answers."""
COLUMNS = {
    "residences": ("from", "until", "time", "address"),
    "crossings": ("direction", "day", "port", "passport_number"),
    "households": ("number", "part", "name", "from"),
    "foreigners": ("number", "name", "from"),
}
"""Of each source of a table."""
_ASKS = ("text", "address", "day")
_DAYS = ("birth", "today")


_NEEDED = ("rank", "series", "title", "fee", "holders", "who", "words", "design", "rows")
_MAY = (
    *("fees", "validity", "self_from", "person", "options", "requires", "asks", "encloses", "mark"),
    *("proof", "tables", "identity", "jurisdiction", "statement"),
)


def require_sound(
    kind: str, form: Mapping[str, Any], *, words: Collection[int], sets: Collection[str]
) -> None:
    """`kind`: code and version; `words`: the numbers of the files of words there are, `sets` the
    names in grounds.toml. Raises Refusal certificates.kind_wrong (kind, entry, value), .kind_rule
    (file, entry, value, keys)."""
    for entry, value in _unknown(form, words, sets) or _wrong(form):
        raise Refusal("certificates.kind_wrong", kind=kind, entry=entry, value=value)
    for place, rule, begins in _rules(form):
        keys = sorted(key for key in shipped() if key.startswith(begins))
        if rule not in keys:
            told = {"entry": place, "value": str(rule), "keys": ", ".join(keys)}
            raise Refusal("certificates.kind_rule", file=f"{kind}.toml", **told)


def require_places(file: str, form: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """What only this kind asks is signed by its place in `proof`, and read so in papers of every
    version. `before`: the version before this one.

    Raises Refusal certificates.kind_proof_order (file, keys).
    """
    had, has = (
        [key for key in one.get("proof", ()) if key not in _numbered()] for one in (before, form)
    )
    if has[: len(had)] != had:
        raise Refusal("certificates.kind_proof_order", file=file, keys=", ".join(had))


@cache
def _numbered() -> frozenset[str]:
    """What is signed by a number of its own."""
    known = json.loads((RESOURCES / "proof" / "fields.json").read_text("utf-8"))
    return frozenset(field["field"] for field in known.values())


def _unknown(
    form: Mapping[str, Any], words: Collection[int], sets: Collection[str]
) -> list[tuple[str, str]]:
    """What is left out, what no kind has, and what stands for nothing there is."""
    lacking = [(name, "") for name in _NEEDED if name not in form]
    odd = [(name, name) for name in form if name not in (*_NEEDED, *_MAY)]
    own = isinstance(form.get("who"), dict)
    listed: tuple[tuple[str, Collection[Any], Collection[Any]], ...] = (
        ("words", [form.get("words")], words),
        ("design", [form.get("design")], DESIGNS),
        ("holders", form.get("holders", ()), [one.value for one in IdKind]),
        ("who", () if own else [form.get("who")], sets),
        ("identity", form.get("identity", ()), IDENTITIES),
        ("options", form.get("options", ()), OPTIONS),
        ("requires", form.get("requires", ()), FACTS),
        ("fees", form.get("fees", ()), ROLES),
        ("jurisdiction", [form.get("jurisdiction", "any")], ("any", "own")),
    )
    other = [(entry, str(one)) for entry, said, known in listed for one in said if one not in known]
    return lacking or odd or other


def _rules(form: Mapping[str, Any]) -> Iterator[tuple[str, object, str]]:
    """The entries that name a rule, with how the key of one begins."""
    yield "fee", form["fee"], "fee."
    yield from ((f"fees.{role}", key, "fee.") for role, key in form.get("fees", {}).items())
    if "validity" in form:
        yield "validity", form["validity"], "validity."
    if "en" not in form["title"]:
        yield "title.rule", form["title"].get("rule", ""), "title_en."


def _wrong(form: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    asks, tables = form.get("asks", ()), form.get("tables", ())
    for ask in asks:
        if ask["kind"] not in _ASKS:
            yield "asks", ask["kind"]
        elif ask["kind"] == "day" and ask.get("default") not in _DAYS:
            yield "asks", ask["key"]
    counts = (f"count:{source}" for source in COLUMNS)
    known = {*VALUES, "ground", *(ask["key"] for ask in asks), *counts}
    stated = [cell["value"] for row in form["rows"] for cell in row]
    yield from (("rows", value) for value in stated if value not in known)
    yield from (("proof", key) for key in form.get("proof", ()) if key not in stated)
    for table in tables:
        columns = COLUMNS.get(table["source"])
        if columns is None:
            yield "tables", table["source"]
        else:
            values = (column["value"] for column in table["columns"])
            yield from (("tables", value) for value in values if value not in columns)
