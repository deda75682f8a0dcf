"""Brings a store to the schema this program knows, after a backup; refuses a newer one."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2

from db import search
from db.base import SEOUL
from db.engine import connect, path_of, reading, told
from db.errors import Refusal
from db.tables import metadata

SCHEMA = "0036"
"""The newest revision in migrations/versions (a test keeps the two equal)."""

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION = "alembic_version"


_TABLES = text("SELECT name FROM sqlite_master")
_VERSIONS = text("SELECT version_num FROM alembic_version")
_PARTS = text(
    "SELECT t.name, c.name FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c"
    " WHERE t.type = 'table'"
)


def found_schema(engine: Engine) -> str | None:
    """The store's revision; None for an empty store.

    Raises Refusal store.unversioned when there are tables and not one revision.
    """
    with reading(engine) as session:
        connection = session.connection()
        tables = connection.execute(_TABLES).scalars().all()
        if not tables:
            return None
        found = connection.execute(_VERSIONS).scalars().all() if VERSION in tables else ()
    if len(found) != 1:
        raise Refusal("store.unversioned")
    return str(found[0])


def usable_schema(engine: Engine) -> str | None:
    """The store's revision, which this program has or can upgrade; None for an empty store.

    Raises Refusal store.newer_schema, store.unversioned, or store.lacks when somebody took a table
    or a column away.
    """
    found = found_schema(engine)
    if found is None:
        return None
    if found > SCHEMA:
        raise Refusal("store.newer_schema", found=found, known=SCHEMA)
    if found == SCHEMA:
        _require_whole(engine)
    elif found not in {path.stem.partition("_")[0] for path in MIGRATIONS.glob("versions/*.py")}:
        raise Refusal("store.unversioned")
    return found


def _require_whole(engine: Engine) -> None:
    with reading(engine) as session:
        there = {(table, column) for table, column in session.connection().execute(_PARTS)}
    wanted = {(name, column.name) for name, table in metadata.tables.items() for column in table.c}
    lost = sorted((wanted | {search.COLUMN}) - there)
    if lost:
        table, column = lost[0]
        whole = table not in {name for name, _ in there}
        raise Refusal("store.lacks", part=table if whole else f"{table}.{column}")


def migrate(engine: Engine, path: Path, key: bytes, now: datetime) -> Path | None:
    """Upgrades an older store in one transaction. Returns the backup made before, if any.

    Raises Refusal store.newer_schema, store.unversioned, store.lacks; the file is then untouched.
    """
    found = usable_schema(engine)
    if found == SCHEMA:
        return None
    label = f"before-{SCHEMA}-{now:%Y%m%d-%H%M%S}"
    backup = back_up(path, key, label, now) if found else None
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


def back_up(path: Path, key: bytes, label: str, now: datetime) -> Path:
    """A copy beside the store. Raises as copy_to does."""
    target = path.with_name(f"{path.stem}.{label}.backup")
    copy_to(path, key, target, now)
    return target


def copy_to(path: Path, key: bytes, target: Path, now: datetime) -> None:
    """A copy under the same key, made through SQLite's backup API while others may work; it says
    of itself that it is one.

    Raises Refusal store.disk_full and its like; then there is no copy.
    """
    target.touch(mode=0o600)
    try:
        with closing(connect(path, key)) as source, closing(connect(target, key)) as copy:
            source.backup(copy)
            if copy.execute(_MARKED).fetchone():  # not in a store of an earlier program
                at = now.astimezone(SEOUL).isoformat(timespec="microseconds")
                copy.execute("UPDATE number_mark SET copied = ?", (at,))
    except dbapi2.DatabaseError as error:
        target.unlink()
        raise told(error, target) from error


_MARKED = "SELECT 1 FROM sqlite_master WHERE name = 'number_mark'"
