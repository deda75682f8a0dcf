"""Joins a district, leaves it, and becomes a new store to it after a restore."""

from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, text
from sqlmodel import Session

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import MANAGE_NUMBERS, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.sync import blocks, identity, staging
from counter_app.sync.greeting import newest_op, require_known, why
from counter_app.sync.line import UNTRUSTED, enrol
from counter_app.sync.packing import Malformed, parse
from counter_app.sync.peer import Refused, Unreachable
from counter_app.sync.queueing import anew
from counter_app.sync.renewing import SOON
from counter_app.sync.state import copy_of, known
from counter_app.sync.wire import SCHEMA, EnrolAsked, EnrolFile
from counter_app.sync.written import drop
from db.engine import reading, transaction
from db.numbers import BlockSource
from db.sync import SyncStateRow, state_of

MOST_BYTES = 64 * 1024


def connect(home: Path, engine: Engine, clock: Clock, actor: Actor, centre: str, file: Path) -> str:
    """Enrols this PC with the file the district gave out; what the district is called.

    What numbers this PC had of its own are closed: from now on they come from the district. One
    that is enrolled already may be again when its certificate ends or is not accepted; to the
    district it then is a new store. For one that goes on, a file of the same district only says
    where it is served by now, and is taken once the district has answered there.

    Raises Refusal sync.connected, sync.no_file, sync.not_enrolled, sync.unreachable,
    sync.server_untrusted, sync.other_centre, sync.certificate_refused, sync.refused, clerks.*.
    """
    with reading(engine) as session:
        require_active(session, actor, MANAGE_NUMBERS)
        state = state_of(session)
    said = read_file(file)
    if state is not None and not _near_its_end(state, clock):
        _move(home, engine, clock, actor, state, said)
        return state.district
    key = identity.new_key()
    try:
        asked = EnrolAsked(said.code, identity.request(key))
        given = enrol(said.url, identity.trusting(said.ca), asked)
        theirs = identity.about_of(given.certificate, said.ca).centre
        if theirs != centre:  # who this PC was until now, it stays
            raise Refusal("sync.other_centre", theirs=theirs, own=centre)
        about = identity.keep(home, said.url, key, given.certificate, said.ca)
    except Refused as refused:
        if refused.code == UNTRUSTED:
            raise refused.refusal from None
        raise Refusal("sync.not_enrolled", said=refused.code) from None
    except (Unreachable, Malformed):
        raise Refusal("sync.unreachable", url=said.url) from None
    except (ValueError, OSError):
        raise Refusal("sync.no_file", file=file) from None
    with transaction(engine) as session:
        blocks.close_all(session, clock, "joined")
        state = state_of(session)
        if state is None:
            state = SyncStateRow(store="", schema_now=SCHEMA, schema_before=SCHEMA)
        new_store(state)
        state.district, state.centre, state.until = about.district[:200], centre, about.until
        session.add(state)
        detail = {"store": state.store, "client": about.client}
        record(session, clock, actor, "sync.connected", "sync", detail)
    return about.district


def _move(
    home: Path, engine: Engine, clock: Clock, actor: Actor, state: SyncStateRow, said: EnrolFile
) -> None:
    """Raises Refusal sync.connected where the file is another district's, or says nothing new;
    sync.unreachable and what a hello is refused with where the district is not at its address."""
    there = identity.moved(home, said.url, said.ca)
    if there is None:
        raise Refusal("sync.connected")
    try:
        require_known(there, state, clock.now())
    except Refused as refused:
        raise why(refused) from None
    except (Unreachable, Malformed):
        raise Refusal("sync.unreachable", url=said.url) from None
    with transaction(engine) as session:
        identity.move(home, said.url)
        record(session, clock, actor, "sync.moved", "sync", {"url": said.url})


def renew(engine: Engine, clock: Clock, actor: Actor) -> str:
    """Makes this a new store to the district, after it was restored or cloned; its id.

    What is left of its numbers may have been given by its other copy: it is closed, and on record.
    Raises Refusal sync.alone, clerks.*.
    """
    with transaction(engine) as session:
        require_active(session, actor, MANAGE_NUMBERS)
        state = known(session)
        blocks.close_all(session, clock, "renewed", BlockSource.DISTRICT)
        before = state.store
        new_store(state)
        record(session, clock, actor, "sync.renewed", "sync", {"from": before, "to": state.store})
        return state.store


def renew_queue(engine: Engine, queue: Engine, clock: Clock, actor: Actor) -> str:
    """Makes the shared queue a new store to the district, after it was restored; its id.

    Raises Refusal clerks.*, shared.*; Lost.
    """
    with transaction(engine) as session:
        require_active(session, actor, MANAGE_NUMBERS)
        store = anew(queue)
        record(session, clock, actor, "sync.renewed", "sync", {"queue": store})
    return store


def disconnect(home: Path, engine: Engine, clock: Clock, actor: Actor, *, force: bool) -> None:
    """Leaves the district; the register stays as it is here. `force`: even with operations that
    were not sent. Raises Refusal sync.alone, sync.unsent, clerks.*."""
    with transaction(engine) as session:
        require_active(session, actor, MANAGE_NUMBERS)
        state = known(session)
        unsent = newest_op(session) - state.settled
        if unsent > 0 and not force:
            raise Refusal("sync.unsent", count=unsent)
        blocks.close_all(session, clock, "left", BlockSource.DISTRICT)
        _empty(session, state, clock)
        record(session, clock, actor, "sync.left", "sync", {"store": state.store, "unsent": unsent})
        session.delete(state)
    identity.forget(home)


def new_store(state: SyncStateRow) -> None:
    """What the district has not met yet."""
    state.store = str(uuid4())
    state.mark, state.previous, state.batch = "", "", None
    state.written = state.settled
    state.attention, state.attention_fields = "", "{}"


def _near_its_end(state: SyncStateRow, clock: Clock) -> bool:
    soon = state.until is not None and clock.now() > state.until - SOON
    return soon or state.attention.startswith("sync.certificate_")


def _empty(session: Session, state: SyncStateRow, clock: Clock) -> None:
    """What this district has taken is not for another one."""
    state.written = state.settled
    staging.clear(session)
    drop(session, state, clock.now())
    if copy := copy_of(session):
        session.delete(copy)
    for table in ("replica", "proposal"):
        session.connection().execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names


def read_file(file: Path) -> EnrolFile:
    """Raises Refusal sync.no_file."""
    try:
        with file.open("rb") as opened:
            return parse(EnrolFile, opened.read(MOST_BYTES))
    except (OSError, Malformed):
        raise Refusal("sync.no_file", file=file) from None
