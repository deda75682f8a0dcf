"""What an office sets for its queue: [queue] in counter.toml, all of it optional."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from itertools import combinations
from typing import Any

from counter_app.checked import between, get, table, written, wrong_type
from counter_app.errors import Refusal
from counter_app.queue.categories import CATEGORIES, Category
from counter_app.queue.order import Fairness

MOST_SERIAL = 9999
_LUNCH = "queue.lunch"
_CATEGORIES = "[queue.categories]"
"""A list of tables, which the file writes as `[[queue.categories]]`."""
QUICK = Category("Q", "", "", "Q")
"""Whoever is served without a ticket is booked under a number of this series."""


@dataclass(frozen=True, slots=True)
class Lunch:
    """Windows eat in `shifts` turns between two times of day."""

    begins: time = time(12)
    ends: time = time(13)
    shifts: int = 2


@dataclass(frozen=True, slots=True)
class QueueSettings:
    windows: tuple[int, ...]
    categories: Mapping[str, Category] = field(default_factory=lambda: CATEGORIES)
    fairness: Fairness = field(default_factory=Fairness)
    no_show_recalls: int = 0
    """Recalls, and seconds since the last call, before a visitor may be given up."""
    no_show_seconds: int = 0
    auto_call_seconds: int = 10
    """How long a window that calls by itself stays idle first."""
    lunch: Lunch = Lunch()


def read_queue(data: dict[str, Any], windows: tuple[int, ...]) -> QueueSettings:
    """Of the whole counter.toml. Raises Refusal config.wrong_type, config.out_of_range,
    config.lacks or config.numbers_overlap."""
    found = table(data, "queue") if "queue" in data else {}
    usual, fair = QueueSettings(windows), Fairness()

    def number(name: str, default: int, low: int, high: int) -> int:
        return between(found, name, low, high, "queue") if name in found else default

    return QueueSettings(
        windows,
        _categories(found["categories"]) if "categories" in found else usual.categories,
        Fairness(
            number("ordinary", fair.ordinary, 1, 20),
            number("priority", fair.priority, 1, 20),
            number("cap_minutes", fair.cap_minutes, 1, 600),
            number("language_minutes", fair.language_minutes, 0, 600),
        ),
        number("no_show_recalls", usual.no_show_recalls, 0, 20),
        number("no_show_seconds", usual.no_show_seconds, 0, 3600),
        number("auto_call_seconds", usual.auto_call_seconds, 0, 600),
        _lunch(table(found, "lunch", "queue")) if "lunch" in found else usual.lunch,
    )


def _categories(given: object) -> dict[str, Category]:
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        raise wrong_type(f"[{_CATEGORIES}]", "table")
    made = [_category(entry) for entry in given]
    if not made:
        raise Refusal("config.lacks", key=f"[{_CATEGORIES}]")
    for one, other in combinations(made, 2):
        apart = one.last < other.first or other.last < one.first
        if one.code == other.code or (one.prefix == other.prefix and not apart):
            raise Refusal("config.numbers_overlap", one=one.code, other=other.code)
    return {category.code: category for category in made}


def _category(entry: dict[str, Any]) -> Category:
    code = get(entry, "code", str, _CATEGORIES)
    if not (code.isascii() and code.isalnum() and code.isupper() and len(code) <= 4):
        raise Refusal("config.out_of_range", key=written("code", _CATEGORIES), allowed="A–ZZZZ")
    prefix = get(entry, "prefix", str, _CATEGORIES) if "prefix" in entry else code
    if prefix and not (prefix.isascii() and prefix.isalpha() and prefix.isupper()):
        raise Refusal("config.out_of_range", key=written("prefix", _CATEGORIES), allowed="A–ZZZZ")
    if prefix == QUICK.prefix or len(prefix) > 4:
        raise Refusal("config.out_of_range", key=written("prefix", _CATEGORIES), allowed="A–ZZZZ")
    first = between(entry, "first", 1, MOST_SERIAL, _CATEGORIES) if "first" in entry else 1
    last = (
        between(entry, "last", first, MOST_SERIAL, _CATEGORIES) if "last" in entry else first + 998
    )
    name_ko, name_en = (get(entry, name, str, _CATEGORIES) for name in ("name_ko", "name_en"))
    return Category(code, name_ko, name_en, prefix, first, min(last, MOST_SERIAL))


def _lunch(found: dict[str, Any]) -> Lunch:
    begins, ends = (_time(found, name) for name in ("begins", "ends"))
    if begins >= ends:
        raise Refusal(
            "config.out_of_range", key=written("ends", _LUNCH), allowed=f"> {begins:%H:%M}"
        )
    return Lunch(begins, ends, between(found, "shifts", 1, 4, _LUNCH))


def _time(found: dict[str, Any], name: str) -> time:
    """Written as "12:00" or as TOML's own 12:00:00."""
    value = found.get(name)
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(get(found, name, str, _LUNCH))
    except ValueError:
        key = written(name, _LUNCH)
        raise Refusal("config.out_of_range", key=key, allowed="00:00–23:59") from None
