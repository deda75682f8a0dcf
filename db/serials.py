"""Numbers that run without a gap: one counter row a series, moved in the act's transaction."""

from sqlalchemy import text
from sqlmodel import Field, Session

from db.base import Table


class Serial(Table, table=True):
    series: str = Field(primary_key=True, max_length=60)
    last: int


def next_serial(session: Session, series: str) -> int:
    """The next number of a series, from 1. Rolled back with the act, it is given again."""
    row = session.connection().execute(
        text(
            "INSERT INTO serial (series, last) VALUES (:series, 1)"
            " ON CONFLICT (series) DO UPDATE SET last = serial.last + 1 RETURNING last"
        ),
        {"series": series},
    )
    return int(row.scalar_one())
