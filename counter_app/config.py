"""What an office sets: counter.toml in its home folder, read once, checked whole."""

import os
import sys
import tomllib
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from counter_app.certificates.allotment import Allotment, read_numbers
from counter_app.certificates.favourites import Favourites, read_favourites
from counter_app.checked import Known, between, choice, flag, get, only_known, table
from counter_app.errors import Refusal
from counter_app.office import MOST, Office, read_office
from counter_app.privacy.grace import read_grace, read_keep
from counter_app.privacy.settings import Thresholds, read_clerk_names, read_thresholds
from counter_app.queue.settings import QueueSettings, read_queue
from counter_app.rules import PROFILES
from counter_app.stationery.settings import StationerySettings, read_stationery
from counter_app.words import LANGUAGES, user_language

FILE = "counter.toml"
KNOWN: Known = {
    "office": ("code", *MOST),
    "store": ("file", "key"),
    "printing": (
        *("printer", "receipts", "plain"),
        *("receipt_model", "receipt_answers", "drawer"),
    ),
    "stationery": ("used", "low", "alone"),
    "rules": ("profile",),
    "security": ("failures_allowed", "idle_minutes"),
    "windows": ("count",),
    "demo": ("login", "password"),
    "seal": ("time_stamps",),
    "numbers": ("first", "last", "low"),
    "favourites": None,
    "privacy": ("clerk_names", "review"),
    "privacy.review": tuple(name.name for name in fields(Thresholds)),
    "district": ("grace_hours", "keep_days"),
    "queue": (
        *("url", "patroni", "categories", "lunch"),
        *("ordinary", "priority", "cap_minutes", "language_minutes"),
        *("no_show_recalls", "no_show_seconds", "auto_call_seconds"),
    ),
    "queue.categories": ("code", "name_ko", "name_en", "prefix", "first", "last"),
    "queue.lunch": ("begins", "ends", "shifts"),
    "kiosk": (
        *("printer", "printer_model", "printer_answers"),
        *("opens", "closes", "lunch", "closed_days", "pin", "categories"),
    ),
    "kiosk.categories": None,
    "board": ("seconds", "screen"),
    "voice": ("engine", "speed"),
}
"""Whatever a reader reads stands here, too: what does not is refused as a slip of the pen."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    login: str
    password: str


@dataclass(frozen=True, slots=True)
class SharedQueue:
    """A PostgreSQL with the queue of several PCs. `url` holds its password; `patroni` is the port
    of Patroni's REST interface on each host that `url` names, if they are a cluster."""

    url: str
    patroni: int | None


@dataclass(frozen=True, slots=True)
class Roll:
    """The ESC/POS printer of the receipts: its model as python-escpos names it, whether it says
    how it is, and whether a drawer that is to be opened is plugged into it."""

    model: str = "TM-T20II"
    answers: bool = True
    drawer: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    home: Path
    language: str
    office: Office
    store: Path
    key: str
    """ "keyring" or "file:PATH"."""
    printer: str
    """ "file:DIR", "cups:QUEUE[@HOST[:PORT]]" or "windows:NAME"."""
    receipts: str
    """As `printer`; or a roll of 80 mm, "escpos:HOST[:PORT]", "usb:VENDOR:PRODUCT" (in hex) or
    "serial:DEVICE[@BAUD]"."""
    plain: str | None
    """A printer of pages with plain paper, if there is one besides `printer`."""
    roll: Roll
    rules: str
    failures_allowed: int
    idle_minutes: int
    windows: tuple[int, ...]
    queue: QueueSettings
    numbers: Allotment
    favourites: Favourites
    grace: timedelta
    """How long accounts stand without word from the district."""
    keep: timedelta
    """How long what the district has taken stays here."""
    thresholds: Thresholds
    """From how many on accesses are unusual."""
    clerk_names: bool
    """On a record of accesses."""
    shared: SharedQueue | None
    """None: the queue is in the local store."""
    demo: DemoAccount | None
    time_stamps: str | None
    """URL of the RFC 3161 server whose time goes into the seals of kept documents."""
    stationery: StationerySettings


def default_home() -> Path:
    """COUNTER_HOME, else the user's data folder."""
    return Path(os.environ.get("COUNTER_HOME") or user_data_path("counter", appauthor=False))


def read_file(home: Path) -> dict[str, Any]:
    """Raises Refusal config.missing, config.broken, config.not_utf8, config.unreadable,
    config.unknown or config.unknown_like."""
    data = _parsed(home)
    sections = tuple(name for name in KNOWN if "." not in name)
    only_known(data, {"": ("language", *sections), **KNOWN})
    return data


def _parsed(home: Path) -> dict[str, Any]:
    path = home / FILE
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        raise Refusal("config.missing", path=path) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Refusal("config.not_utf8", path=path, line=line) from None
    except tomllib.TOMLDecodeError as error:
        raise Refusal("config.broken", path=path, problem=error) from None
    except OSError as error:
        raise Refusal("config.unreadable", path=path, problem=error.strerror) from None


def language_of(home: Path) -> str:
    """COUNTER_LANG, else what the office set, also for those who tell that its configuration is
    broken or missing; else Korean."""
    try:
        return user_language(language_set(_parsed(home)))
    except Refusal:
        return user_language()


def language_set(data: dict[str, Any]) -> str:
    """Raises Refusal config.lacks, config.wrong_type, config.out_of_range."""
    return choice(data, "language", LANGUAGES, "")


def read_config(home: Path) -> Config:
    """Raises what read_file raises, Refusal config.lacks, config.wrong_type, config.empty,
    config.too_long, config.out_of_range, config.numbers_overlap or config.open_to_others."""
    data = read_file(home)
    office = read_office(data)
    windows = read_windows(data)
    queue = read_queue(data, windows)
    return Config(
        home=home,
        language=language_set(data),
        office=office,
        store=home / get(table(data, "store"), "file", str, "store"),
        key=get(table(data, "store"), "key", str, "store"),
        printer=get(table(data, "printing"), "printer", str, "printing"),
        receipts=get(table(data, "printing"), "receipts", str, "printing"),
        plain=read_plain(data),
        roll=read_roll(data),
        rules=choice(table(data, "rules"), "profile", PROFILES, "rules"),
        failures_allowed=between(table(data, "security"), "failures_allowed", 1, 20, "security"),
        idle_minutes=between(table(data, "security"), "idle_minutes", 1, 120, "security"),
        windows=windows,
        queue=queue,
        numbers=read_numbers(data),
        favourites=read_favourites(data, queue.categories),
        grace=read_grace(data),
        keep=read_keep(data),
        thresholds=read_thresholds(data),
        clerk_names=read_clerk_names(data),
        shared=read_shared(data, home / FILE),
        demo=read_demo(data),
        time_stamps=read_time_stamps(data),
        stationery=read_stationery(data),
    )


def read_demo(data: dict[str, Any]) -> DemoAccount | None:
    """None where there is none. Raises Refusal config.lacks, config.wrong_type."""
    found = table(data, "demo") if "demo" in data else {}
    if not found:
        return None
    return DemoAccount(get(found, "login", str, "demo"), get(found, "password", str, "demo"))


def read_roll(data: dict[str, Any]) -> Roll:
    """Raises Refusal config.lacks, config.wrong_type."""
    found, usual = table(data, "printing"), Roll()
    model = (
        get(found, "receipt_model", str, "printing") if "receipt_model" in found else usual.model
    )
    answers = flag(found, "receipt_answers", usual.answers, "printing")
    return Roll(model, answers, flag(found, "drawer", usual.drawer, "printing"))


def read_plain(data: dict[str, Any]) -> str | None:
    """Raises Refusal config.lacks, config.wrong_type."""
    printing = table(data, "printing")
    return get(printing, "plain", str, "printing") if "plain" in printing else None


def read_time_stamps(data: dict[str, Any]) -> str | None:
    """None where there is no such server. Raises Refusal config.wrong_type, config.out_of_range."""
    seal = table(data, "seal") if "seal" in data else {}
    if "time_stamps" not in seal:
        return None
    url = get(seal, "time_stamps", str, "seal")
    if not url.startswith(("https://", "http://")):
        raise Refusal("config.out_of_range", key="[seal] time_stamps", allowed="https://…")
    return url


def write_config(home: Path, text: str) -> None:
    """Puts a new configuration beside the store, readable by its owner only."""
    path = home / FILE
    path.touch(mode=0o600)
    path.write_text(text, "utf-8")


def read_windows(data: dict[str, Any]) -> tuple[int, ...]:
    """Raises Refusal config.lacks, config.wrong_type, config.out_of_range."""
    return tuple(range(1, between(table(data, "windows"), "count", 1, 99, "windows") + 1))


def read_shared(data: dict[str, Any], path: Path) -> SharedQueue | None:
    """None where the queue is this PC's own. Raises Refusal config.wrong_type,
    config.out_of_range, config.open_to_others."""
    queue = table(data, "queue") if "queue" in data else {}
    if "url" not in queue:
        return None
    if sys.platform != "win32" and path.stat().st_mode & 0o077:
        raise Refusal("config.open_to_others", path=path)
    url = get(queue, "url", str, "queue")
    if not url.startswith(("postgresql://", "postgres://")):
        raise Refusal("config.out_of_range", key="[queue] url", allowed="postgresql://…")
    patroni = between(queue, "patroni", 1, 65535, "queue") if "patroni" in queue else None
    return SharedQueue(url, patroni)
