"""A matter is taken in: who it is about, where it belongs, its number, its date and its fee."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from counter_app.clock import SEOUL, Clock
from counter_app.errors import Refusal
from counter_app.matters.bars import Case
from counter_app.matters.jurisdiction import centre_of, old_centre
from counter_app.matters.plausible import Claim, require_plausible
from counter_app.matters.procedures import Procedure
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import PUT_BACK
from counter_app.residents import codes
from counter_app.residents.alerts import present
from counter_app.residents.centres import beyond, district_of
from counter_app.residents.deadlines import due
from counter_app.residents.places import area_of
from counter_app.residents.records import addresses_of
from counter_app.rules import Rule, Rules
from db.audit import NO_TICKET, AuditRow
from db.matters import MatterRow, MatterState
from db.residents import ResidentRow

KNOWN = (
    *("name_roman", "birth_date", "sex", "nationality", "passport_number", "passport_expiry"),
    *("status_of_stay", "entered_on"),
)
"""Answers that a record may have."""
MOVE = ("address", "moved_in")


def known(
    session: Session, procedure: Procedure, person: ResidentRow | None, today: date
) -> dict[str, str]:
    """What the record says already of who registers, and of who moved and did not report it."""
    if person is None:
        return {}
    found = {key: getattr(person, key) for key in KNOWN} if procedure.newcomer else {}
    if set(MOVE) <= {question.key for question in procedure.questions}:
        found |= _unreported(session, person, today)
    return {key: str(value) for key, value in found.items() if value}


def _unreported(session: Session, person: ResidentRow, today: date) -> dict[str, object]:
    home = present(addresses_of(session, person.id), today)
    if home is None or home.reported_on:
        return {}
    return dict(zip(MOVE, (home.text_ko, home.moved_in), strict=True))


def require_same(
    row: MatterRow, code: str, resident_id: int | None, facts: Mapping[str, str]
) -> None:
    """Sent again for somebody else or with other answers it is another act; an address was
    completed, a centre settled. Raises Refusal matters.action_used."""
    kept = json.loads(row.facts)
    answers = {key: value for key, value in facts.items() if key != "centre"}
    told = all(kept.get(key, "").endswith(value) for key, value in answers.items())
    if (row.procedure, row.resident_id) != (code, resident_id) or not told:
        raise Refusal("matters.action_used")


def take_in(
    case: Case, clock: Clock, rules: Rules, facts: dict[str, str], settled: frozenset[str]
) -> MatterRow:
    """The row of a new matter. `facts`: the answers; where the matter belongs and which centre
    was left is added. `settled`: which of plausible.DOUBTS the clerk has settled.

    Raises Refusal matters.* of `require_plausible` and `_settle_place`, .day_too_early.
    """
    exempt, domestic = (
        frozenset(rules.text(f"registration.{key}", case.today).split())
        for key in ("exempt", "domestic")
    )
    session, procedure, person, today = case.session, case.procedure, case.person, case.today
    require_plausible(Claim(session, procedure, person, facts, exempt, domestic, settled))
    _settle_place(session, procedure, facts, case.own, today)
    if person and procedure.notice:
        facts["old_centre"] = old_centre(session, person, today)
    return _new_row(case, clock, rules, facts)


def _settle_place(
    session: Session, procedure: Procedure, facts: dict[str, str], own: str, on: date
) -> None:
    """Whoever moves in reports here; whoever moves out, at the centre of the new address, which
    the facts have from now on, unless it is in a district that the table does not know.

    Raises Refusal matters.other_centre, .which_centre, .no_centre, .beyond, .address_short.
    """
    kinds = {question.kind for question in procedure.questions}
    if not kinds & {"address", "elsewhere"}:
        return
    if "elsewhere" in kinds and beyond(facts["address"]):
        facts.pop("centre", None)
        return
    centre = centre_of(session, facts["address"], facts.get("centre", ""), own, on)
    if "address" in kinds and centre != own:
        raise Refusal("matters.other_centre", centre=codes.centre_name(centre))
    facts["centre"] = centre
    facts["address"] = _whole(facts["address"], centre, on)


def _whole(address: str, centre: str, on: date) -> str:
    """With the city and the district, which the register has of every address.

    Raises Refusal matters.address_short where the table does not say them.
    """
    if area_of(address):
        return address
    area = district_of(codes.centre_name(centre), on).replace(".", " ")
    if not area:
        raise Refusal("matters.address_short")
    return f"{area} {address}"


def _new_row(case: Case, clock: Clock, rules: Rules, facts: Mapping[str, str]) -> MatterRow:
    """With its number, its date by the office's rules and its fee."""
    procedure, person, actor = case.procedure, case.person, case.actor
    row = MatterRow(
        number=_number(case.session, case.today, case.own, actor),
        procedure=procedure.code,
        version=procedure.version,
        resident_id=person.id if person else None,
        state=MatterState.OPEN,
        ver=1,
        facts=json.dumps(dict(facts), ensure_ascii=False, sort_keys=True),
        clerk_id=actor.clerk_id,
        window=actor.window,
        opened_at=clock.now(),
    )
    kind = person.id_kind if person else min(procedure.holders)
    if rule_key := procedure.deadlines.get(kind):
        since = date.fromisoformat(facts[procedure.deadline_from])
        rule = _in_force(rules, rule_key, since)
        row.due, row.due_rule = due(since, int(rule.value)), rule.to_json()
    if procedure.fee_rule:
        fee = rules.rule(procedure.fee_rule, case.today)
        row.fee_rule = fee.to_json()
        where = procedure.fee_taken and rules.text(procedure.fee_taken, case.today)
        row.fee_won = int(fee.value) if where in ("", "here") else 0
    return row


def _in_force(rules: Rules, key: str, since: date) -> Rule:
    """Raises Refusal matters.day_too_early: before the first rule that is known."""
    try:
        return rules.rule(key, since)
    except KeyError:
        raise Refusal("matters.day_too_early", day=since.isoformat()) from None


_PUT_BACK = select(func.count()).where(AuditRow.action == PUT_BACK, text(NO_TICKET))


def _number(session: Session, day: date, office: str, actor: Actor) -> str:
    """M-20261116-1144066000-3-0001: each window counts for itself, so no two PCs give one; and
    anew, as 3r1, after the store was put back on this day."""
    place = actor.window if actor.window is not None else actor.pc.rpartition("~")[2][:4] or "0"
    begins = datetime.combine(day, time.min, SEOUL)
    back = session.exec(_PUT_BACK.where(AuditRow.at >= begins)).one()
    series = f"M-{day:%Y%m%d}-{office}-{place}{f'r{back}' if back else ''}-"
    given = select(func.count()).where(col(MatterRow.number).startswith(series))
    return f"{series}{session.exec(given).one() + 1:04d}"
