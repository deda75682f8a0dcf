"""What is deleted for good: neither free pages nor the write-ahead log keep it."""

from sqlalchemy import Engine
from sqlmodel import Session


def delete_for_good(session: Session) -> None:
    """Deletes of this transaction overwrite what they delete; `leave_no_copy` comes after it."""
    session.connection().exec_driver_sql("PRAGMA secure_delete = ON")


def leave_no_copy(engine: Engine) -> None:
    """The write-ahead log holds pages as they were before."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
