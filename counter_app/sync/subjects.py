"""What an operation is about, as the audit log names it."""

from collections.abc import Mapping
from typing import Any

_NAMES = ("certificate", "matter", "resident", "ticket", "series", "day")
_PAPER = "serials"


def subject_of(payload: Mapping[str, Any]) -> str:
    """`certificate:12`; `paper:SG0000001-SG0000500`; "sync" where nothing is named."""
    for name in _NAMES:
        said = payload.get(name)
        if isinstance(said, int | str) and not isinstance(said, bool):
            return f"{name}:{said}"[:60]
    return f"paper:{payload[_PAPER]}"[:60] if _PAPER in payload else "sync"
