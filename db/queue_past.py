"""What estimates and figures ask of the queue's tables; run through db.queue_sql."""

# ruff: noqa: S608 - the names put into these statements are ours

from db.queue import WAITING

WAITING_LANES = f"SELECT id, lane, taken_at, day FROM ticket WHERE {WAITING} ORDER BY id"
DESKS = """
SELECT d."window", d.state, d.since, d.languages, d.serves, d.turn, t.category, t.called_at
FROM desk AS d LEFT JOIN ticket AS t
    ON t."window" = d."window" AND t.state IN ('called', 'serving') AND t.archived_at IS NULL
ORDER BY d."window"
"""
"""Every desk with what it serves now."""
