"""The rows of the tables that a page prints, read back from its text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from counter_app.proof.fields import number_or_none
from counter_app.proof.listed import canonical

_DAY = r"\d{4}\.\d{1,2}\.\d{1,2}\."
_SHAPES = {
    "number": r"\d+",
    "part": "세대주Head",
    "direction": "(?:입국Entry|출국Departure)",
    "day": _DAY,
    "from": _DAY,
    "until": f"(?:{_DAY}|현재present)",
}
"""What stands in those columns of counter_app.certificates.sources that have one shape."""
_FREE = ".*?"

Form = Mapping[str, Any]


def read_tables(text: str, forms: Sequence[Form]) -> dict[int, tuple[bytes, ...]]:
    """The rows of each table by its number, in canonical form.

    `text`: the pages' own, in the order drawn; `forms`: those it may have been drawn with, the
    first that knows a table counts. A table whose heading is nowhere is not there.
    """
    flat = "".join(text.split())
    found: dict[int, tuple[bytes, ...]] = {}
    for form in forms:
        for table in form.get("tables", ()):
            number = number_or_none(f"table:{table['source']}")
            if number and number not in found and _heading(table) in flat:
                drawn = "".join(_drawn(flat, table, form))
                found[number] = tuple(_rows(drawn, table, form))
    return found


def _drawn(flat: str, table: Form, form: Form) -> Iterator[str]:
    """What stands below the table's heading, page by page."""
    others = [_heading(other) for other in form["tables"]]
    ends = [*others, *(_flat(form[word]["ko"]) for word in ("continued", "statement"))]
    end = re.compile("|".join(map(re.escape, ends)))
    for part in flat.split(_heading(table))[1:]:
        yield end.split(part)[0]


def _rows(drawn: str, table: Form, form: Form) -> Iterator[bytes]:
    """Cut where a next row can begin; what fits no row is one by itself, so that it is not lost."""
    if drawn == _flat(form["empty"]["ko"] + form["empty"]["en"]):
        return
    shapes = [_SHAPES.get(column["value"], _FREE) for column in table["columns"]]
    leading = shapes.index(_FREE) if _FREE in shapes else len(shapes)
    begins = "".join(shapes[:leading])
    at = 0
    for row in re.finditer("".join(shapes) + rf"(?={begins}|\Z)", drawn):
        if row.start() > at:
            yield canonical(drawn[at : row.start()])
        yield canonical(row[0])
        at = row.end()
    if at < len(drawn):
        yield canonical(drawn[at:])


def _heading(table: Form) -> str:
    return "".join(_flat(column["ko"] + column["en"]) for column in table["columns"])


def _flat(text: str) -> str:
    return "".join(text.split())
