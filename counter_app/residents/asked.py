"""What a line of text asks for, taken apart."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    NUMBER = "number"
    PASSPORT = "passport"
    BIRTH = "birth"
    HANGUL = "hangul"
    INITIALS = "initials"
    ROMAN = "roman"
    MIXED = "mixed"
    """A name with a birth year or date, a number, a telephone number or an address."""
    PHONE = "phone"
    ADDRESS = "address"
    MRZ = "mrz"


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody may live: a building by its name, or a road and number as the keys of places
    begin, with the room."""

    building: str = ""
    street: str = ""
    area: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    kind: Kind
    words: tuple[str, ...] = ()
    """Folded words in Roman (or any other) letters, in the order typed."""
    hangul: str = ""
    initials: str = ""
    birth: str = ""
    """Digits that a birth date, as YYYYMMDD or YYMMDD, starts with."""
    born: tuple[date, ...] = ()
    """Or the days that a whole one can mean."""
    parts: tuple[str, ...] = field(default=(), compare=False)
    """`hangul` as it was parted: of several parts some may be a road or quarter."""
    phone: str = ""
    """The last digits of a telephone number, or all; where `birth` is the same four, either."""
    street: str = ""
    """A road and number, as the keys of places begin."""
    house: str = ""
    """The number on a road in Roman letters, which is among the words."""
    area: tuple[str, ...] = ()
    """The city or district said with an address, and `rooms`, as the keys of places have them."""
    rooms: tuple[str, ...] = ()
    homes: tuple[Home, ...] = field(default=(), compare=False)
    """Buildings and houses that the whole text may mean, its digits the room there."""
    number: str = ""
    """13 digits, or so many that it begins with."""
    nearly: str = ""
    """What can be no number as it stands: a digit lacks, is too many or is wrong."""
    passport: str = ""
    sex: str = ""
    """M or F, of a passport's lines; compared with who is found, not looked for."""
    status: str = ""
    """A status of stay, of which somebody may have a sub-status."""
    nationality: str = ""
    """ISO 3166-1 alpha-3; both narrow who is found, nobody is looked for by them."""
    warning: str | None = None
    unfound: str | None = None
    """What to add where nobody is found: for what the text was taken."""
    unless_found: str | None = None
    """The refusal to give when nobody has what would else make no sense."""

    @property
    def either(self) -> bool:
        """Whether four digits may be a birth year or the end of a telephone number."""
        return bool(self.phone) and self.birth == self.phone


WHOLE = 13
"""Digits of a registration number that is one person's."""
PART = "number_part"
_BY_NUMBER = (Kind.NUMBER, Kind.PASSPORT)


def asked_by(query: Query) -> str:
    """The kind that is put on record: part of a number, which is a birth date and a sex, goes
    through people as a name does."""
    return PART if 0 < len(query.number) < WHOLE and query.kind in _BY_NUMBER else query.kind
