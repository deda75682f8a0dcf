"""What the file of a kind may say, told before anything is issued from it.

A word that nothing here knows would stand as "not applicable" on a certificate, or go unsigned.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from counter_app.errors import Refusal

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


def require_sound(kind: str, form: Mapping[str, Any]) -> None:
    """`kind`: code and version. Raises Refusal certificates.kind_wrong (kind, entry, value)."""
    for entry, value in _wrong(form):
        raise Refusal("certificates.kind_wrong", kind=kind, entry=entry, value=value)


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
