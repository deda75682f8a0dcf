"""Reference records of the district, read where another act's transaction needs one.

By the driver: accounts are looked at in every act, and it costs them next to nothing.
"""

from sqlalchemy import Engine
from sqlmodel import Session

from db.acts import looking

_RECORD = "SELECT payload FROM replica WHERE tbl = ? AND pk = ?"
_RECORDS = "SELECT pk, payload FROM replica WHERE tbl = ? AND payload IS NOT NULL ORDER BY pk"
_STANDING = "SELECT epoch, cursor, checked, mended FROM sync_state"


def record_of(session: Session, table: str, pk: str) -> bytes | None:
    found = session.connection().exec_driver_sql(_RECORD, (table, pk)).scalar_one_or_none()
    return None if found is None else bytes(found)


def records_of(session: Session, table: str) -> list[tuple[str, bytes]]:
    """Key and payload, by key."""
    found = session.connection().exec_driver_sql(_RECORDS, (table,))
    return [(pk, bytes(payload)) for pk, payload in found]


def standing(engine: Engine) -> tuple[str, ...]:
    """Another after every checkpoint and every comparison with the district's register; empty where
    there is no district."""
    with looking(engine) as sql:
        row = sql.one(_STANDING)
    return tuple(map(str, row)) if row else ()
