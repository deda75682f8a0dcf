"""Looks at everything the counter stands on and says what is wrong, changing nothing."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFError
from sqlalchemy import Engine, text
from sqlcipher3 import dbapi2

from counter_app.announcements.settings import read_board, read_voice
from counter_app.certificates.fonts import BOLD, FALLBACKS, REGULAR, font, has
from counter_app.certificates.numbers import Numbers, Room
from counter_app.certificates.shaping import describe, missing_characters
from counter_app.clock import Clock
from counter_app.config import MOST, read_config, read_file
from counter_app.errors import Refusal
from counter_app.keys import read_key
from counter_app.kiosk.settings import read_kiosk
from counter_app.main import configured_printers
from counter_app.printing.printers import Printer
from counter_app.privacy.audit import verify
from counter_app.privacy.moments import WARNED, behind, require_in_order
from counter_app.queue.days import the_time
from counter_app.queue.link import Link
from counter_app.queue.store import shared_queue
from counter_app.stationery.balance import balance
from counter_app.words import explain, say
from db.acts import looking
from db.engine import OLDEST_SQLITE, open_store, reading
from db.kept import unkept
from db.migrate import SCHEMA, found_schema, usable_schema

FONTS = (REGULAR, BOLD, *FALLBACKS)
LETTERED = ("issuer_ko", "seal_name")
"""Drawn letter by letter in one font, which nothing stands in for."""
ROOM = 500_000_000
"""Free bytes below which a disk is called nearly full."""
LONGEST_JOURNAL = 32
"""MB of the store's WAL; without a reader left open it stays below a quarter of that."""


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    detail: str


def examine(home: Path, clock: Clock, language: str) -> tuple[Check, ...]:
    """All checks, in the order an administrator would mend them."""
    return tuple(
        _checked(name, look, home, clock, language)
        for name, look in (
            ("sqlite", _sqlite),
            ("fonts", _fonts),
            ("configuration", _configuration),
            ("key", _key),
            ("store", _store),
            ("audit", _audit),
            ("numbers", _numbers),
            ("paper", _paper),
            ("signing", _signing),
            ("void_lists", _void_lists),
            ("queue", _queue),
            ("printer", _printer),
            ("receipts", _receipts),
            ("disk", _disk),
            ("journal", _journal),
            ("clock", _clock),
        )
    )


Look = Callable[[Path, Clock, str], tuple[bool, str]]


def _checked(name: str, look: Look, home: Path, clock: Clock, language: str) -> Check:
    try:
        return Check(name, *look(home, clock, language))
    except Refusal as refusal:
        return Check(name, False, explain(refusal, language))


def _sqlite(_home: Path, _clock: Clock, _language: str) -> tuple[bool, str]:
    return dbapi2.sqlite_version_info >= OLDEST_SQLITE, dbapi2.sqlite_version


def _fonts(_home: Path, _clock: Clock, _language: str) -> tuple[bool, str]:
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


def _configuration(home: Path, _clock: Clock, _language: str) -> tuple[bool, str]:
    """Read whole, kiosk and boards too, and every text of the office in fonts that are here."""
    config = read_config(home)
    office, data = config.office, read_file(home)
    read_kiosk(data, config.queue)
    read_board(data)
    read_voice(data)
    if _lost():
        return True, office.name_ko  # the check before this one says so
    for key in MOST:
        if missing := _unprintable(key, getattr(office, key)):
            named = ", ".join(map(describe, missing))
            raise Refusal("config.no_glyph", key=f"[office] {key}", characters=named)
    return True, office.name_ko


def _unprintable(key: str, words: str) -> list[str]:
    if key in LETTERED:
        return [c for c in dict.fromkeys(words) if not has(BOLD, c)]
    return list(missing_characters(words))


def _key(home: Path, _clock: Clock, _language: str) -> tuple[bool, str]:
    config = read_config(home)
    read_key(home, config.key)
    return True, config.key


def _store(home: Path, _clock: Clock, _language: str) -> tuple[bool, str]:
    """Every page's HMAC, every index, every reference."""
    with _opened(home) as engine, reading(engine) as session:
        found = [
            str(row[0])
            for check in ("cipher_integrity_check", "integrity_check", "foreign_key_check")
            for row in session.connection().execute(text(f"PRAGMA {check}"))
            if row[0] != "ok"
        ]
        return not found, "; ".join(found[:3]) or f"schema {found_schema(engine)}"


def _audit(home: Path, _clock: Clock, _language: str) -> tuple[bool, str]:
    """The chain unbroken, and the triggers in place that keep rows from being changed."""
    with _opened(home) as engine:
        _require_kept(engine)
        chain = verify(engine)
    return chain.ok, str(chain.rows if chain.ok else chain.first_bad)


def _numbers(home: Path, clock: Clock, language: str) -> tuple[bool, str]:
    """Every number given is kept, and enough are left of each series."""
    config = read_config(home)
    with _opened(home) as engine:
        if found_schema(engine) != SCHEMA:
            return True, say("store.older", language)
        numbers = Numbers(engine, clock, config.office.code, config.numbers)
        lost = [block for block in numbers.blocks() if block.lost]
        standing = numbers.standing()
    if lost:
        return False, say("numbers.lost", language, **asdict(lost[0]))
    short = [one for one in standing if one.room is not Room.ENOUGH]
    said = (
        say(f"numbers.{one.room.value}", language, series=one.series, left=f"{one.left:,}")
        for one in short or standing[:1]
    )
    return not short, " ".join(said)


def _paper(home: Path, _clock: Clock, language: str) -> tuple[bool, str]:
    """Every sheet of secure paper that was loaded is issued, spoiled or still there."""
    with _opened(home) as engine:
        if found_schema(engine) != SCHEMA:
            return True, say("store.older", language)
        found = balance(engine)
    fields = asdict(found)
    return found.even, say(f"stationery.{'even' if found.even else 'uneven'}", language, **fields)


def _signing(home: Path, clock: Clock, language: str) -> tuple[bool, str]:
    """Whether certificates can be signed, and for how long still."""
    from counter_app.proof.known import KnownKeys  # noqa: PLC0415 - loads cryptography

    config = read_config(home)
    with _opened(home) as engine:
        if found_schema(engine) != SCHEMA:
            return True, say("store.older", language)
        standing = KnownKeys(engine, clock, config.office).standing()
    return standing.well, say(standing.code, language, **standing.fields)


def _void_lists(home: Path, clock: Clock, language: str) -> tuple[bool, str]:
    """Own lists of void certificates cannot run out here; those taken in from others can."""
    from counter_app.proof.held import LIST_LIFE  # noqa: PLC0415
    from counter_app.proof.known import KnownKeys  # noqa: PLC0415

    config = read_config(home)
    with _opened(home) as engine:
        if found_schema(engine) != SCHEMA:
            return True, say("store.older", language)
        old = KnownKeys(engine, clock, config.office).old_lists()
    code = "proof.lists_old" if old else "proof.lists_fresh"
    return not old, say(code, language, count=old, days=LIST_LIFE.days)


def _require_kept(engine: Engine) -> None:
    """Raises Refusal store.unkept."""
    if missing := unkept(engine):
        raise Refusal("store.unkept", triggers=", ".join(missing))


def _queue(home: Path, clock: Clock, language: str) -> tuple[bool, str]:
    """Of a shared queue: whether it can be reached, with which schema, how soon it answers,
    whether it keeps its record, and whether its clock and this PC's agree."""
    config = read_config(home)
    if config.shared is None:
        return True, say("shared.own", language)
    from db.migrate_shared import SCHEMA as SHARED  # noqa: PLC0415 - loads the driver
    from db.migrate_shared import usable_schema  # noqa: PLC0415

    queue = shared_queue(config.shared, clock)
    link = Link(clock, lambda: None)
    try:
        schema = link.through(lambda: usable_schema(queue.engine))
        begun = time.perf_counter()
        link.through(lambda: usable_schema(queue.engine))
        took = (time.perf_counter() - begun) * 1000
        if schema:
            link.through(lambda: _require_kept(queue.engine))
        if schema == SHARED:
            link.through(lambda: _require_in_time(queue.engine, clock))
    finally:
        queue.close()
    return True, f"schema {schema or '-'}, {took:.1f} ms"


def _require_in_time(engine: Engine, clock: Clock) -> None:
    """Raises Refusal shared.clock_off where every act would."""
    with looking(engine) as sql:
        the_time(clock.now(), sql.clock()())


def _printer(home: Path, _clock: Clock, language: str) -> tuple[bool, str]:
    return _state_of(configured_printers(read_config(home)).pages, language)


def _receipts(home: Path, _clock: Clock, language: str) -> tuple[bool, str]:
    return _state_of(configured_printers(read_config(home)).receipts, language)


def _state_of(printer: Printer, language: str) -> tuple[bool, str]:
    status = printer.status()
    return status.ready, say(status.code, language, printer=printer.name)


def _disk(home: Path, _clock: Clock, _language: str) -> tuple[bool, str]:
    free = shutil.disk_usage(read_config(home).home).free
    return free >= ROOM, f"{free // 1_000_000:,} MB"


def _journal(home: Path, _clock: Clock, language: str) -> tuple[bool, str]:
    """The store's WAL, which grows for as long as somebody reads what was long ago."""
    store = read_config(home).store
    wal = store.with_name(f"{store.name}-wal")
    size = wal.stat().st_size // 1_000_000 if wal.exists() else 0
    if size > LONGEST_JOURNAL:
        return False, say("store.journal_long", language, size=size)
    return True, f"{size} MB"


def _clock(home: Path, clock: Clock, language: str) -> tuple[bool, str]:
    """The clock may not stand before what is on record, nor before the last paper issued."""
    now = clock.now()
    with _opened(home) as engine, reading(engine) as session:
        require_in_order(session, now)
        late = behind(session, now)
    if late > WARNED:
        return False, say(
            "certificates.clock_behind", language, seconds=round(late.total_seconds())
        )
    return True, now.isoformat(timespec="seconds")


@contextmanager
def _opened(home: Path) -> Iterator[Engine]:
    config = read_config(home)
    engine = open_store(config.store, read_key(home, config.key))
    try:
        usable_schema(engine)
        yield engine
    finally:
        engine.dispose()
