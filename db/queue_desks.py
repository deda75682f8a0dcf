"""What is asked and set of service windows, for SQLite and PostgreSQL alike (db.queue_sql)."""

DESKS = (
    'SELECT d."window", d.state, d.reason, d.since, d.clerk_name, d.languages, d.serves,'
    ' d.auto_call, t.number, d.pc FROM desk AS d LEFT JOIN ticket AS t ON t."window" = d."window"'
    " AND t.state IN ('called', 'serving') AND t.archived_at IS NULL ORDER BY d.\"window\""
)
"""With the number at each window."""
DESK_AT = f'SELECT * FROM ({DESKS}) AS desks WHERE "window" = ?'  # noqa: S608 - our own text
MARK = """SELECT (SELECT max(id) FROM ticket_event),
(SELECT group_concat("window" || state || since || languages || serves || auto_call) FROM desk)"""
"""On SQLite: differs as soon as the queue does, and costs nothing however long the queue is."""
SET_STATE = 'UPDATE desk SET state = ?, reason = ?, since = ? WHERE "window" = ?'
SET_AUTO_CALL = 'UPDATE desk SET auto_call = ? WHERE "window" = ?'
SET_SERVES = 'UPDATE desk SET serves = ? WHERE "window" = ?'
