"""What a ticket says of its visitor goes when it is old; run through db.queue_sql. A ticket whose
language is empty says nothing any more."""

# ruff: noqa: S608 - the names put into these statements are ours

KEEP_DAYS = 90
"""A shared store lets nothing younger go (queue_versions/0010). Estimates learn from 56."""
_SAYS = (
    "day = ? AND language <> ''"
    " AND (archived_at IS NOT NULL OR state IN ('done', 'no_show', 'cancelled'))"
)
SAYING = f"SELECT id, number FROM ticket WHERE {_SAYS} ORDER BY id"
EMPTY_TICKETS = (
    "UPDATE ticket SET note = '', tasks = '[]', language = '', interpreter = ?, priority = NULL,"
    f" why = NULL, lane = '' WHERE {_SAYS}"
)
"""Given false and the day; comes last, as the others go by what it empties."""
_THESE = f"ticket_id IN (SELECT id FROM ticket WHERE {_SAYS})"
EMPTY_CALLS = f"UPDATE announcement SET language = '' WHERE {_THESE}"
EMPTY_EVENTS = (
    "UPDATE ticket_event SET reason = NULL, changes = json_replace(changes, '$.note', '',"
    " '$.tasks', '[]', '$.language', '', '$.interpreter', json('false'), '$.priority', NULL,"
    f" '$.why', NULL, '$.lane', '') WHERE {_THESE}"
)
EMPTY_EVENTS_SHARED = (
    f"UPDATE ticket_event SET reason = NULL, changes = emptied(changes) WHERE {_THESE}"
)
"""By the function that its trigger goes by, too."""
LEAVE_NO_COPY = "PRAGMA secure_delete = ON"
"""In a PC's own store: nothing stays in free pages."""
