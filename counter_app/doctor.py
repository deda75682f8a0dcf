"""Looks at everything the counter stands on and says what is wrong, changing nothing."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.pdfbase.ttfonts import TTFError
from sqlalchemy import Engine
from sqlcipher3 import dbapi2

from counter_app import doctor_store
from counter_app.announcements.settings import read_board, read_voice
from counter_app.certificates.fonts import BOLD, FALLBACKS, REGULAR, font, has
from counter_app.certificates.shaping import describe, missing_characters
from counter_app.clock import Clock
from counter_app.config import FILE, language_set, read_config, read_file, read_shared, read_windows
from counter_app.doctor_store import Look, Told
from counter_app.errors import Refusal
from counter_app.keys import read_key
from counter_app.kiosk.settings import read_kiosk
from counter_app.office import MOST, read_centre
from counter_app.printing.configured import receipt_printers
from counter_app.printing.printers import Printer, printer_from
from counter_app.printing.tickets import TicketPrinter, ticket_printer
from counter_app.queue.days import the_time
from counter_app.queue.link import Link
from counter_app.queue.settings import read_queue
from counter_app.queue.store import shared_queue
from counter_app.words import explain, say
from db.acts import looking
from db.engine import OLDEST_SQLITE

FONTS = (REGULAR, BOLD, *FALLBACKS)
LETTERED = ("issuer_ko", "seal_name")
"""Drawn letter by letter in one font, which nothing stands in for."""
ROOM = 500_000_000
"""Free bytes below which a disk is called nearly full."""


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    detail: str


def examine(home: Path, clock: Clock, language: str) -> tuple[Check, ...]:
    """All checks, in the order an administrator would mend them. What cannot be examined for the
    reason of one before says so."""
    causes: dict[str, str] = {}
    return tuple(_checked(name, look, home, clock, language, causes) for name, look in _looks(home))


def _checked(
    name: str, look: Look, home: Path, clock: Clock, language: str, causes: dict[str, str]
) -> Check:
    try:
        return Check(name, *look(home, clock, language))
    except Refusal as refusal:
        told = explain(refusal, language)
    cause = causes.setdefault(told, name)
    return Check(name, False, told if cause == name else say("doctor.after", language, name=cause))


def _looks(home: Path) -> tuple[tuple[str, Look], ...]:
    """A PC with nothing but a kiosk or a board has neither store nor accounts nor pages."""
    try:
        data = read_file(home)
    except Refusal:
        data = {}
    tickets = (("tickets", _tickets),) if _ticket_printer(data) else ()
    if _shows_only(data):
        return (
            ("fonts", _fonts),
            ("configuration", _configuration_of_shown),
            ("queue", _queue),
            *tickets,
            ("disk", _disk),
        )
    return (
        ("sqlite", _sqlite),
        ("fonts", _fonts),
        ("configuration", _configuration),
        ("key", _key),
        ("store", doctor_store.store),
        ("audit", doctor_store.audit),
        ("numbers", doctor_store.numbers),
        ("paper", doctor_store.paper),
        ("signing", doctor_store.signing),
        ("void_lists", doctor_store.void_lists),
        ("queue", _queue),
        ("printer", _printer),
        ("receipts", _receipts),
        *tickets,
        ("disk", _disk),
        ("journal", doctor_store.journal),
        ("clock", doctor_store.clock),
    )


def _shows_only(data: dict[str, Any]) -> bool:
    queue = data.get("queue")
    return isinstance(queue, dict) and "url" in queue and not {"store", "printing"} & set(data)


def _ticket_printer(data: dict[str, Any]) -> bool:
    kiosk = data.get("kiosk")
    return isinstance(kiosk, dict) and "printer" in kiosk


def _sqlite(_home: Path, _clock: Clock, _language: str) -> Told:
    return dbapi2.sqlite_version_info >= OLDEST_SQLITE, dbapi2.sqlite_version


def _fonts(_home: Path, _clock: Clock, _language: str) -> Told:
    lost = _lost()
    return not lost, ", ".join(lost or FONTS)


def _lost() -> list[str]:
    return [name for name in FONTS if not _loads(name)]


def _loads(name: str) -> bool:
    try:
        font(name)
    except (OSError, TTFError):
        return False
    return True


def _configuration(home: Path, _clock: Clock, _language: str) -> Told:
    """Read whole, kiosk and boards too, and every text of the office in fonts that are here."""
    config = read_config(home)
    _require_shown(read_file(home))
    office = config.office
    if _lost():
        return True, office.name_ko  # the check before this one says so
    for key in MOST:
        if missing := _unprintable(key, getattr(office, key)):
            named = ", ".join(map(describe, missing))
            raise Refusal("config.no_glyph", key=f"[office] {key}", characters=named)
    return True, office.name_ko


def _configuration_of_shown(home: Path, _clock: Clock, _language: str) -> Told:
    data = read_file(home)
    language_set(data)
    _require_shown(data)
    return True, read_centre(data).name_ko if "office" in data else str(home)


def _require_shown(data: dict[str, Any]) -> None:
    """What kiosks and boards read. Raises Refusal config.*"""
    read_kiosk(data, read_queue(data, read_windows(data)))
    read_board(data)
    read_voice(data)


def _unprintable(key: str, words: str) -> list[str]:
    if key in LETTERED:
        return [c for c in dict.fromkeys(words) if not has(BOLD, c)]
    return list(missing_characters(words))


def _key(home: Path, _clock: Clock, _language: str) -> Told:
    config = read_config(home)
    read_key(home, config.key)
    return True, config.key


def _queue(home: Path, clock: Clock, language: str) -> Told:
    """Of a shared queue: whether it can be reached, with which schema, how soon it answers,
    whether it keeps its record, and whether its clock and this PC's agree."""
    shared = read_shared(read_file(home), home / FILE)
    if shared is None:
        return True, say("shared.own", language)
    from db.migrate_shared import SCHEMA as SHARED  # noqa: PLC0415 - loads the driver
    from db.migrate_shared import usable_schema  # noqa: PLC0415
    from db.shared import places_of  # noqa: PLC0415

    queue = shared_queue(shared, clock)
    link = Link(clock, lambda: None)
    try:
        schema = link.through(lambda: usable_schema(queue.engine))
        begun = time.perf_counter()
        link.through(lambda: usable_schema(queue.engine))
        took = (time.perf_counter() - begun) * 1000
        if schema:
            link.through(lambda: doctor_store.require_kept(queue.engine))
        if schema == SHARED:
            link.through(lambda: _require_in_time(queue.engine, clock))
    except Refusal as refusal:
        if refusal.code != "shared.unreachable":
            raise
        raise Refusal("shared.no_answer", place=places_of(shared.url)) from refusal
    finally:
        queue.close()
    return True, f"schema {schema or '-'}, {took:.1f} ms"


def _require_in_time(engine: Engine, clock: Clock) -> None:
    """Raises Refusal shared.clock_off where every act would."""
    with looking(engine) as sql:
        the_time(clock.now(), sql.clock()())


def _printer(home: Path, _clock: Clock, language: str) -> Told:
    """Of pages; and that of plain paper is one."""
    config = read_config(home)
    if config.plain:
        printer_from(config.plain, home)
    return _state_of(printer_from(config.printer, home), language)


def _receipts(home: Path, _clock: Clock, language: str) -> Told:
    receipts, _ = receipt_printers(read_config(home))
    return _state_of(receipts, language)


def _tickets(home: Path, _clock: Clock, language: str) -> Told:
    data = read_file(home)
    kiosk = read_kiosk(data, read_queue(data, read_windows(data)))
    spec = kiosk.printer or ""
    return _state_of(ticket_printer(spec, kiosk.model, answers=kiosk.answers, base=home), language)


def _state_of(printer: Printer | TicketPrinter, language: str) -> Told:
    status = printer.status()
    return status.ready, say(status.code, language, printer=printer.name)


def _disk(home: Path, _clock: Clock, language: str) -> Told:
    read_file(home)
    free = shutil.disk_usage(home).free
    left = f"{free // 1_000_000:,}"
    if free < ROOM:
        return False, say("doctor.disk_low", language, left=left, room=ROOM // 1_000_000)
    return True, f"{left} MB"
