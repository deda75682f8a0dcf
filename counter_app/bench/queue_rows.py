"""What a call leaves in a queue's store and nothing besides: no turn in line, no rule of who is
next, nothing hashed. No program that leaves these rows by itself could be faster."""

from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app.clock import SEOUL
from counter_app.queue.trace import encoded
from db import queue_sql
from db.acts import iso
from db.engine import connect
from db.queue import WAITING

_AT = iso(datetime(2026, 11, 30, 10, 0, tzinfo=SEOUL))
_DAY = _AT[:10]
_CALLED = encoded({"state": "called", "window": 1, "called_at": _AT, "recalls": 0, "why": None})
_DONE = encoded({"state": "done", "ended_at": _AT})
_HASH = "0" * 64
_CALL = (
    "UPDATE ticket SET state = 'called', \"window\" = ?, called_at = ?, version = version + 1"
    f" WHERE id = (SELECT id FROM ticket WHERE {WAITING} ORDER BY lane, id LIMIT 1) RETURNING id"
)
_FINISH = "UPDATE ticket SET state = 'done', ended_at = ?, version = version + 1 WHERE id = ?"


class RowsAlone:
    """One window's calls; `patience`: seconds until a store that others keep is given up."""

    def __init__(self, window: int, store: Path, key: bytes, patience: float) -> None:
        self._window = window
        self._store = connect(store, key)
        self._store.set_busy_timeout(patience)
        self._present: int | None = None

    def __enter__(self) -> "RowsAlone":
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def call(self, n: int) -> int | None:
        """The ticket called; None when nobody waits."""
        run, window = self._store.execute, self._window
        run("BEGIN IMMEDIATE")
        if self._present:
            run(_FINISH, (_AT, self._present))
        row = run(_CALL, (window, _AT)).fetchone()
        called = row[0] if row else None
        self._events(f"{window}-{n}", called)
        if called:
            said = ("call", called, _DAY, "A-001", "A", "ko", window, _AT)
            run(queue_sql.ADD_ANNOUNCEMENT, said)
            run(queue_sql.ADD_FACT, (f"{window}-{n}", "ticket", _CALLED, _AT))
            seq, before = run(queue_sql.HEAD).fetchone()
            link = (seq + 1, _AT, "clerk", window, "-", "ticket.call", "ticket:1", _CALLED, before)
            run(queue_sql.ADD_AUDIT, (*link, _HASH))
            run(queue_sql.SET_HEAD, (seq + 1, _HASH))
        run("COMMIT")
        self._present = called
        return called

    def _events(self, act: str, called: int | None) -> None:
        moved = [(self._present, "finish", "done", 3, _DONE)] if self._present else []
        moved += [(called, "call", "called", 2, _CALLED)] if called else []
        rows: list[Any] = []
        for ticket, move, state, version, changes in moved:
            rows += [f"{act}-{move}", ticket, move, state, version, _AT, self._window]
            rows += ["clerk", None, None, changes]
        if moved:
            values = ", ".join([queue_sql.AN_EVENT] * len(moved))
            self._store.execute(queue_sql.ADD_EVENTS + values, rows)
