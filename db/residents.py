"""The residents of the jurisdiction, as the register has them, and where they have lived.

Screens and certificates see the dataclasses of counter_app.residents, never these rows.
"""

from datetime import date

from sqlalchemy import Index, text
from sqlmodel import Field

from db.base import Table, day, stored
from db.identity import IdKind, Sex


class ResidentRow(Table, table=True):
    __tablename__ = "resident"
    __table_args__ = (
        Index("ix_resident_name_key_centre", "name_key", "centre"),
        Index("ix_resident_name_hangul_centre", "name_hangul", "centre"),
    )

    id: int | None = Field(default=None, primary_key=True)
    id_kind: IdKind = Field(sa_type=stored(IdKind))
    number: str = Field(unique=True, max_length=13)
    name_roman: str = Field(max_length=200)
    name_hangul: str = Field(max_length=100)
    name_original: str = Field(max_length=200)
    """As the passport's visual zone spells it, marks and all; empty if the same."""
    name_key: str = Field(max_length=200)
    """The words of the Roman name in alphabetical order."""
    sex: Sex = Field(sa_type=stored(Sex))
    birth_date: date = Field(sa_type=day("birth_date"), index=True)
    nationality: str = Field(max_length=3)
    """ISO 3166-1 alpha-3."""
    passport_number: str | None = Field(default=None, max_length=12, index=True)
    passport_expiry: date | None = Field(default=None, sa_type=day("passport_expiry"))
    status_of_stay: str | None = Field(default=None, max_length=10)
    """None for citizens."""
    stay_expires: date | None = Field(default=None, sa_type=day("stay_expires"))
    """None for citizens and permanent residents."""
    entered_on: date | None = Field(default=None, sa_type=day("entered_on"))
    registered_on: date | None = Field(default=None, sa_type=day("registered_on"))
    card_lost_on: date | None = Field(default=None, sa_type=day("card_lost_on"))
    centre: str = Field(max_length=10)
    """The 행정동 code of the centre in charge."""
    household: int = Field(index=True)
    """People registered as one household share it."""
    restricted: str | None = Field(default=None, max_length=200)
    """Why no document of this person may be issued, as written by who decided; None: no bar."""
    phone: str | None = Field(default=None, max_length=20)
    """As it is dialled in Korea: `010-1234-5678`."""
    former_numbers: str | None = Field(default=None, max_length=200)
    """Numbers held before sex or birth date were corrected, 13 digits each, spaced."""


class AddressRow(Table, table=True):
    __tablename__ = "address"
    __table_args__ = (
        Index("ix_address_place", "place", sqlite_where=text("moved_out IS NULL")),
        Index("ix_address_unreported", "resident_id", sqlite_where=text("reported_on IS NULL")),
        Index("ix_address_keyless", "id", sqlite_where=text("place = ''")),
    )

    id: int | None = Field(default=None, primary_key=True)
    resident_id: int = Field(foreign_key="resident.id", index=True)
    moved_in: date = Field(sa_type=day("moved_in"))
    moved_out: date | None = Field(default=None, sa_type=day("moved_out"))
    reported_on: date | None = Field(default=None, sa_type=day("reported_on"))
    """None while the move is known but has not been reported."""
    text_ko: str = Field(max_length=300)
    place: str = Field(default="", max_length=400)
    """The key that every spelling of the address has in common; "" until it is made."""


class SpellingRow(Table, table=True):
    """The words of names by what a mistyped or otherwise spelt one shares with them."""

    __tablename__ = "spelling"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: str = Field(primary_key=True, max_length=200)
    word: str = Field(primary_key=True, max_length=200)


class SearchLagRow(Table, table=True):
    """One row while residents with a higher id are still indexed as an older program did."""

    __tablename__ = "search_lag"

    after: int = Field(primary_key=True)
