"""Values out of a TOML table, each checked before it is used."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from counter_app.errors import Refusal
from counter_app.words import Coded

Value = TypeVar("Value", str, int)


# In all of these, `place` is the name of the table that `data` is; "" outside all.


def table(data: dict[str, Any], name: str, place: str = "") -> dict[str, Any]:
    """Raises Refusal config.lacks, config.wrong_type."""
    key = f"[{place}.{name}]" if place else f"[{name}]"
    found = data.get(name)
    if found is None:
        raise Refusal("config.lacks", key=key)
    if not isinstance(found, dict):
        raise wrong_type(key, "table")
    return found


Known = Mapping[str, tuple[str, ...] | None]
"""What may stand in each table by its name, "" outside all; None where its reader judges that."""


def only_known(data: dict[str, Any], known: Known) -> None:
    """Raises Refusal config.unknown, or config.unknown_like with what was likely meant."""
    for name, entries in _tables(data, known):
        allowed = known[name]
        if allowed is None:
            continue
        for key in entries:
            if key not in allowed:
                fields = {"key": _written(key, entries[key], name)}
                if likely := get_close_matches(key, allowed, 1):
                    raise Refusal("config.unknown_like", **fields, likely=likely[0])
                raise Refusal("config.unknown", **fields)


def _tables(data: dict[str, Any], known: Known, name: str = "") -> Iterator[tuple[str, Any]]:
    """Those that are known, with their names; each of a list."""
    yield name, data
    for key, value in data.items():
        inner = f"{name}.{key}".lstrip(".")
        for entry in value if isinstance(value, list) else (value,):
            if isinstance(entry, dict) and inner in known:
                yield from _tables(entry, known, inner)


def _written(key: str, value: object, place: str) -> str:
    """As it stands in the file: `[office] phone`, `[office]`."""
    if isinstance(value, dict):
        return f"[{place}.{key}]".replace("[.", "[")
    return written(key, place)


def written(key: str, place: str) -> str:
    """As it stands in the file: `[office] phone`; outside all tables `language`."""
    return f"[{place}] {key}" if place else key


def wrong_type(key: str, kind: str) -> Refusal:
    """Refusal config.wrong_type. `key` as written; `kind`: str, int, bool or table."""
    return Refusal("config.wrong_type", key=key, kind=Coded("config.kind", [kind]))


def get(data: dict[str, Any], key: str, kind: type[Value], place: str) -> Value:
    """Raises Refusal config.lacks, config.wrong_type."""
    if key not in data:
        raise Refusal("config.lacks", key=written(key, place))
    value = data[key]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise wrong_type(written(key, place), kind.__name__)
    return value


def flag(data: dict[str, Any], key: str, usual: bool, place: str) -> bool:
    """`usual` where it is left out. Raises Refusal config.wrong_type."""
    value = data.get(key, usual)
    if not isinstance(value, bool):
        raise wrong_type(written(key, place), "bool")
    return value


def text(data: dict[str, Any], key: str, most: int, place: str) -> str:
    """A name of up to `most` characters, for paper and screen.

    Raises Refusal config.lacks, config.wrong_type, config.empty, config.too_long.
    """
    value = get(data, key, str, place)
    if not value.strip():
        raise Refusal("config.empty", key=written(key, place))
    if len(value) > most:
        raise Refusal("config.too_long", key=written(key, place), most=most)
    return value


def choice(data: dict[str, Any], key: str, choices: tuple[str, ...], place: str) -> str:
    """Raises Refusal config.lacks, config.wrong_type, config.out_of_range."""
    value = get(data, key, str, place)
    if value not in choices:
        raise Refusal("config.out_of_range", key=written(key, place), allowed=", ".join(choices))
    return value


def between(data: dict[str, Any], key: str, low: int, high: int, place: str) -> int:
    """Raises Refusal config.lacks, config.wrong_type, config.out_of_range."""
    value = get(data, key, int, place)
    if not low <= value <= high:
        raise Refusal("config.out_of_range", key=written(key, place), allowed=f"{low}–{high}")
    return value
