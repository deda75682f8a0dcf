"""What the register says of a person, as finished words."""

from typing import TYPE_CHECKING

from counter_app.residents import codes
from ui.base.session import Session
from ui.base.wording import dated, day, identity_number

if TYPE_CHECKING:
    from counter_app.residents.views import Resident


def centre(session: Session, resident: "Resident") -> str:
    known = codes.centres().get(resident.centre)
    return str(getattr(known, session.language)) if known else resident.centre_name


def status(session: Session, resident: "Resident") -> str:
    if resident.status_of_stay is None:
        return session.say("ui_desk.citizen")
    found = codes.status(resident.status_of_stay)
    return f"{found.code} {getattr(found, session.language)}"


def facts(session: Session, shown: "Resident") -> list[tuple[str, str]]:
    """Labels and values, two by two; identity data as `shown` has them."""
    say = session.say
    country = codes.nationality(shown.nationality)
    address = shown.addresses[0].text_ko if shown.addresses else "–"
    values = {
        "number": identity_number(shown.number),
        "nationality": f"{getattr(country, session.language)} {country.code}",
        "birth": f"{day(session, shown.birth_date)} {say(f'ui_desk.sex.{shown.sex}')}",
        "passport": dated(session, shown.passport_number, shown.passport_expiry),
        "address": address,
        "centre": centre(session, shown),
        "stay_expires": day(session, shown.stay_expires),
        "entered": day(session, shown.entered_on),
        "registered": day(session, shown.registered_on),
        "household": say("ui_desk.people", count=shown.household_size),
    }
    return [(say(f"ui_desk.fact.{name}"), text) for name, text in values.items()]
