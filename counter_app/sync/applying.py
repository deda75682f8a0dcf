"""Puts records of the feed in place: a replica of what the district has, and what follows here.

What clerks have proposed stays laid over it until the district has answered.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlmodel import Session

from counter_app.privacy import staff
from counter_app.residents import spellings
from counter_app.sync import blocks, proposals, written
from counter_app.sync.rows import Rows
from counter_app.sync.wire import Table
from db import replica
from db.sync import SyncStateRow

Effect = Callable[[Session, SyncStateRow, datetime, Iterable[tuple[str, bytes]]], None]


def _staff_told(
    session: Session, _: SyncStateRow, now: datetime, came: Iterable[tuple[str, bytes]]
) -> None:
    staff.note(session, now, [login for login, _ in came])


EFFECTS: dict[Table, Effect] = {
    Table.BLOCK: blocks.told,
    Table.WRITTEN: written.told,
    Table.STAFF: _staff_told,
}
"""What follows here when records of a kind have come: key and payload of each."""


def put_in_place(session: Session, state: SyncStateRow, now: datetime, rows: Rows) -> None:
    """Everything or nothing, with the caller's transaction.

    Raises Malformed for what no payload may be, IntegrityError for what no row may be.
    """
    replica.take(session, rows.ids)
    replica.unknow(session, rows.taken)
    put(session, state, now, rows)
    if unsaid := [pk for table, pk in rows.taken if table == Table.STAFF]:
        staff.note(session, now, unsaid)


def put(session: Session, state: SyncStateRow, now: datetime, rows: Rows) -> None:
    """The same where none of the records is here."""
    replica.put(session, rows.residents, rows.addresses, rows.crossings, rows.words, rows.known)
    spellings.learn(session, rows.spelt)
    proposals.lay_over(session, rows.ids)
    for table, effect in EFFECTS.items():
        came = [(pk, said) for tbl, pk, _, _, said in rows.known if tbl == table]
        if came:
            effect(session, state, now, came)
