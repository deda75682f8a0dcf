"""A copy of the whole register: begun once, gone on with after whatever ends it.

Its base is fixed before its first page, and it is published only once the changes since the base
have been followed past everything a page can have held. The first copy of an empty store goes in
place page by page, since nobody can be looked up before its end anyway; one that replaces what is
here is staged, and what differs is put in place in one transaction.
"""

from contextlib import closing
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from counter_app.memory import give_back
from counter_app.sync import staging
from counter_app.sync.applying import put, put_in_place
from counter_app.sync.pages import TABLES, Page, Place, pages
from counter_app.sync.peer import Refused
from counter_app.sync.rows import Rows, latest, rows_of
from counter_app.sync.state import PULL, Ends, changing, copy_of, heard, known, mended
from counter_app.sync.tampering import altered
from db import replica, search
from db.engine import reading
from db.sync import STATE, SyncCopy, SyncStateRow


def begin(ends: Ends) -> None:
    """Starts a copy anew. Raises Refused, Unreachable, Malformed."""
    base = ends.district.snapshot()
    with changing(ends) as (session, state):
        _drop(session)
        state.staged = None
        if state.cursor is None:
            replica.begin_many(session)
        copy = SyncCopy(
            id=STATE,
            base=base.base,
            page_table=TABLES[0].value,
            page_after="",
            total=sum(base.counts.values()),
        )
        session.add(copy)


def copy(ends: Ends) -> int:
    """Goes on until the copy is in place; how many records came.

    Raises Refused, Unreachable, Malformed; what came until then stays.
    """
    with reading(ends.engine) as session:
        begun = copy_of(session)
    if begun is None:
        begin(ends)
    try:
        came = _pages(ends) + _replay(ends)
    except Refused as refused:
        if refused.code in ("district.epoch", "district.cursor_old"):
            with changing(ends) as (session, _):
                _drop(session)
        raise
    _publish(ends)
    return came


def _pages(ends: Ends) -> int:
    """What is left of the pages, each put away with the place of the next one."""
    with reading(ends.engine) as session:
        at, first = _at(session), known(session).cursor is None
    if at is None:
        return 0
    came = 0
    with closing(pages(ends.district, at, first=first)) as coming:
        for page in coming:
            _keep(ends, page)
            came += page.count
    give_back()  # before indexes are sorted in memory
    return came


def _at(session: Session) -> Place | None:
    """Where the pages go on, None when all are here."""
    begun = copy_of(session)
    if begun is None or begun.replayed is not None:
        return None
    return begun.page_table, begun.page_after


def _keep(ends: Ends, page: Page) -> None:
    """A page and the position after it, with which it would be lost and come again."""
    now = ends.clock.now()
    with changing(ends, lazily=True) as (session, state):
        begun = _begun(session)
        if page.rows is None:
            staging.stage(session, page.changes)
        else:
            replica.many(session)
            put(session, state, now, page.rows)
            replica.insert(session, search.LEARN, page.spelling)
        begun.done += page.count
        if page.after is None:
            begun.replayed = begun.base
        else:
            begun.page_table, begun.page_after = page.after
        heard(state, now)


def _replay(ends: Ends) -> int:
    """The changes since the base, past everything that a page can have held."""
    with reading(ends.engine) as session:
        begun, first = _begun(session), known(session).cursor is None
        at, horizon = begun.replayed or begun.base, begun.horizon
    if not horizon:
        horizon = ends.district.snapshot().end
        with changing(ends) as (session, _):
            _begun(session).horizon = horizon
    came, whole = 0, False
    while not whole:
        changes, trailer = ends.district.changes(at, 0 if came == 0 else 1)
        with changing(ends) as (session, state):
            if first:
                put_in_place(session, state, ends.clock.now(), rows_of(latest(changes)))
            else:
                staging.stage(session, changes)
            at = _begun(session).replayed = trailer.next
            heard(state, ends.clock.now())
        came += len(changes)
        whole = trailer.checkpoint and trailer.complete and _past(at, horizon)
    return came


def _past(cursor: str, horizon: str) -> bool:
    if not horizon:
        return True
    (_, xid, seq), (_, end, last) = (said.rsplit(".", 2) for said in (cursor, horizon))
    return (int(xid), int(seq)) >= (int(end), int(last))


def _publish(ends: Ends) -> None:
    with reading(ends.engine) as session:
        first = known(session).cursor is None
    if first:
        _finish(ends)
    else:
        _exchange(ends)


def _finish(ends: Ends) -> None:
    for step in replica.end_steps():
        with changing(ends, lazily=True) as (session, _):
            step(session)
    with changing(ends) as (session, state):
        _done(session, state, ends.clock.now())


def tidy(ends: Ends) -> None:
    """Merges the search index, which a first copy leaves in pieces; it is in service before."""
    more = begin = True
    while more:
        with changing(ends, lazily=True) as (session, _):
            replica.few(session)
            more, begin = search.merge(session, begin=begin), False


def _exchange(ends: Ends) -> None:
    """Puts in place what differs, also where somebody has altered what is here."""
    with reading(ends.engine) as session:
        wrong = altered(session)
    now = ends.clock.now()
    with changing(ends) as (session, state):
        leaving = staging.gone(session)
        coming = (staging.different(session) | wrong) - leaving
        put_in_place(session, state, now, replace(Rows(), taken=sorted(leaving)))
        for some in staging.these(session, coming):
            put_in_place(session, state, now, rows_of(some))
        _done(session, state, now)


def _done(session: Session, state: SyncStateRow, now: datetime) -> None:
    state.cursor = _begun(session).replayed
    _drop(session)
    heard(state, now)
    mended(state, PULL)


def _drop(session: Session) -> None:
    staging.clear(session)
    if begun := copy_of(session):
        session.delete(begun)
        session.flush()


def _begun(session: Session) -> SyncCopy:
    begun = copy_of(session)
    assert begun is not None  # noqa: S101 - steps of one copy, by one thread
    return begun
