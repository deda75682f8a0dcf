"""Brings an older district's tables up to date, step by step, with what they hold.

Both databases take back what a transaction did to tables; the caller's makes it all or nothing.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, inspect

from counter_app.district import paper
from counter_app.district.tables import Base, Certificate, Client


def upgrade(connection: Connection, found: int) -> None:
    """From schema `found`; 0 is an empty database, for which there is nothing to do."""
    for step in range(found, max(STEPS) + 1) if found else ():
        STEPS[step](connection)


def _to_2(connection: Connection) -> None:
    """A counter has certificates, not one; stores of queues; who signed. And what was added to the
    first schema without telling."""
    _add(connection, "store", "said_at", {"postgresql": "timestamptz", "sqlite": "VARCHAR(32)"})
    for column in ("restored", "shared"):
        _add(connection, "store", column, "boolean NOT NULL DEFAULT false")
    _add(connection, "upload", "thumbprint", "varchar(64) NOT NULL DEFAULT ''")
    connection.exec_driver_sql("CREATE TEMPORARY TABLE client_1 AS SELECT * FROM client")
    connection.exec_driver_sql("DROP TABLE client")
    made = [Base.metadata.tables[str(table.__tablename__)] for table in (Client, Certificate)]
    Base.metadata.create_all(connection, made)
    connection.exec_driver_sql(
        "INSERT INTO client (id, centre, enrolled_at, revoked_at)"
        " SELECT id, centre, enrolled_at, revoked_at FROM client_1"
    )
    connection.exec_driver_sql(
        "INSERT INTO certificate (thumbprint, client, spki, issued_at, expires_at, shown_at)"
        " SELECT thumbprint, id, spki, enrolled_at, expires_at, enrolled_at FROM client_1"
    )
    connection.exec_driver_sql("DROP TABLE client_1")


def _to_3(connection: Connection) -> None:
    """Which counter holds which secure paper."""
    Base.metadata.create_all(connection, [Base.metadata.tables["paper_held"]])
    paper.gather(connection)


STEPS: dict[int, Callable[[Connection], None]] = {1: _to_2, 2: _to_3}
"""By the schema that each leads on from."""


def _add(connection: Connection, table: str, column: str, kind: str | Mapping[str, str]) -> None:
    """A column, unless it is there."""
    if column in {one["name"] for one in inspect(connection).get_columns(table)}:
        return
    said = kind if isinstance(kind, str) else kind[connection.dialect.name]
    connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {column} {said}")
