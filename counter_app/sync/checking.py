"""Compares what is here with the district's register, bucket by bucket, and mends what differs.

What is here is reckoned from the rows themselves, so that a row altered behind the sync is found.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.audit import record
from counter_app.sync import copying, tampering
from counter_app.sync.alarms import alarm
from counter_app.sync.applying import put_in_place
from counter_app.sync.packing import Change, bucket
from counter_app.sync.peer import Refused
from counter_app.sync.rows import rows_of
from counter_app.sync.state import (
    CHECK,
    TOO_FAR,
    Ends,
    attend,
    changing,
    copy_of,
    heard,
    known,
    mended,
)
from counter_app.sync.tampering import Sums
from counter_app.sync.wire import BUCKETS, Digest, Op, Table
from db.engine import reading
from db.sync import SyncStateRow

MOST = 64
"""Buckets that are mended one by one; where more differ, the whole is fetched again."""
_NONE = (0, f"{0:016x}")

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Checked:
    """`done`: False when changes were on their way, and it is to be asked again after a pull.
    `different`: records that were not what the district has; `whole`: the register is fetched
    anew."""

    done: bool
    different: int = 0
    whole: bool = False


def check(ends: Ends) -> Checked:
    """Raises Refused (also sync.schema, which nothing is fetched with), Unreachable, Malformed."""
    with reading(ends.engine) as session:
        state = known(session)
        if state.attention == TOO_FAR:
            raise Refused(TOO_FAR, json.loads(state.attention_fields))
        cursor, before = state.cursor, state.mended
        if cursor is None or state.staged is not None or copy_of(session) is not None:
            return Checked(False)
        here = tampering.sums(session)
    said = ends.district.digest(cursor)
    if said.cursor != cursor:
        return Checked(False)
    places = differing(here, said)
    if not places:
        with changing(ends) as (_, state):
            state.mended = 0
            mended(state, CHECK)
            _looked(state, ends.clock.now())
        return Checked(True)
    if before or len(places) > MOST:
        return _again(ends, len(places))
    return _mend(ends, cursor, places)


def differing(here: Sums, said: Digest) -> list[Place]:
    """The buckets in which the two are not the same."""
    nothing = [_NONE] * BUCKETS
    return [
        (table, at)
        for table in sorted({*here, *said.tables})
        for at, (own, theirs) in enumerate(
            zip(here.get(table, nothing), said.tables.get(table, nothing), strict=True)
        )
        if own != tuple(theirs)
    ]


def _mend(ends: Ends, cursor: str, places: list[Place]) -> Checked:
    """Fetches the buckets and puts right what is otherwise here."""
    fetched: dict[Place, list[Change]] = {}
    for place in places:
        changes, trailer = ends.district.bucket(*place, cursor)
        if trailer.next != cursor:
            return Checked(False)
        fetched[place] = changes
    now = ends.clock.now()
    with changing(ends) as (session, state):
        wrong = _wrong(session, fetched)
        put_in_place(session, state, now, rows_of(wrong))
        if wrong:
            state.mended += 1
            _tell(session, ends.clock, wrong)
        _looked(state, now)
    return Checked(True, len(wrong))


def _wrong(session: Session, fetched: dict[Place, list[Change]]) -> list[Change]:
    """What has to be put or taken so that the buckets are what the district has."""
    theirs = {(one.table, one.pk): one for changes in fetched.values() for one in changes}
    wrong = []
    for table, pk, said in tampering.hashes(session):
        if (table, bucket(pk)) in fetched:
            one = theirs.pop((table, pk), None)
            if one is None:
                wrong.append(Change(0, table, pk, Op.DELETE, 0, "", None))
            elif one.hash != said:
                wrong.append(one)
    return [*wrong, *theirs.values()]


def _again(ends: Ends, buckets: int) -> Checked:
    """What was mended is wrong again, or much is: the whole register is fetched anew."""
    with changing(ends) as (session, state):
        state.mended += 1
        alarm(session, ends.clock, "sync.differs", {"buckets": str(buckets)})
        attend(state, Refusal("sync.differs"))
        _looked(state, ends.clock.now())
    copying.begin(ends)
    return Checked(True, whole=True)


def _tell(session: Session, clock: Clock, wrong: list[Change]) -> None:
    """On record, and for a person to look into."""
    ids = sorted(int(one.pk) for one in wrong if one.table == Table.RESIDENT)
    others = sorted({one.table for one in wrong if one.table != Table.RESIDENT})
    found = {"residents": ids[:100], "count": len(wrong), "tables": others}
    record(session, clock, None, "sync.mended", "sync", found)
    alarm(session, clock, "sync.altered", {"count": str(len(wrong))})


def _looked(state: SyncStateRow, now: datetime) -> None:
    state.checked = now
    heard(state, now)
