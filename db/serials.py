"""Numbers that run without a gap: one counter row a series, moved in the act's transaction."""

from sqlmodel import Field, Session

from db.base import Table


class Serial(Table, table=True):
    series: str = Field(primary_key=True, max_length=60)
    last: int


NEXT_SERIAL = (
    "INSERT INTO serial (series, last) VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET last ="
    " CASE WHEN serial.last < excluded.last THEN excluded.last ELSE serial.last + 1 END"
    " RETURNING last"
)
"""Takes a series and the number it begins with, as the driver does."""


def next_serial(session: Session, series: str) -> int:
    """The next number of a series, from 1. Rolled back with the act, it is given again."""
    row = session.connection().exec_driver_sql(NEXT_SERIAL, (series, 1))
    return int(row.scalar_one())
