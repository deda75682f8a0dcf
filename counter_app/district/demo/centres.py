"""The centres of the synthetic district: those of 마포구, then made-up ones."""

import csv
from dataclasses import dataclass
from functools import cache

from counter_app.resources import RESOURCES

HOME = "1144066000"
"""The demo counter's own (resources/demo/counter.toml)."""
_MADE_UP = 1_144_090_000


@dataclass(frozen=True, slots=True)
class Centre:
    code: str
    ko: str
    en: str


@cache
def centres(wanted: int) -> tuple[Centre, ...]:
    """The demo counter's first."""
    with (RESOURCES / "codes" / "centres.csv").open(encoding="utf-8", newline="") as file:
        known = [Centre(**row) for row in csv.DictReader(file)]
    known.sort(key=lambda centre: centre.code != HOME)
    made_up = (
        Centre(str(_MADE_UP + 500 * at), f"새마포{at}동", f"Saemapo {at}-dong")
        for at in range(1, wanted - len(known) + 1)
    )
    return (*known, *made_up)[:wanted]
