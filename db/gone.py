"""What is deleted for good: SQLCipher overwrites it where it stood; the log gives it up here."""

from sqlalchemy import Engine


def leave_no_copy(engine: Engine) -> None:
    """The write-ahead log holds pages as they were before."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
