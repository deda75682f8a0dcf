"""What the nightly job found: for which day, how often each flag, and who is due."""

from datetime import date, datetime

from sqlmodel import Field

from db.base import Instant, Table


class FlagRun(Table, table=True):
    """One reckoning of everybody. Without `finished` nothing of it counts yet."""

    __tablename__ = "flag_run"

    id: int | None = Field(default=None, primary_key=True)
    day: date
    started: datetime = Field(sa_type=Instant)
    finished: datetime | None = Field(default=None, sa_type=Instant)
    people: int = 0
    counts: str = "{}"
    """How many people have each flag, by its name, in JSON."""


class FlagDue(Table, table=True):
    """Somebody with a flag that has a day; of the newest finished run only."""

    __tablename__ = "flag_due"
    __table_args__ = ({"sqlite_with_rowid": False},)

    run_id: int = Field(primary_key=True)
    flag: str = Field(primary_key=True, max_length=40)
    due: date = Field(primary_key=True)
    resident_id: int = Field(primary_key=True)
