"""What stands against a matter: one table for what is offered, begun, carried on and printed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from sqlmodel import Session, col, select

from counter_app.errors import Refusal
from counter_app.matters.procedures import Procedure
from counter_app.privacy.actor import RESTRICT, Actor, may
from counter_app.residents import codes
from db.matters import MatterRow
from db.residents import ResidentRow


class Phase(Enum):
    BEGIN = auto()
    GO_ON = auto()
    """Something is asked of who decides, settled or paid; giving it up is always allowed."""
    HAND_OUT = auto()
    """A form or a slip is printed."""


@dataclass(frozen=True, slots=True)
class Case:
    """`person`: None of somebody who is not in the register; `own`: this centre's code."""

    session: Session
    actor: Actor
    procedure: Procedure
    person: ResidentRow | None
    own: str
    today: date


@dataclass(frozen=True, slots=True)
class Bar:
    """`hides`: the procedure is not for this person at all, so it is not even offered."""

    stands: Callable[[Case], Refusal | None]
    phases: frozenset[Phase] = frozenset({Phase.BEGIN})
    hides: bool = False


def barred(phase: Phase, case: Case) -> Refusal | None:
    """The first thing that stands against it."""
    return next(filter(None, (bar.stands(case) for bar in BARS if phase in bar.phases)), None)


def require_unbarred(phase: Phase, case: Case) -> None:
    """Raises Refusal matters.person_needed, .not_for_them, .restricted, .referral_only,
    .registered_already, .other_resident, .open_already, residents.card_none to begin;
    matters.restricted, .stay_over to go on; matters.restricted to hand out."""
    if found := barred(phase, case):
        raise found


def hidden(case: Case) -> bool:
    return any(bar.hides and bar.stands(case) for bar in BARS)


def stay_over(person: ResidentRow | None, today: date) -> date | None:
    """The day on which it ended, if it has."""
    ends = person.stay_expires if person else None
    return ends if ends and ends < today else None


def _nobody(case: Case) -> Refusal | None:
    needed = case.person is None and not case.procedure.anybody
    return Refusal("matters.person_needed") if needed else None


def _other_kind(case: Case) -> Refusal | None:
    person = case.person
    wrong = person is not None and person.id_kind not in case.procedure.holders
    return Refusal("matters.not_for_them") if wrong else None


def _restricted(case: Case) -> Refusal | None:
    """Who may bar a record has identified the person."""
    if case.person is None or not case.person.restricted or may(case.actor, RESTRICT):
        return None
    return Refusal("matters.restricted", reason=case.person.restricted)


def _stay_over(case: Case) -> Refusal | None:
    day = stay_over(case.person, case.today)
    refused = day is not None and not case.procedure.for_overstay
    return Refusal("matters.referral_only", day=day) if refused else None


def _stay_ended(case: Case) -> Refusal | None:
    day = stay_over(case.person, case.today)
    return Refusal("matters.stay_over", day=day) if day else None


def _registered(case: Case) -> Refusal | None:
    day = case.person.registered_on if case.person and case.procedure.newcomer else None
    return Refusal("matters.registered_already", day=day) if day else None


def _no_card(case: Case) -> Refusal | None:
    lacks = case.person is not None and not case.person.registered_on
    return Refusal("residents.card_none") if lacks and case.procedure.of_card else None


def _elsewhere(case: Case) -> Refusal | None:
    person = case.person
    if person is None or not case.procedure.own_centre or person.centre == case.own:
        return None
    return Refusal("matters.other_resident", centre=codes.centre_name(person.centre))


def _under_way(case: Case) -> Refusal | None:
    if case.person is None:
        return None
    same = select(MatterRow.number).where(
        MatterRow.resident_id == case.person.id,
        MatterRow.procedure == case.procedure.code,
        col(MatterRow.closed_at).is_(None),
    )
    number = case.session.exec(same).first()
    return Refusal("matters.open_already", number=number) if number else None


_ALWAYS = frozenset(Phase)
BARS = (
    Bar(_nobody, hides=True),
    Bar(_other_kind, hides=True),
    Bar(_restricted, phases=_ALWAYS),
    Bar(_stay_over),
    Bar(_stay_ended, phases=frozenset({Phase.GO_ON})),
    Bar(_registered, hides=True),
    Bar(_no_card),
    Bar(_elsewhere),
    Bar(_under_way),
)
"""In the order in which a clerk is told."""
