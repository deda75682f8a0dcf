"""The doctor's look at the store, and at what is kept in it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import wraps
from pathlib import Path

from sqlalchemy import Engine, text

from counter_app.certificates.number_views import BlockView, Room
from counter_app.certificates.numbers import Numbers
from counter_app.clock import Clock
from counter_app.config import Config, read_config
from counter_app.errors import Refusal
from counter_app.keys import read_key
from counter_app.privacy.audit import verify
from counter_app.privacy.moments import WARNED, behind, require_in_order
from counter_app.stationery.balance import balance
from counter_app.words import say
from db.engine import open_store, reading
from db.kept import unkept
from db.migrate import SCHEMA, found_schema, usable_schema
from db.number_mark import mark_of
from db.numbers import BlockSource

LONGEST_JOURNAL = 32
"""MB of the store's WAL; without a reader left open it stays below a quarter of that."""
_BESIDE = ("", "-wal", "-shm", "-turn")
"""What the store's files add to its name; who may not write to one of them writes nothing."""


Told = tuple[bool, str]
"""Whether all is well, and what is to be said of it."""
Look = Callable[[Path, Clock, str], Told]
"""At the centre in a folder, told in a language."""


def _of_this_schema(look: Callable[[Engine, Config, Clock, str], Told]) -> Look:
    """Of a store that the next start is going to upgrade, that is all there is to say."""

    @wraps(look)
    def looked(home: Path, clock: Clock, language: str) -> Told:
        with opened(home) as engine:
            if found_schema(engine) != SCHEMA:
                return True, say("store.older", language)
            return look(engine, read_config(home), clock, language)

    return looked


def store(home: Path, _clock: Clock, language: str) -> Told:
    """Every page's HMAC, every index, every reference; and whether it takes what is new."""
    _require_writable(read_config(home).store)
    with opened(home) as engine, reading(engine) as session:
        found = [
            str(row[0])
            for check in ("cipher_integrity_check", "integrity_check", "foreign_key_check")
            for row in session.connection().execute(text(f"PRAGMA {check}"))
            if row[0] != "ok"
        ]
        schema = found_schema(engine)
    if found:
        return False, f"{say('store.damaged', language)} ({'; '.join(found[:3])})"
    return True, f"schema {schema}"


def _require_writable(store: Path) -> None:
    """Raises Refusal store.not_writable with the first that is not."""
    beside = (store.with_name(store.name + end) for end in _BESIDE)
    for path in (store.parent, *beside, mark_of(store)):
        if path.exists() and not os.access(path, os.W_OK):
            raise Refusal("store.not_writable", path=path)


def audit(home: Path, _clock: Clock, language: str) -> Told:
    """The chain unbroken, and the triggers in place that keep rows from being changed."""
    with opened(home) as engine:
        require_kept(engine)
        chain = verify(engine)
    if not chain.ok:
        return False, say("store.audit_altered", language, seq=chain.first_bad)
    return True, str(chain.rows)


@_of_this_schema
def numbers(engine: Engine, config: Config, clock: Clock, language: str) -> Told:
    """Every number given is kept, and enough are left of each series."""
    series = Numbers(engine, clock, config.office.code, config.numbers)
    blocks, standing = series.blocks(), series.standing()
    lost = [block for block in blocks if block.lost]
    if lost:
        return False, say("numbers.lost", language, **asdict(lost[0]))
    short = [one for one in standing if one.room not in (Room.ENOUGH, Room.BEHIND)]
    said = (
        say(f"numbers.{one.room.value}", language, series=one.series, left=f"{one.left:,}")
        for one in short or standing[:1]
    )
    return not short, " ".join((*said, *_put_back(blocks, language)))


def _put_back(blocks: tuple[BlockView, ...], language: str) -> Iterator[str]:
    """That numbers were left out, the day of the last time and how many of this year."""
    gaps = [block for block in blocks if block.source is BlockSource.GAP]
    if gaps:
        day = max(block.taken_at for block in gaps).date()
        count = sum(block.last - block.first + 1 for block in gaps)
        yield say("numbers.put_back", language, day=day, count=f"{count:,}")


@_of_this_schema
def paper(engine: Engine, _config: Config, _clock: Clock, language: str) -> Told:
    """Every sheet of secure paper that was loaded is issued, spoiled or still there."""
    found = balance(engine)
    fields = asdict(found)
    return found.even, say(f"stationery.{'even' if found.even else 'uneven'}", language, **fields)


@_of_this_schema
def signing(engine: Engine, config: Config, clock: Clock, language: str) -> Told:
    """Whether certificates can be signed, and for how long still."""
    from counter_app.proof.known import KnownKeys  # noqa: PLC0415 - loads cryptography

    standing = KnownKeys(engine, clock, config.office).standing()
    return standing.well, say(standing.code, language, **standing.fields)


@_of_this_schema
def void_lists(engine: Engine, config: Config, clock: Clock, language: str) -> Told:
    """Own lists of void certificates cannot run out here; those taken in from others can."""
    from counter_app.proof.held import LIST_LIFE  # noqa: PLC0415
    from counter_app.proof.known import KnownKeys  # noqa: PLC0415

    old = KnownKeys(engine, clock, config.office).old_lists()
    code = "proof.lists_old" if old else "proof.lists_fresh"
    return not old, say(code, language, count=old, days=LIST_LIFE.days)


def require_kept(engine: Engine) -> None:
    """Raises Refusal store.unkept."""
    if missing := unkept(engine):
        raise Refusal("store.unkept", triggers=", ".join(missing))


def journal(home: Path, _clock: Clock, language: str) -> Told:
    """The store's WAL, which grows for as long as somebody reads what was long ago."""
    store = read_config(home).store
    wal = store.with_name(f"{store.name}-wal")
    size = wal.stat().st_size // 1_000_000 if wal.exists() else 0
    if size > LONGEST_JOURNAL:
        return False, say("store.journal_long", language, size=size)
    return True, f"{size} MB"


def clock(home: Path, clock: Clock, language: str) -> Told:
    """The clock may not stand before what is on record, nor before the last paper issued."""
    now = clock.now()
    with opened(home) as engine, reading(engine) as session:
        require_in_order(session, now)
        late = behind(session, now)
    if late > WARNED:
        return False, say(
            "certificates.clock_behind", language, seconds=round(late.total_seconds())
        )
    return True, now.isoformat(timespec="seconds")


@contextmanager
def opened(home: Path) -> Iterator[Engine]:
    config = read_config(home)
    engine = open_store(config.store, read_key(home, config.key))
    try:
        usable_schema(engine)
        yield engine
    finally:
        engine.dispose()
