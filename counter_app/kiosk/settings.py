"""What an office sets for its kiosk: [kiosk] in counter.toml, all of it optional."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from counter_app.checked import choice, flag, get, table, written
from counter_app.errors import Refusal
from counter_app.kiosk.hours import Hours
from counter_app.queue.categories import LANGUAGES
from counter_app.queue.settings import QueueSettings

MODEL = "TM-T20II"
"""A printer as python-escpos names it: 80 mm paper, 576 dots a line, with a cutter."""
_CATEGORIES = "kiosk.categories"
_PIN_DIGITS = range(4, 9)
_TEXT = 80
"""The most characters of a category's name or description."""


@dataclass(frozen=True, slots=True)
class Described:
    """A category in one language: its name, and in plain words what it is for."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class KioskSettings:
    printer: str | None = None
    """ "tcp:HOST[:PORT]", "usb:VVVV:PPPP", "serial:DEVICE[@BAUD]" or "file:DIR"; None: numbers
    are shown and not printed."""
    model: str = MODEL
    answers: bool = True
    """Whether the printer says how it is (DLE EOT); some cables go one way only."""
    hours: Hours = field(default_factory=Hours)
    pin: str | None = None
    """What staff type to leave the kiosk."""
    described: Mapping[tuple[str, str], Described] = field(default_factory=dict)
    """By category and language, instead of the program's own words."""


def read_kiosk(data: dict[str, Any], queue: QueueSettings) -> KioskSettings:
    """Of the whole counter.toml. Raises Refusal config.wrong_type, config.out_of_range or
    config.lacks."""
    found = table(data, "kiosk") if "kiosk" in data else {}
    usual = KioskSettings()
    return KioskSettings(
        printer=get(found, "printer", str, "kiosk") if "printer" in found else None,
        model=get(found, "printer_model", str, "kiosk")
        if "printer_model" in found
        else usual.model,
        answers=flag(found, "printer_answers", usual.answers, "kiosk"),
        hours=_hours(found, queue),
        pin=_pin(found),
        described=_described(found, queue) if "categories" in found else {},
    )


def _hours(found: dict[str, Any], queue: QueueSettings) -> Hours:
    opens, closes = _time(found, "opens", Hours().opens), _time(found, "closes", Hours().closes)
    if opens >= closes:
        raise Refusal("config.out_of_range", key="[kiosk] closes", allowed=f"> {opens:%H:%M}")
    shut = "lunch" in found and choice(found, "lunch", ("open", "closed"), "kiosk") == "closed"
    days = found.get("closed_days", [])
    if not isinstance(days, list) or not all(type(day) is date for day in days):
        raise Refusal("config.wrong_type", key="[kiosk] closed_days", kind="[2026-12-31]")
    lunch = (queue.lunch.begins, queue.lunch.ends) if shut else None
    return Hours(opens, closes, lunch, frozenset(days))


def _time(found: dict[str, Any], name: str, usual: time) -> time:
    """Written as "09:00" or as TOML's own 09:00:00."""
    value = found.get(name, usual)
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(get(found, name, str, "kiosk"))
    except ValueError:
        key = f"[kiosk] {name}"
        raise Refusal("config.out_of_range", key=key, allowed="00:00–23:59") from None


def _pin(found: dict[str, Any]) -> str | None:
    if "pin" not in found:
        return None
    pin = get(found, "pin", str, "kiosk")
    if not (len(pin) in _PIN_DIGITS and pin.isascii() and pin.isdigit()):
        raise Refusal("config.out_of_range", key="[kiosk] pin", allowed='"0000"–"99999999"')
    return pin


def _described(found: dict[str, Any], queue: QueueSettings) -> dict[tuple[str, str], Described]:
    by_code = table(found, "categories", "kiosk")
    _among(by_code, queue.categories, _CATEGORIES)
    made = {}
    for code in by_code:
        place = f"{_CATEGORIES}.{code}"
        by_language = table(by_code, code, _CATEGORIES)
        _among(by_language, LANGUAGES, place)
        for language in by_language:
            texts, inner = table(by_language, language, place), f"{place}.{language}"
            name, about = (_text(texts, key, inner) for key in ("name", "about"))
            made[code, language] = Described(name, about)
    return made


def _among(keys: dict[str, Any], allowed: Any, place: str) -> None:
    if not keys.keys() <= set(allowed):
        raise Refusal("config.out_of_range", key=f"[{place}]", allowed=", ".join(allowed))


def _text(texts: dict[str, Any], name: str, place: str) -> str:
    text = get(texts, name, str, place)
    if not 0 < len(text) <= _TEXT:
        raise Refusal("config.out_of_range", key=written(name, place), allowed=f"1–{_TEXT}")
    return text
