"""Residents as screens, certificates and the terminal see them."""

from dataclasses import dataclass, field, replace
from datetime import date

from counter_app.residents import masking
from counter_app.words import Twice
from db.identity import IdKind, Sex


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a search result; number and address are masked, the centre is its Korean name."""

    id: int
    name_roman: str
    name_hangul: str
    number: str
    birth_date: date
    nationality: str
    status_of_stay: str | None
    address: str
    centre_code: str
    centre: str
    own_centre: bool
    matched: str
    """number, former_number, name, initials, passport, birth, mrz, phone, address,
    building, similar (another spelling) or typo (one sign differs)."""
    also: tuple[str, ...] = ()
    """What else fits: birth, birth_year, phone, address, building, room."""


@dataclass(frozen=True, slots=True)
class Found:
    hits: tuple[Hit, ...]
    more: bool
    kind: str
    """What the text was taken for, a query.Kind."""
    warning: str | None
    """A words code: what to tell the clerk about the text, or that nobody was found."""
    understood: Twice | None = None
    """Of residents.nobody_with: the parts that the text was taken for."""


@dataclass(frozen=True, slots=True)
class Address:
    moved_in: date
    moved_out: date | None
    reported_on: date | None
    """None: the move is known but has not been reported."""
    text_ko: str


@dataclass(frozen=True, slots=True)
class Alert:
    """What the clerk must act on. `code` is a words code, filled by `fields`."""

    code: str
    level: str
    """danger, warning, info or note."""
    fields: dict[str, object] = field(default_factory=dict)
    rule: str = ""
    """The key of the rule table that raised it."""
    ground: str = ""
    """The article, as the rule table names it (see grounds.said)."""
    step: str = ""
    """What is to be done next; a stable name, listed in docs/resident-desk.md."""


@dataclass(frozen=True, slots=True)
class Registered:
    """Who somebody is. `number` is 13 digits without hyphen, `nationality` ISO alpha-3, `centre`
    the 행정동 code.

    Citizens have no status of stay; citizens and permanent residents no end of stay.
    """

    id: int
    id_kind: IdKind
    number: str
    name_roman: str
    name_hangul: str
    name_original: str
    sex: Sex
    birth_date: date
    nationality: str
    passport_number: str | None
    passport_expiry: date | None
    status_of_stay: str | None
    stay_expires: date | None
    entered_on: date | None
    registered_on: date | None
    card_lost_on: date | None
    centre: str


@dataclass(frozen=True, slots=True)
class Resident(Registered):
    """The whole record. `addresses` newest first; `centre_name` is the Korean name of `centre`."""

    centre_name: str
    own_centre: bool
    addresses: tuple[Address, ...]
    household_size: int
    alerts: tuple[Alert, ...]
    restricted: str | None = None
    """Why no document of this person may be issued; None: no bar."""


def masked(resident: Resident) -> Resident:
    """The same person with number, passport and addresses as a screen shows them unasked."""
    return replace(
        resident,
        number=masking.mask_number(resident.number),
        passport_number=resident.passport_number
        and masking.mask_passport(resident.passport_number),
        addresses=tuple(
            replace(address, text_ko=masking.mask_address(address.text_ko))
            for address in resident.addresses
        ),
    )


def unreported(resident: Resident) -> Address | None:
    """The home of a move that a flag is raised of."""
    days = {alert.fields["moved_in"] for alert in resident.alerts if "moved_in" in alert.fields}
    homes = (one for one in resident.addresses if one.reported_on is None and one.moved_in in days)
    return next(homes, None)
