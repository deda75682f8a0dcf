"""The kinds offered first by what a visitor took a number for: [favourites] of counter.toml.

An order that is always the same, which hands learn; not what was issued most of late.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from counter_app.certificates.kinds import Kind, codes
from counter_app.checked import table
from counter_app.errors import Refusal
from counter_app.queue.categories import Category

Favourites = Mapping[str, tuple[str, ...]]
"""Codes of kinds, the first one first, by the code of a category."""
FAVOURITES: Favourites = MappingProxyType(
    {
        "B": ("residence", "moved-in-households"),
        "D": ("residence",),
        "E": ("alien-registration", "domestic-residence", "entry-departure"),
    }
)
"""Where the office sets none; for certificates in general the kinds' own order will do."""


def read_favourites(data: dict[str, Any], categories: Mapping[str, Category]) -> Favourites:
    """Of the whole counter.toml. Raises Refusal config.wrong_type, config.out_of_range."""
    if "favourites" not in data:
        return FAVOURITES
    found = table(data, "favourites")
    for category, kinds in found.items():
        key = f"[favourites] {category}"
        if category not in categories:
            raise Refusal("config.out_of_range", key=key, allowed=", ".join(categories))
        if not isinstance(kinds, list):
            raise Refusal("config.wrong_type", key=key, kind='["residence"]')
        if any(kind not in codes() for kind in kinds):
            raise Refusal("config.out_of_range", key=key, allowed=", ".join(codes()))
    return {category: tuple(kinds) for category, kinds in found.items()}


def favourites_first(
    kinds: Iterable[Kind], favourites: Favourites, category: str | None
) -> list[Kind]:
    """The kinds, the category's favourites before the others; None: nobody took a number."""
    wanted = favourites.get(category or "", ())
    return sorted(kinds, key=lambda k: wanted.index(k.code) if k.code in wanted else len(wanted))
