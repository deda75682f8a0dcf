"""What has come but may not be put in place yet: the newest of each record."""

from collections.abc import Iterable, Iterator

from sqlmodel import Session

from counter_app.sync.packing import Change

_STAGE = (
    "INSERT OR REPLACE INTO sync_staged (tbl, pk, op, ver, hash, payload) VALUES (?, ?, ?, ?, ?, ?)"
)
_ALL = "SELECT 0, tbl, pk, op, ver, hash, payload FROM sync_staged"
_DIFFERENT = (
    "SELECT tbl, pk FROM sync_staged AS s WHERE s.op = 'put' AND NOT EXISTS (SELECT 1"
    " FROM replica AS r WHERE r.tbl = s.tbl AND r.pk = s.pk AND r.hash = s.hash)"
)
_GONE = (
    "SELECT tbl, pk FROM replica AS r WHERE NOT EXISTS (SELECT 1 FROM sync_staged AS s"
    " WHERE s.tbl = r.tbl AND s.pk = r.pk AND s.op = 'put')"
)
_STRAY = (
    "SELECT 'resident', id FROM resident WHERE NOT EXISTS (SELECT 1 FROM sync_staged AS s"
    " WHERE s.tbl = 'resident' AND s.pk = CAST(resident.id AS TEXT) AND s.op = 'put')"
)
_AT_ONCE = 500

Key = tuple[str, str]


def stage(session: Session, changes: Iterable[Change]) -> None:
    if rows := [tuple(change[1:]) for change in changes]:
        session.connection().exec_driver_sql(_STAGE, rows)


def unstage(session: Session) -> list[Change]:
    """Everything staged, which then is not."""
    found = [Change(*row) for row in session.connection().exec_driver_sql(_ALL)]
    clear(session)
    return found


def clear(session: Session) -> None:
    session.connection().exec_driver_sql("DELETE FROM sync_staged")


def different(session: Session) -> set[Key]:
    """Records of a staged copy that are not here in this version."""
    return _keys(session, _DIFFERENT)


def gone(session: Session) -> set[Key]:
    """Records that are here and not in the staged copy."""
    return _keys(session, _GONE) | _keys(session, _STRAY)


def these(session: Session, keys: Iterable[Key]) -> Iterator[list[Change]]:
    """Staged records by key, some at a time."""
    wanted = sorted(keys)
    connection = session.connection()
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        asked = f"{_ALL} WHERE (tbl, pk) IN (VALUES {', '.join(['(?, ?)'] * len(some))})"
        values = tuple(part for key in some for part in key)
        yield [Change(*row) for row in connection.exec_driver_sql(asked, values)]


def _keys(session: Session, said: str) -> set[Key]:
    return {(tbl, str(pk)) for tbl, pk in session.connection().exec_driver_sql(said)}
