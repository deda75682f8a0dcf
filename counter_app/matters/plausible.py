"""Whether what was told can be true, beside what the register knows: a table of checks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select, text

from counter_app.errors import Refusal
from counter_app.matters.answers import coded
from counter_app.matters.procedures import Procedure
from counter_app.residents import names
from counter_app.residents.places import Place, key_of, place_of
from db.matters import MatterRow, MatterState
from db.residents import AddressRow, ResidentRow

KOREA, MAY_REGISTER = "KOR", "A"
"""The series of statuses that need not register and may."""
ORDER = (
    ("entered_on", "birth_date"),
    ("moved_in", "birth_date"),
    ("moved_in", "entered_on"),
    ("lost_on", "registered_on"),
    ("changed_on", "birth_date"),
)
"""Days of which the first cannot lie before the second, told or of the register."""
DOUBTS = frozenset({"matters.exempt_may", "matters.domestic_report", "matters.same_person"})
"""What a clerk can settle by asking the visitor."""
IDENTITY = ("name_roman", "birth_date", "nationality")
"""What two people in the register seldom share."""
_TWICE = text("json_extract(facts, '$.passport_number') = :passport")


@dataclass(frozen=True, slots=True)
class Claim:
    """`facts`: what was told; `exempt`: statuses that need no registration; `domestic`: those that
    report a domestic residence instead; `understood`: doubts that the clerk has settled."""

    session: Session
    procedure: Procedure
    person: ResidentRow | None
    facts: Mapping[str, str]
    exempt: frozenset[str]
    domestic: frozenset[str]
    understood: frozenset[str]

    def day(self, key: str) -> date | None:
        if key in self.facts:
            return date.fromisoformat(self.facts[key])
        known: date | None = getattr(self.person, key, None)
        return known


def require_plausible(claim: Claim) -> None:
    """Raises Refusal matters.korean, .exempt, .exempt_may, .domestic_report, .before,
    .before_last_move, .same_address, .passport_here, .same_person, .taken_in, .nothing_changes."""
    if found := next(filter(None, (check(claim) for check in CHECKS)), None):
        raise found


def last_move(session: Session, resident_id: int) -> date | None:
    """The day of the newest move that is reported."""
    chosen = select(func.max(AddressRow.moved_in)).where(
        AddressRow.resident_id == resident_id, col(AddressRow.reported_on).is_not(None)
    )
    return session.exec(chosen).one()


def _foreign(claim: Claim) -> Refusal | None:
    return Refusal("matters.korean") if claim.facts.get("nationality") == KOREA else None


def _must_register(claim: Claim) -> Refusal | None:
    status = claim.facts.get("status_of_stay", "")
    main = "-".join(status.split("-")[:2])
    if not claim.procedure.newcomer or main not in claim.exempt | claim.domestic:
        return None
    if main in claim.exempt and not main.startswith(MAY_REGISTER):
        return Refusal("matters.exempt", status=status)
    doubt = "matters.exempt_may" if main in claim.exempt else "matters.domestic_report"
    return None if doubt in claim.understood else Refusal(doubt, status=status)


def _in_order(claim: Claim) -> Refusal | None:
    return next(_out_of_order(claim), None)


def _out_of_order(claim: Claim) -> Iterator[Refusal]:
    for later, earlier in ORDER:
        after, before = claim.day(later), claim.day(earlier)
        told = {later, earlier} & claim.facts.keys()
        if told and after and before and after < before:
            keys = {"key": coded([later]), "other": coded([earlier])}
            yield Refusal("matters.before", **keys, day=after, limit=before)


def _moves_on(claim: Claim) -> Refusal | None:
    """Nobody leaves a home before having come to it."""
    if claim.person is None or "moved_in" not in claim.facts:
        return None
    last, moved_in = last_move(claim.session, claim.person.id or 0), claim.day("moved_in")
    if last and moved_in and moved_in < last:
        return Refusal("matters.before_last_move", day=last)
    return None


def _elsewhere(claim: Claim) -> Refusal | None:
    """Where they live now is no new address, unless it is what has still to be reported."""
    if claim.person is None or "address" not in claim.facts:
        return None
    present = select(AddressRow.text_ko).where(
        AddressRow.resident_id == claim.person.id,
        col(AddressRow.moved_out).is_(None),
        col(AddressRow.reported_on).is_not(None),
    )
    told = place_of(key_of(claim.facts["address"]))
    homes = (place_of(key_of(known)) for known in claim.session.exec(present))
    return Refusal("matters.same_address") if any(_same(told, one) for one in homes) else None


def _same(told: Place, home: Place) -> bool:
    """Whether both are one, however much of the area was left out of what was told."""
    beside = told.beside(home) or (not told.area and told.street == home.street)
    return (beside and told.rooms == home.rooms) or told == home


def _own_passport(claim: Claim) -> Refusal | None:
    if "passport_number" not in claim.facts:
        return None
    holders = select(ResidentRow.id).where(
        ResidentRow.passport_number == claim.facts["passport_number"]
    )
    own = claim.person.id if claim.person else None
    others = [id_ for id_ in claim.session.exec(holders) if id_ != own]
    return Refusal("matters.passport_here") if others else None


def _unknown(claim: Claim) -> Refusal | None:
    """Somebody new is nobody of the register: neither by name, nor taken in once already."""
    if claim.person is not None or not claim.procedure.newcomer:
        return None
    facts = claim.facts
    twice = select(MatterRow.number).where(
        col(MatterRow.resident_id).is_(None),
        MatterRow.procedure == claim.procedure.code,
        col(MatterRow.state).not_in((MatterState.WITHDRAWN, MatterState.REFERRED)),
        _TWICE,
    )
    number = claim.session.exec(twice, params={"passport": facts["passport_number"]}).first()
    if number:
        return Refusal("matters.taken_in", number=number)
    if "matters.same_person" in claim.understood:
        return None
    near = select(ResidentRow.name_roman).where(
        ResidentRow.birth_date == claim.day("birth_date"),
        ResidentRow.nationality == facts["nationality"],
    )
    told = names.words(facts["name_roman"])
    found = any(names.same(told, names.words(known)) for known in claim.session.exec(near))
    return Refusal("matters.same_person", keys=coded(IDENTITY)) if found else None


def _changes(claim: Claim) -> Refusal | None:
    told = [key for key in claim.procedure.one_of if key in claim.facts]
    if claim.person is None or not told:
        return None
    same = all(claim.facts[key] == str(getattr(claim.person, key)) for key in told)
    return Refusal("matters.nothing_changes", keys=coded(told)) if same else None


CHECKS: tuple[Callable[[Claim], Refusal | None], ...] = (
    _foreign,
    _must_register,
    _in_order,
    _moves_on,
    _elsewhere,
    _own_passport,
    _unknown,
    _changes,
)
