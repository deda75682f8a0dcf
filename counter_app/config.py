"""What an office sets: counter.toml in its home folder, read once, checked whole."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from platformdirs import user_data_path

from counter_app.errors import Refusal

FILE = "counter.toml"
OFFICE_DIGITS = 10
"""Of a 행정동 code; issue numbers and their bar codes carry it."""
Value = TypeVar("Value", str, int)


@dataclass(frozen=True, slots=True)
class Office:
    """The centre as it appears on screen and paper; `code` is that of its 행정동."""

    code: str
    name_ko: str
    name_en: str
    issuer_ko: str
    issuer_en: str
    phone: str
    seal_name: str
    seal_number: str


@dataclass(frozen=True, slots=True)
class DemoAccount:
    login: str
    password: str


@dataclass(frozen=True, slots=True)
class Config:
    home: Path
    language: str
    office: Office
    store: Path
    key: str
    """ "keyring" or "file:PATH"."""
    printer: str
    """ "file:DIR", "cups:QUEUE[@HOST[:PORT]]" or "windows:NAME"; so too `receipts`."""
    receipts: str
    rules: str
    failures_allowed: int
    idle_minutes: int
    windows: tuple[int, ...]
    demo: DemoAccount | None


def default_home() -> Path:
    """COUNTER_HOME, else the user's data folder."""
    return Path(os.environ.get("COUNTER_HOME") or user_data_path("counter", appauthor=False))


def read_config(home: Path) -> Config:
    """Raises Refusal config.missing, config.broken, config.lacks, config.wrong_type
    or config.out_of_range."""
    path = home / FILE
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise Refusal("config.missing", path=path) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refusal("config.broken", path=path, problem=error) from None
    except OSError as error:
        raise Refusal("config.unreadable", path=path, problem=error.strerror) from None
    office = _table(data, "office")
    names = Office.__slots__
    code = _get(office, "code", str)
    if not (len(code) == OFFICE_DIGITS and code.isascii() and code.isdigit()):
        raise Refusal("config.out_of_range", key="[office] code", allowed="0000000000–9999999999")
    demo = _table(data, "demo") if "demo" in data else None
    return Config(
        home=home,
        language=_choice(data, "language", ("ko", "en")),
        office=Office(**{name: _get(office, name, str) for name in names}),
        store=home / _get(_table(data, "store"), "file", str),
        key=_get(_table(data, "store"), "key", str),
        printer=_get(_table(data, "printing"), "printer", str),
        receipts=_get(_table(data, "printing"), "receipts", str),
        rules=_choice(_table(data, "rules"), "profile", ("guide", "statute")),
        failures_allowed=_between(_table(data, "security"), "failures_allowed", 1, 20),
        idle_minutes=_between(_table(data, "security"), "idle_minutes", 1, 120),
        windows=tuple(range(1, _between(_table(data, "windows"), "count", 1, 99) + 1)),
        demo=DemoAccount(_get(demo, "login", str), _get(demo, "password", str)) if demo else None,
    )


def write_config(home: Path, text: str) -> None:
    """Puts a new configuration beside the store, readable by its owner only."""
    path = home / FILE
    path.touch(mode=0o600)
    path.write_text(text, "utf-8")


def _table(data: dict[str, Any], name: str) -> dict[str, Any]:
    table = data.get(name)
    if table is None:
        raise Refusal("config.lacks", key=f"[{name}]")
    if not isinstance(table, dict):
        raise Refusal("config.wrong_type", key=f"[{name}]", kind="table")
    return table


def _get(table: dict[str, Any], key: str, kind: type[Value]) -> Value:
    if key not in table:
        raise Refusal("config.lacks", key=key)
    value = table[key]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise Refusal("config.wrong_type", key=key, kind=kind.__name__)
    return value


def _choice(table: dict[str, Any], key: str, choices: tuple[str, ...]) -> str:
    value = _get(table, key, str)
    if value not in choices:
        raise Refusal("config.out_of_range", key=key, allowed=", ".join(choices))
    return value


def _between(table: dict[str, Any], key: str, low: int, high: int) -> int:
    value = _get(table, key, int)
    if not low <= value <= high:
        raise Refusal("config.out_of_range", key=key, allowed=f"{low}–{high}")
    return value
