"""Takes out of a damaged store what can still be read, row by row, into a new one."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from db.engine import connect, create_store
from db.migrate import upgrade
from db.tables import metadata

AGAIN = frozenset(
    {"resident", "address", "crossing", "replica", "sync_staged", "sync_copy", "number_mark"}
)
"""Not taken: the district has it all, and the mark beside the store knows more of the numbers."""
_AT_ONCE = 200
_FURTHEST = 2**20
"""Rows that are passed over, at most, in search of one that can be read."""


@dataclass(slots=True)
class Salvaged:
    """Rows taken by table; tables of which not everything could be read."""

    rows: dict[str, int] = field(default_factory=dict)
    torn: list[str] = field(default_factory=list)


def damaged(path: Path, key: bytes) -> bool:
    """Whether a page, an index or a reference of the store is wrong."""
    try:
        with closing(connect(path, key)) as store:
            checks = ("cipher_integrity_check", "quick_check", "foreign_key_check")
            found = [row for check in checks for row in store.execute(f"PRAGMA {check}")]
    except dbapi2.DatabaseError:
        return True
    return any(row[0] != "ok" for row in found)


def salvage(path: Path, key: bytes, target: Path) -> Salvaged:
    """Makes the store `target` out of what can be read of the one at `path`.

    Raises Refusal store.exists and its like.
    """
    engine = create_store(target, key)
    upgrade(engine)
    engine.dispose()
    done = Salvaged()
    with closing(connect(target, key)) as new:
        new.execute("PRAGMA foreign_keys = OFF")
        new.execute("BEGIN IMMEDIATE")
        guards = new.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            new.execute(f"DROP TRIGGER {name}")
        for table in metadata.sorted_tables:
            if table.name not in AGAIN:
                _take(path, key, new, table.name, done)
        for _, said in guards:
            new.execute(said)
        new.execute("COMMIT")
    return done


def _take(path: Path, key: bytes, new: Any, table: str, done: Salvaged) -> None:
    reader = _Reader(path, key, table)
    taken = 0
    for names, rows in reader.rows():
        marks = ", ".join("?" * len(names))
        said = ", ".join(f'"{name}"' for name in names)
        insert = f'INSERT OR REPLACE INTO "{table}" ({said}) VALUES ({marks})'  # noqa: S608 - our own names
        new.executemany(insert, rows)
        taken += len(rows)
    if taken:
        done.rows[table] = taken
    if reader.torn:
        done.torn.append(table)


class _Reader:
    """Rows of one table by their number; a page that cannot be read ends the connection's use."""

    def __init__(self, path: Path, key: bytes, table: str) -> None:
        self._path, self._key, self._table = path, key, table
        self._store: Any = None
        self.torn = False

    def rows(self) -> Iterator[tuple[list[str], list[Sequence[Any]]]]:
        last, step = 0, 1
        while True:
            found = self._after(last, _AT_ONCE) or self._after(last, 1)
            if found is not None:
                names, rows = found
                if not rows:
                    break
                yield names, [row[1:] for row in rows]
                last, step = rows[-1][0], 1
            elif step > _FURTHEST:
                break
            else:
                last, step = last + step, step * 2
        self._close()

    def _after(self, last: int, most: int) -> tuple[list[str], list[Sequence[Any]]] | None:
        """The next rows, none at the end; None where they cannot be read."""
        asked = (
            f'SELECT rowid AS "its rowid", * FROM "{self._table}" WHERE rowid > ?'  # noqa: S608 - our own names
            " ORDER BY rowid LIMIT ?"
        )
        try:
            if self._store is None:
                self._store = connect(self._path, self._key)
            cursor = self._store.execute(asked, (last, most))
            rows = cursor.fetchall()
            return [column[0] for column in cursor.description[1:]], rows
        except dbapi2.DatabaseError:
            self.torn = True
            self._close()
            return None

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None
