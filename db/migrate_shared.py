"""Brings a shared store to the schema this program knows; refuses a newer one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, text

from db.errors import Refusal
from db.shared import ANSWER_SECONDS, Bounded, connecting, require_confirming

SCHEMA = "0010"
"""The newest revision in queue_versions/versions (a test keeps the two equal)."""
TABLES = frozenset(
    {
        "announcement",
        "audit",
        "audit_head",
        "desk",
        "outbox",
        "serial",
        "ticket",
        "ticket_event",
    }
)
"""What a shared store has; all else stays on each PC."""
MIGRATIONS = Path(__file__).parent / "queue_versions"
UPGRADE_SECONDS = 600.0
_ONE_AT_A_TIME = 0x636F756E746572
"""The advisory lock's number: "counter" in ASCII."""


def found_schema(engine: Engine) -> str | None:
    """The store's revision; None for an empty store. Raises Refusal shared.*, Lost."""
    with connecting(engine) as connection:
        return _found(connection)


def usable_schema(engine: Engine) -> str | None:
    """As `found_schema`, changing nothing. Raises Refusal shared.newer_schema too."""
    found = found_schema(engine)
    _require_known(found)
    return found


def prepare(engine: Engine) -> None:
    """Makes or upgrades the schema, all or nothing, whichever PC comes first.

    Raises Refusal shared.newer_schema and other shared.*, Lost; also while it could be read but
    nothing that is written there would be confirmed.
    """
    with connecting(engine) as connection:
        found = _found(connection)
        _require_known(found)
        require_confirming(connection)
        if found != SCHEMA:
            _upgrade(connection)


def _require_known(found: str | None) -> None:
    if found is not None and found > SCHEMA:
        raise Refusal("shared.newer_schema", found=found, known=SCHEMA)


def _found(connection: Connection) -> str | None:
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    version = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if version is None else str(version)


def _upgrade(connection: Connection) -> None:
    """The loser of a race finds the work done."""
    # Imported when needed: only a new or an old store pays for loading Alembic.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ONE_AT_A_TIME})
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    with _patient(connection):
        command.upgrade(config, "head")
        connection.commit()


@contextmanager
def _patient(connection: Connection) -> Iterator[None]:
    """A large table may take long to be written anew."""
    driver = cast("Bounded", connection.connection.driver_connection)
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    driver.patience = UPGRADE_SECONDS
    try:
        yield
    finally:
        driver.patience = ANSWER_SECONDS
