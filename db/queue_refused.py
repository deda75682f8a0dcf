"""What the district did not apply of the shared queue's facts: which PC makes a work item of it.

It is written down with the result, so that it is the work of one PC, also when the same fact is
sent again. Another takes over what one owes for long.
"""

from collections.abc import Iterable

from db.acts import Sql

LONG_SECONDS = 3600
_OWES = "NOT done AND (store = ? OR at < clock_timestamp() - make_interval(secs => ?))"
_NOTE = "INSERT INTO queue_refused (op_id, store, said) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_ANY = f"SELECT 1 FROM queue_refused WHERE {_OWES} LIMIT 1"  # noqa: S608 - our own names
_TAKE = (
    "UPDATE queue_refused SET store = ?, at = clock_timestamp()"  # noqa: S608 - our own names
    f" WHERE {_OWES} RETURNING op_id, said"
)
_DONE = "UPDATE queue_refused SET done = true, said = '' WHERE op_id = ANY(?) AND store = ?"
_DROP = (
    "DELETE FROM queue_refused WHERE done"
    " AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.op_id = queue_refused.op_id)"
)


def note(sql: Sql, store: str, op_id: str, said: str) -> None:
    """The work of the PC whose store that is, unless it is another's already."""
    sql.run(_NOTE, op_id, store, said)


def owes(sql: Sql, store: str) -> bool:
    """Whether there is something for this PC to take."""
    return sql.one(_ANY, store, float(LONG_SECONDS)) is not None


def take(sql: Sql, store: str) -> list[tuple[str, str]]:
    """What is this PC's to make work items of, by op_id."""
    rows = sql.all(_TAKE, store, store, float(LONG_SECONDS))
    return [(op_id, said) for op_id, said in rows]


def done(sql: Sql, store: str, op_ids: Iterable[str]) -> None:
    sql.run(_DONE, list(op_ids), store)


def drop(sql: Sql) -> None:
    """Those of facts that are not sent again."""
    sql.run(_DROP)
