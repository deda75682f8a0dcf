"""Brings a store to the schema this program knows, after a backup; refuses a newer one."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2

from db.engine import connect, path_of, reading, told
from db.errors import Refusal

SCHEMA = "0001"
"""The newest revision in migrations/versions (a test keeps the two equal)."""

MIGRATIONS = Path(__file__).parent / "migrations"


def found_schema(engine: Engine) -> str | None:
    """The store's revision; None for an empty store."""
    with reading(engine) as session:
        tables = text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        if session.connection().execute(tables).first() is None:
            return None
        version = text("SELECT version_num FROM alembic_version")
        return session.connection().execute(version).scalar()


def migrate(engine: Engine, path: Path, key: bytes, now: datetime) -> Path | None:
    """Upgrades an older store in one transaction. Returns the backup made before, if any.

    Raises Refusal store.newer_schema; the file is then untouched.
    """
    found = found_schema(engine)
    if found == SCHEMA:
        return None
    if found is not None and found > SCHEMA:
        raise Refusal("store.newer_schema", found=found, known=SCHEMA)
    backup = back_up(path, key, f"before-{SCHEMA}-{now:%Y%m%d-%H%M%S}") if found else None
    upgrade(engine)
    return backup


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Runs the migrations up to a revision, all or nothing."""
    # Imported when needed: only a new or an old store pays for loading Alembic.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with engine.execution_options(begin="IMMEDIATE").begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except DatabaseError as error:
        raise told(error, path_of(engine)) from error


def back_up(path: Path, key: bytes, label: str) -> Path:
    """A copy under the same key, made through SQLite's backup API while others may work."""
    target = path.with_name(f"{path.stem}.{label}.backup")
    target.touch(mode=0o600)
    try:
        with closing(connect(path, key)) as source, closing(connect(target, key)) as copy:
            source.backup(copy)
    except dbapi2.DatabaseError as error:
        target.unlink()
        raise told(error, target) from error
    return target
