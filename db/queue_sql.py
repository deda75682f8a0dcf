"""What the queue asks of its tables, on SQLite and PostgreSQL alike, with ? for each value.

Moments and days are bound as ISO text in Seoul time, which both engines take.
"""

# ruff: noqa: S608 - the names put into these statements are ours

from functools import cache

from db.queue import LIVE, WAITING

PLANS = dict.fromkeys(("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit"), "off")
"""How PostgreSQL is to go about these statements, whatever it has counted of its tables and when:
from one index to the next. Each has an index to go by, and none may read what is long over."""

NAMES = (
    "id",
    "day",
    "category",
    "number",
    "state",
    "lane",
    "language",
    "interpreter",
    "priority",
    "tasks",
    "note",
    "for_window",
    "window",
    "why",
    "taken_at",
    "called_at",
    "recalled_at",
    "started_at",
    "ended_at",
    "archived_at",
    "recalls",
    "version",
    "serial",
)
"""A ticket's columns in the order of the rows below."""
_ALL = ", ".join(f'"{name}"' for name in NAMES)

TICKET = f"SELECT {_ALL} FROM ticket WHERE id = ?"
LIVE_AT = f'SELECT {_ALL} FROM ticket WHERE "window" = ? AND {LIVE}'
PRESENT = f'SELECT id, number, state, version FROM ticket WHERE "window" = ? AND {LIVE}'
WAITING_ALL = f"SELECT {_ALL} FROM ticket WHERE {WAITING} ORDER BY lane, id"
"""In the order of the index of those who wait: ordered by id alone, SQLite reads every ticket."""
OF_DAY = f"SELECT {_ALL} FROM ticket WHERE day = ? ORDER BY id"
OPEN_OF_DAY = (
    f"SELECT {_ALL} FROM ticket WHERE day = ? AND archived_at IS NULL"
    " AND state NOT IN ('done', 'no_show', 'cancelled') ORDER BY id"
)
ASIDE = (
    f"SELECT {_ALL} FROM ticket WHERE day = ? AND archived_at IS NULL"
    " AND state IN ('held', 'back_office', 'no_show') ORDER BY id"
)
DONE_OF_DAY = "SELECT count(*) FROM ticket WHERE day = ? AND state = 'done'"
CLOCK = "SELECT queue_now()"
"""The server's time, on PostgreSQL (queue_versions/0003)."""
LAST_DAY = "SELECT day FROM ticket ORDER BY id DESC LIMIT 1"
HEADS = f"""
WITH RECURSIVE lanes(lane) AS (
    SELECT min(lane) FROM ticket WHERE {WAITING}
    UNION ALL
    SELECT (SELECT min(t.lane) FROM ticket AS t WHERE t.lane > lanes.lane AND {WAITING})
    FROM lanes WHERE lanes.lane IS NOT NULL
)
SELECT lanes.lane, t.id, t.taken_at, t.day FROM lanes JOIN ticket AS t ON t.id =
    (SELECT min(h.id) FROM ticket AS h WHERE h.lane = lanes.lane AND {WAITING})
"""
"""The longest waiting of each lane; one step in the index a lane, however many wait."""
HEADS_LATERAL = f"""
WITH RECURSIVE heads AS (
    (SELECT lane, id, taken_at, day FROM ticket WHERE {WAITING} ORDER BY lane, id LIMIT 1)
    UNION ALL
    SELECT after.* FROM heads CROSS JOIN LATERAL (
        SELECT lane, id, taken_at, day FROM ticket
        WHERE lane > heads.lane AND {WAITING} ORDER BY lane, id LIMIT 1) AS after
)
SELECT lane, id, taken_at, day FROM heads
"""
"""As PostgreSQL has to be asked if it shall not read the whole table."""
_FREE = (
    f"(SELECT id FROM ticket WHERE lane >= ? AND lane <= ? AND {WAITING} ORDER BY lane, id LIMIT 1"
    " FOR UPDATE SKIP LOCKED)"
)
"""The first of a lane that no other transaction is taking; a range, as in queue_versions/0009."""

ACTION = "SELECT ticket_id FROM ticket_event WHERE action_id = ?"
EVENTS = (
    'SELECT action_id, ticket_id, move, state, version, at, "window", clerk, reason, turn,'
    " changes FROM ticket_event WHERE ticket_id = ? ORDER BY version"
)
LATEST_AT = (
    'SELECT ticket_id, move, version, at FROM ticket_event WHERE "window" = ?'
    " AND id > (SELECT max(id) FROM ticket_event) - 100 ORDER BY id DESC LIMIT 1"
)
DESK = (
    "SELECT state, reason, languages, serves, turn, pc, clerk_name, since"
    ' FROM desk WHERE "window" = ?'
)
SPOKEN = "SELECT languages FROM desk WHERE state = 'open' AND languages <> '' AND \"window\" <> ?"
HEAD = "SELECT seq, hash FROM audit_head WHERE id = 1"
ANNOUNCED = (
    'SELECT id, kind, ticket_id, day, number, category, language, "window", at'
    " FROM announcement WHERE id > ? ORDER BY id LIMIT ?"
)
LAST_ANNOUNCEMENT = "SELECT coalesce(max(id), 0) FROM announcement"

ADD_TICKET = (
    f"INSERT INTO ticket ({', '.join(f'{chr(34)}{n}{chr(34)}' for n in NAMES if n != 'id')})"
    f" VALUES ({', '.join('?' for n in NAMES if n != 'id')})"
    " ON CONFLICT (day, number) DO NOTHING RETURNING id"
)
"""Its id; nothing where the number was given out already."""
ADD_EVENTS = (
    'INSERT INTO ticket_event (action_id, ticket_id, move, state, version, at, "window",'
    " clerk, reason, turn, changes) VALUES "
)
AN_EVENT = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_ANNOUNCEMENT = (
    'INSERT INTO announcement (id, kind, ticket_id, day, number, category, language, "window", at)'
    " VALUES ((SELECT coalesce(max(id), 0) + 1 FROM announcement), ?, ?, ?, ?, ?, ?, ?, ?)"
)
ADD_AUDIT = (
    'INSERT INTO audit (seq, at, clerk, "window", terminal, action, subject, detail, previous,'
    " hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
SET_HEAD = (
    "INSERT INTO audit_head (id, seq, hash) VALUES (1, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash"
)
ADD_FACT = "INSERT INTO outbox (op_id, kind, payload, at) VALUES (?, ?, ?, ?)"
OPEN_DESK = (
    'INSERT INTO desk ("window", state, since, clerk_id, clerk_name, languages, serves, auto_call,'
    " turn, pc) VALUES (?, 'open', ?, ?, ?, ?, '', ?, 0, ?) ON CONFLICT (\"window\") DO UPDATE SET"
    " state = 'open', reason = NULL, since = excluded.since, clerk_id = excluded.clerk_id,"
    " clerk_name = excluded.clerk_name, languages = excluded.languages, pc = excluded.pc"
)
END_ACT = f"SELECT end_act({', '.join('?' * 20)})"
"""The end of an act on PostgreSQL (queue_versions/0001), where all others wait until it commits."""
CALL_ASKS = "SELECT call_asks(?)"
MAKE_CALL = f"CALL make_call({', '.join('?' * 16)}, NULL)"
"""A call on PostgreSQL (queue_versions/0004, 0009)."""
MAKE_TAKE = f"CALL make_take({', '.join('?' * 21)}, NULL)"
"""A number on PostgreSQL (queue_versions/0008)."""
WAIT_LATER = "SET LOCAL synchronous_commit = off"
MAKE_SAFE = "SELECT make_safe()"
"""The wait for disk and standby on PostgreSQL, after the commit (queue_versions/0008)."""
SET_TURN = 'UPDATE desk SET turn = ? WHERE "window" = ?'


@cache
def update(names: tuple[str, ...], wanted: str = _ALL) -> str:
    sets = ", ".join(f'"{name}" = ?' for name in names)
    where = "id = ? AND version = ?"
    return f"UPDATE ticket SET {sets}, version = version + 1 WHERE {where} RETURNING {wanted}"


@cache
def claim(names: tuple[str, ...], postgres: bool) -> str:
    sets = ", ".join(f'"{name}" = ?' for name in names)
    where = _FREE if postgres else "?"
    return f"UPDATE ticket SET {sets}, version = version + 1 WHERE id = {where} RETURNING {_ALL}"
