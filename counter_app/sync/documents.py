"""A resident as a record of the feed: one document with everything that hangs on the person."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

RESIDENT = (
    "id_kind",
    "number",
    "name_roman",
    "name_hangul",
    "name_original",
    "sex",
    "birth_date",
    "nationality",
    "passport_number",
    "passport_expiry",
    "status_of_stay",
    "stay_expires",
    "entered_on",
    "registered_on",
    "card_lost_on",
    "centre",
    "household",
    "restricted",
    "phone",
    "former_numbers",
)
OPTIONAL = ("phone", "former_numbers")
"""Left out where a person has none, so that such a document is what it was before there were any.
"""
ADDRESS = ("moved_in", "moved_out", "reported_on", "text_ko")
CROSSING = ("direction", "day", "port", "passport_number")
DATES = {
    *("birth_date", "passport_expiry", "stay_expires", "entered_on", "registered_on"),
    *("card_lost_on", "moved_in", "moved_out", "reported_on", "day"),
}


def resident_document(
    resident: Mapping[str, Any],
    addresses: Iterable[Mapping[str, Any]],
    crossings: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:
    """The payload: of rows, oldest address and crossing first. Dates become ISO text."""
    said = _said(resident, RESIDENT)
    for name in OPTIONAL:
        if said[name] is None:
            del said[name]
    return {
        **said,
        "addresses": [_said(row, ADDRESS) for row in addresses],
        "crossings": [_said(row, CROSSING) for row in crossings],
    }


def _said(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: _text(row[name]) for name in names}


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
