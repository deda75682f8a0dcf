"""What estimates and figures ask of the queue's tables; run through db.queue_sql."""

# ruff: noqa: S608 - the names put into these statements are ours

from db.queue import WAITING

_EVENT = (
    'SELECT t.day, e.id, e.ticket_id, e.move, e.state, e.at, e."window", e.clerk,'
    " CASE WHEN e.move IN ('take', 'quick', 'transfer', 'undo') THEN e.changes END,"
    " t.taken_at, t.priority"
)
"""With `changes` where the category may be among them."""
NEWER = (
    f"{_EVENT} FROM ticket_event AS e CROSS JOIN ticket AS t"
    " WHERE t.id = e.ticket_id AND e.id > ? AND t.day = ? ORDER BY e.id"
)
"""CROSS JOIN: SQLite then begins with the events, of which few are new."""
_NEWEST = "coalesce((SELECT max(id) FROM ticket_event), 0)"
SETTLED = f"SELECT 0, 0, {_NEWEST}"
"""As `SETTLED_SHARED`; in a PC's own store events are numbered as they are committed."""
SETTLED_SHARED = (
    "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,"
    f" pg_current_xact_id()::text::bigint, {_NEWEST}"
)
"""The oldest transaction that goes on, one of our own, and the newest event. Whoever was given the
number of an event up to that one began before us: none comes any more once the oldest is not older
than ours."""
OF_DAY = (
    "WITH t AS MATERIALIZED (SELECT id, day, taken_at, priority FROM ticket WHERE day = ?)"
    f" {_EVENT} FROM t CROSS JOIN ticket_event AS e"
    " WHERE e.ticket_id = t.id ORDER BY e.ticket_id, e.version"
)
"""All events of a day, each ticket's in their order. The tickets come first: neither engine shall
begin with all events that there are."""
WAITING_LANES = f"SELECT id, lane, taken_at, day FROM ticket WHERE {WAITING} ORDER BY lane, id"
"""In the order of their index; by id, SQLite would read every ticket there ever was."""
DESKS = """
SELECT d."window", d.state, d.since, d.languages, d.serves, d.turn, t.category, t.id, t.called_at
FROM desk AS d LEFT JOIN ticket AS t
    ON t."window" = d."window" AND t.state IN ('called', 'serving') AND t.archived_at IS NULL
ORDER BY d."window"
"""
"""Every desk with what it serves now."""
DAY_BEFORE = "SELECT max(day) FROM ticket WHERE day < ?"
DAY_AFTER = "SELECT min(day) FROM ticket WHERE day > ?"
