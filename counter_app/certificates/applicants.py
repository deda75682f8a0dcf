"""Whether this document may be given to who asks for it. What a kind demands is its data."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from sqlmodel import Session

from counter_app.certificates.kind_files import ROLES
from counter_app.certificates.kinds import Askers, Ground, Kind
from counter_app.certificates.requests import Applicant, Request
from counter_app.errors import Refusal
from counter_app.residents import buildings, records
from counter_app.residents.views import Resident
from counter_app.words import Coded

OF_AGE = 19
"""Full years (민법 제4조)."""
_LONGEST = 100
_DAY = re.compile(r"(?<!\d)(\d{4})(?:\. ?|-)(\d{1,2})(?:\. ?|-)(\d{1,2})(?![\d-])")
"""As official papers write it, or ISO."""


def check(
    session: Session, kind: Kind, request: Request, resident: Resident | None, today: date
) -> None:
    """`resident`: None where no record is open.

    Raises Refusal certificates.person_needed, .not_for_<id kind>, .lacks_<fact>, .restricted,
    .other_centre, .stay_over, .applicant_*, .ground_*, .proof_*, .under_age, .of_age, .identity_*,
    .two_people, .other_person.
    """
    if resident is None and kind.person:
        raise Refusal("certificates.person_needed", title=kind.title_ko)
    if resident:
        _record(kind, resident)
        _jurisdiction(kind, resident)
        _referred(request, resident, today)
    check_asker(kind.askers, request.applicant, resident, today)
    if resident:
        _one_person(session, request, resident)


def check_asker(askers: Askers, asker: Applicant, resident: Resident | None, today: date) -> None:
    """Whether what is about `resident` may be given to who asks. Raises Refusal
    certificates.applicant_*, .ground_*, .proof_*, .identity_*, .under_age, .of_age."""
    _applicant(askers, asker, resident, today)
    if asker.identity not in askers.identities:
        accepted = Coded("ui_request.by", askers.identities)
        raise Refusal("certificates.identity_not_accepted", identities=accepted)
    if resident:
        _old_enough(askers, asker, resident, today)


def _record(kind: Kind, resident: Resident) -> None:
    if resident.id_kind not in kind.holders:
        raise Refusal(f"certificates.not_for_{resident.id_kind.lower()}", title=kind.title_ko)
    require_unrestricted(resident)
    for fact in kind.requires:
        if not getattr(resident, fact):
            raise Refusal(f"certificates.lacks_{fact}")


def require_unrestricted(resident: Resident) -> None:
    """Raises Refusal certificates.restricted with the reason that was written."""
    if resident.restricted:
        raise Refusal("certificates.restricted", reason=resident.restricted)


def _jurisdiction(kind: Kind, resident: Resident) -> None:
    if kind.own_centre and not resident.own_centre:
        raise Refusal("certificates.other_centre", centre=resident.centre_name, title=kind.title_ko)


def _referred(request: Request, resident: Resident, today: date) -> None:
    """A fact that is registered may be certified; who may only be referred for all else is told."""
    ends = resident.stay_expires
    if ends and ends < today and not request.referred:
        raise Refusal("certificates.stay_over", day=ends)


def _applicant(askers: Askers, asker: Applicant, resident: Resident | None, today: date) -> None:
    if asker.role not in askers.who:
        allowed = Coded("ui_request.role", (role for role in ROLES if role in askers.who))
        raise Refusal("certificates.applicant_not_allowed", roles=allowed)
    if (asker.role != "self" or resident is None) and not asker.name.strip():
        raise Refusal("certificates.applicant_unnamed")
    if max(len(asker.name), len(asker.proof)) > _LONGEST:
        raise Refusal("certificates.applicant_too_long", limit=_LONGEST)
    if asker.role == "self" and resident and not _own_name(asker.name, resident):
        raise Refusal("certificates.applicant_other")
    grounds = askers.who[asker.role]
    if not grounds:
        if asker.ground.strip() or asker.proof.strip():
            raise Refusal("certificates.ground_unwanted")
        return
    ground = askers.ground(asker.role, asker.ground)
    if ground is None:
        raise Refusal("certificates.ground_needed", grounds=", ".join(g.code for g in grounds))
    if not asker.proof.strip():
        raise Refusal("certificates.proof_needed", proof=str(ground.proof))
    _proven(ground, asker.proof, today)


def _proven(ground: Ground, proof: str, today: date) -> None:
    """Whether one of the ground's papers was seen, with the number it bears and, if it is said, a
    day that has been."""
    paper = ground.paper(proof)
    if paper is None:
        papers = ", ".join(str(paper.name) for paper in ground.papers)
        raise Refusal("certificates.proof_other", papers=papers)
    if paper.numbered and not any(map(str.isdigit, paper.within(proof) or "")):
        raise Refusal("certificates.proof_numbered", paper=str(paper.name))
    for said in _DAY.finditer(proof):
        try:
            past = date(*map(int, said.groups())) <= today
        except ValueError:
            past = False
        if not past:
            raise Refusal("certificates.proof_day", day=said[0])


def _own_name(name: str, resident: Resident) -> bool:
    """Nothing, or what the person is called."""
    own = (resident.name_roman, resident.name_hangul, resident.name_original)
    return _letters(name) in {"", *map(_letters, own)}


def _letters(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def too_young(askers: Askers, born: date, today: date) -> bool:
    """Whether the kind is not given to the person themselves, but to who represents them."""
    return _age(born, today) < askers.self_from


def _age(born: date, today: date) -> int:
    """In full years (만 나이), the day of birth counted."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _old_enough(askers: Askers, asker: Applicant, resident: Resident, today: date) -> None:
    """A child does not ask; parents represent a child, nobody of age."""
    if asker.role == "self" and too_young(askers, resident.birth_date, today):
        raise Refusal("certificates.under_age", age=askers.self_from)
    ground = askers.ground(asker.role, asker.ground)
    age = _age(resident.birth_date, today)
    if ground and ground.minors and age >= OF_AGE:
        raise Refusal("certificates.of_age", age=OF_AGE)


def _one_person(session: Session, request: Request, resident: Resident) -> None:
    if request.confirmed:
        seen = "".join(request.confirmed.upper().replace("-", "").split())
        if not records.belongs_to(session, seen, resident.id):
            raise Refusal("certificates.other_person")
    elif records.namesakes(session, resident):
        raise Refusal("certificates.two_people")


def answers(kind: Kind, request: Request, person: Resident | None, today: date) -> dict[str, str]:
    """What the kind asks, answered or by default; days in ISO form.

    Raises Refusal certificates.detail_needed, .detail_day, .detail_days, .detail_unknown,
    .detail_too_long.
    """
    given = {key: " ".join(text.split()) for key, text in request.details}
    if unknown := sorted(given.keys() - {ask.key for ask in kind.asks}):
        raise Refusal("certificates.detail_unknown", field=unknown[0])
    found: dict[str, str] = {}
    for ask in kind.asks:
        text = given.get(ask.key, "")
        if not text and ask.required:
            raise Refusal("certificates.detail_needed", field=str(ask.name))
        if ask.kind == "day":
            born = person.birth_date if person else today
            text = _day(text, str(ask.name), {"birth": born, "today": today}[ask.default])
        found[ask.key] = text
    days = [date.fromisoformat(found[ask.key]) for ask in kind.asks if ask.kind == "day"]
    if days != sorted(days) or any(day > today for day in days):
        raise Refusal("certificates.detail_days")
    return found


def located(
    session: Session, kind: Kind, request: Request, answers: Mapping[str, str]
) -> dict[str, str]:
    """The answers with every address as the register writes it. What it does not know is left as
    it stands, once the clerk has made sure.

    Raises Refusal certificates.building_several, .building_unknown, .building_nowhere,
    .building_known.
    """
    places = [ask.key for ask in kind.asks if ask.kind == "address" and answers[ask.key]]
    found = {key: buildings.meant(session, answers[key]) for key in places}
    for key, place in found.items():
        if not place.address and (place.several or not request.unregistered):
            code = "several" if place.several else "unknown" if place.near else "nowhere"
            near = "; ".join(place.near)
            raise Refusal(f"certificates.building_{code}", address=answers[key], near=near)
    if request.unregistered and all(place.address for place in found.values()):
        raise Refusal("certificates.building_known")
    return {**answers, **{key: place.address for key, place in found.items() if place.address}}


def _day(text: str, field: str, default: date) -> str:
    try:
        return (date.fromisoformat(text) if text else default).isoformat()
    except ValueError:
        raise Refusal("certificates.detail_day", field=field) from None
