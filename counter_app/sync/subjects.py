"""What an operation is about, as the audit log names it."""

from collections.abc import Mapping
from typing import Any

_NAMES = ("certificate", "matter", "resident", "ticket", "pack", "sheet", "series", "day")


def subject_of(payload: Mapping[str, Any]) -> str:
    """`certificate:12`; a series of numbers or a day alone; "sync" where nothing is named."""
    for name in _NAMES:
        said = payload.get(name)
        if isinstance(said, int | str) and not isinstance(said, bool):
            return f"{name}:{said}"[:60]
    return "sync"
