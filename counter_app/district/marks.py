"""Hello: whether a store is the one it says it is, or an older copy of it."""

import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlmodel import Session, col, select

from counter_app.district import blocks
from counter_app.district.alarms import alarm
from counter_app.district.caller import Caller
from counter_app.district.tables import Deposit, OwnRange, Store
from counter_app.errors import Refusal
from counter_app.sync.wire import PROTOCOL, Hello, Witness

ON_ITS_WAY = timedelta(minutes=1)
"""After a deposit: so long may a hello take that was said before it."""


def greet(session: Session, caller: Caller, hello: Hello, now: datetime) -> Store | Refusal:
    """The store as it is known from now on, with a new mark offered to it.

    The refusal district.superseded is returned, not raised: what it changed is to stay. Raises
    Refusal district.protocol, district.not_yours, district.retired.
    """
    if not hello.protocols[0] <= PROTOCOL <= hello.protocols[1]:
        raise Refusal("district.protocol", own=PROTOCOL)
    store = _known(session, caller, hello, now)
    if store.restored or store.mark == store.offered == hello.mark == "":
        store.mark = hello.mark  # the first hello, or the first since the district went back
    elif hello.mark not in (store.mark, store.offered) or _behind(store, hello):
        if _late(store, hello):
            return Refusal("district.superseded")
        return _superseded(session, store, hello, now)
    elif hello.mark == store.offered:
        store.mark = hello.mark
    elif _late(store, hello):
        return store
    _own(session, store, hello)
    store.offered, store.seen_at, store.said_at = secrets.token_urlsafe(18), now, hello.at
    session.flush()
    return store


def _own(session: Session, store: Store, hello: Hello) -> None:
    """Numbers that the store had before it joined: what it sends of then may bear them."""
    if not hello.own:
        return
    said = {
        str(uuid5(NAMESPACE_URL, f"{store.id}/{one.series}/{one.first}")): one
        for one in hello.own
        if one.series.split("-")[1:2] == [store.centre]
    }
    kept = set(session.exec(select(OwnRange.op_id).where(col(OwnRange.op_id).in_(said))))
    new = ((known, one) for known, one in said.items() if known not in kept)
    session.add_all(OwnRange(op_id=known, store=store.id, **asdict(one)) for known, one in new)


def _late(store: Store, hello: Hello) -> bool:
    """Whether it was said before another that has been answered, and only comes now: it takes
    nothing from the store that said both."""
    return store.said_at is not None and hello.at < store.said_at


def deposit(
    session: Session, store: Store, witness: Witness | None, now: datetime, *, fresh: bool
) -> Witness | None:
    """Keeps the head of a store's audit chain; one that goes back or differs is an alarm. `fresh`:
    it was read to be said now; a batch that is sent again has the head of when it was made.

    Returns the newest head that was here before."""
    rows = select(Deposit).where(Deposit.store == store.id).order_by(col(Deposit.seq).desc())
    newest = session.exec(rows.limit(1)).first()
    before = Witness(newest.seq, newest.hash) if newest is not None else None
    if witness is None:
        return before
    if newest is None or witness.seq > newest.seq:
        session.add(Deposit(store=store.id, seq=witness.seq, hash=witness.hash, at=now))
        session.flush()
        return before
    kept = session.exec(
        select(Deposit.hash).where(Deposit.store == store.id, Deposit.seq == witness.seq)
    ).all()
    shorter = fresh and witness.seq < newest.seq and now - newest.at > ON_ITS_WAY
    if shorter or (kept and witness.hash not in kept):
        alarm(session, store.id, "audit", f"{witness.seq} {witness.hash[:16]}", now)
    return before


def own_store(session: Session, caller: Caller, store_id: str) -> Store:
    """The caller's store, kept from others until the transaction ends.

    Raises Refusal district.no_such_store, district.superseded.
    """
    rows = select(Store).where(Store.id == store_id)
    store = session.exec(rows.with_for_update()).one_or_none()
    if store is None or not _may(caller, store):
        raise Refusal("district.no_such_store")
    if store.superseded_at is not None:
        raise Refusal("district.superseded")
    return store


def _known(session: Session, caller: Caller, hello: Hello, now: datetime) -> Store:
    store = session.exec(select(Store).where(Store.id == hello.store).with_for_update()).first()
    if store is None:
        if not hello.shared:
            _retire_others(session, caller, now)
        store = Store(
            id=hello.store,
            client=caller.client,
            centre=caller.centre,
            seen_at=now,
            shared=hello.shared,
        )
        session.add(store)
    if not _may(caller, store):
        raise Refusal("district.not_yours")
    if store.superseded_at is not None:
        raise Refusal("district.superseded")
    return store


def _may(caller: Caller, store: Store) -> bool:
    """Speak for the store: its own counter, of a shared one every counter of the centre."""
    if store.shared:
        return store.centre == caller.centre
    return store.client == caller.client


def _retire_others(session: Session, caller: Caller, now: datetime) -> None:
    """A client has one store besides the queue; what came before it gives no numbers any more."""
    former = select(Store).where(Store.client == caller.client, col(Store.superseded_at).is_(None))
    for store in session.exec(former.where(~col(Store.shared))):
        store.superseded_at = now
        blocks.close(session, store, now)


def _behind(store: Store, hello: Hello) -> bool:
    """Whether the store has lost operations that it has already sent."""
    return hello.op_seq < store.next_op_seq - 1


def _superseded(session: Session, store: Store, hello: Hello, now: datetime) -> Refusal:
    """An older copy may have given the same numbers as the store itself: nobody gives more."""
    if alarm(session, store.id, "superseded", f"{hello.mark[:40]} {hello.op_seq}", now):
        blocks.close(session, store, now)
    return Refusal("district.superseded")
