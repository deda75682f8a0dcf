"""Records of people that are synced and certified: crossings of the border, enclosed pages."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from db.base import Instant, Table, stored


class Direction(StrEnum):
    ENTRY = "entry"
    DEPARTURE = "departure"


class Crossing(Table, table=True):
    """One entry into Korea or departure from it, as immigration has it."""

    id: int | None = Field(default=None, primary_key=True)
    resident_id: int = Field(foreign_key="resident.id", index=True)
    direction: Direction = Field(sa_type=stored(Direction))
    day: date
    port: str = Field(max_length=10)
    """The port's code (resources/codes/ports.csv)."""
    passport_number: str | None = Field(default=None, max_length=12)


class EnclosedPage(Table, table=True):
    """A page of what a certified copy is a copy of, as an upright JPEG: drawn again from here."""

    __tablename__ = "enclosed_page"

    id: int | None = Field(default=None, primary_key=True)
    certificate_id: int = Field(foreign_key="certificate.id", index=True)
    number: int
    jpeg: bytes


class AccessesGiven(Table, table=True):
    """To whom a record of accesses was given; beside the row of the chain, which names nobody."""

    __tablename__ = "accesses_given"

    id: int | None = Field(default=None, primary_key=True)
    resident_id: int = Field(index=True)
    asked: str
    """Role, name, ground and proof of who asked, and what identified them, as JSON."""
    at: datetime = Field(sa_type=Instant)
    clerk_id: int
