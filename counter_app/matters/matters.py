"""Matters: begun from a person's page or a ticket, carried on act by act, and on record."""

import json
from collections.abc import Collection, Mapping

from sqlalchemy import Engine
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from counter_app.certificates.numbers import Numbers
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.matters import paying
from counter_app.matters.answers import read_answers
from counter_app.matters.bars import Case, Phase, barred, hidden, require_unbarred
from counter_app.matters.beginnings import Beginning, beginnings
from counter_app.matters.doing import carry_out, reason_kept
from counter_app.matters.guards import lacking
from counter_app.matters.keeping import (
    begin,
    numbered,
    person_of,
    repeated,
    require_item,
    require_timely,
    subject,
    tell,
)
from counter_app.matters.plausible import DOUBTS
from counter_app.matters.procedures import Procedure, procedure_of, procedures
from counter_app.matters.reading import lines, standing, view
from counter_app.matters.starting import known, require_same, take_in
from counter_app.matters.views import MatterLine, MatterView, Offer
from counter_app.office import Office
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.privacy.moments import require_in_order
from counter_app.queue.categories import LANGUAGES
from counter_app.residents.residents import unmasking_purpose
from counter_app.residents.views import Alert
from counter_app.rules import Rules
from counter_app.till.terms import Terms
from db.engine import reading, transaction
from db.matters import MatterRow

MOST = 200
"""Lines of a list."""


class Matters:
    """`office`: this centre. Acts take the version that the clerk has seen
    (`ver`): where the matter has moved on since, nothing changes."""

    def __init__(
        self, engine: Engine, clock: Clock, rules: Rules, office: Office, numbers: Numbers
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._rules = rules
        self._office = office
        self._centre = office.code
        self._numbers = numbers

    def start(
        self,
        actor: Actor,
        code: str,
        resident_id: int | None,
        told: Mapping[str, str],
        *,
        action_id: str,
        ticket_id: int | None = None,
        language: str = "ko",
        understood: Collection[str] = (),
    ) -> MatterView:
        """Takes in a matter. `told`: answers by the keys of the procedure's questions, and under
        "centre" the centre that the clerk has chosen for an address of several; what is not told
        the record answers of who registers, and of the home of who moved without a report.
        `language`: one of LANGUAGES. `understood`: which of plausible.DOUBTS the clerk has settled.

        Raises Refusal matters.*, residents.unknown, .status_unknown, .card_none, clerks.*.
        """
        procedure, today = procedure_of(code), self._clock.now().date()
        if language not in LANGUAGES:
            raise Refusal("matters.language", said=language[:20], known=", ".join(LANGUAGES))
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            person = person_of(session, resident_id)
            given = {key: said for key, said in told.items() if said.strip()}
            answers = known(session, procedure, person, today) | given
            if done := repeated(session, action_id, "start"):
                require_same(done, code, resident_id, read_answers(procedure, answers, today))
                return view(session, done, today)
            case = Case(session, actor, procedure, person, self._centre, today)
            require_unbarred(Phase.BEGIN, case)
            facts = read_answers(procedure, answers, today)
            settled = DOUBTS & set(understood)
            row = take_in(case, self._clock, self._rules, facts, settled)
            row.ticket_id = ticket_id
            row.language = language
            session.add(row)
            session.flush()
            noted = {"understood": sorted(settled)} if settled else {}
            tell(session, self._clock, actor, row, "start", action_id, noted)
            return view(session, row, today)

    def act(
        self, actor: Actor, number: str, act: str, *, ver: int, action_id: str, reason: str = ""
    ) -> MatterView:
        """Does what the procedure's table has for this state. `reason`: why it was turned down,
        where the act has reasons.

        Raises Refusal matters.unknown, .stale, .not_now, .restricted, .reason_needed,
        .action_used, what the act's guards lack, residents.*, clerks.*.
        """
        with transaction(self._engine) as session:
            row, again = begin(session, actor, number, ver, action_id, act, reason=reason)
            if again:
                return view(session, row, self._clock.now().date())
            procedure = procedure_of(row.procedure, row.version)
            move = procedure.table.get((row.state, act))
            if move is None:
                raise Refusal("matters.not_now", act=act[:20], state=row.state.value)
            case = self._case(session, actor, row, procedure)
            if move.carries_on:
                require_unbarred(Phase.GO_ON, case)
            now = standing(session, row, procedure, case.person, case.today)
            if lack := lacking(move.needs, now):
                raise lack
            detail = reason_kept(move, reason)
            carry_out(case, self._clock, self._rules, row, move, action_id)
            row.turned_down = detail.get("reason", "")
            tell(session, self._clock, actor, row, act, action_id, detail)
            return view(session, row, self._clock.now().date())

    def tick(
        self, actor: Actor, number: str, key: str, on: bool, *, ver: int, action_id: str
    ) -> MatterView:
        """A document was seen or a step done, or was not after all.

        Raises Refusal matters.unknown, .stale, .closed, .no_item, .step_early, .action_used,
        clerks.*.
        """
        with transaction(self._engine) as session:
            said = {"key": key, "on": on}
            row, again = begin(session, actor, number, ver, action_id, "tick", **said)
            if not again:
                require_item(session, row, key)
                if on:
                    require_timely(row, key)
                ticked = set(json.loads(row.ticked)) - {key} | ({key} if on else set())
                row.ticked = json.dumps(sorted(ticked))
                tell(session, self._clock, actor, row, "tick", action_id, said)
            return view(session, row, self._clock.now().date())

    def pay(
        self, actor: Actor, number: str, terms: Terms, *, ver: int, action_id: str
    ) -> MatterView:
        """The fee is taken or waived, and receipted.

        Raises Refusal matters.unknown, .stale, .closed, .restricted, .stay_over, .no_fee,
        .fee_elsewhere, .paid_already, .action_used, certificates.clock_back, clerks.* and what
        `agreed` raises.
        """
        with transaction(self._engine) as session:
            row, again = begin(session, actor, number, ver, action_id, "pay")
            if again:
                paying.require_same(session, row, terms, action_id)
            else:
                require_in_order(session, self._clock.now())
                procedure = procedure_of(row.procedure, row.version)
                require_unbarred(Phase.GO_ON, self._case(session, actor, row, procedure))
                payment = paying.take(
                    session, self._clock, actor, row, terms, action_id, self._numbers, self._office
                )
                said = {"receipt": payment.receipt_number, "won": payment.won}
                tell(session, self._clock, actor, row, "pay", action_id, said)
            return view(session, row, self._clock.now().date())

    def show(self, actor: Actor, number: str) -> MatterView:
        """Raises Refusal matters.unknown, clerks.*."""
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            row = numbered(session, number)
            record(session, self._clock, actor, "matter.viewed", subject(row), {})
            return view(session, row, self._clock.now().date())

    def reveal(self, actor: Actor, number: str, purpose: str) -> MatterView:
        """Records that what a screen masks of a matter (see hiding.masked) is shown in full from
        now on. Raises Refusal matters.unknown, residents.purpose_*, residents.restricted_why,
        clerks.*."""
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            row = numbered(session, number)
            person = person_of(session, row.resident_id)
            purpose = unmasking_purpose(purpose, person)
            said = {"purpose": purpose}
            record(session, self._clock, actor, "matter.revealed", subject(row), said)
            return view(session, row, self._clock.now().date())

    def of_resident(self, actor: Actor, resident_id: int) -> tuple[MatterLine, ...]:
        """Everything ever begun for a person, the newest first. Raises Refusal clerks.*."""
        chosen = select(MatterRow).where(MatterRow.resident_id == resident_id)
        return self._lines(actor, chosen.order_by(col(MatterRow.id).desc()).limit(MOST))

    def open(self, actor: Actor, *, mine: bool = False) -> tuple[MatterLine, ...]:
        """What is not done yet, the nearest date first; `mine`: what this clerk or this window
        took in. Raises Refusal clerks.*."""
        chosen = select(MatterRow).where(col(MatterRow.closed_at).is_(None))
        if mine:
            here = [col(MatterRow.clerk_id) == actor.clerk_id]
            if actor.window is not None:
                here.append(col(MatterRow.window) == actor.window)
            chosen = chosen.where(or_(*here))
        dated = col(MatterRow.due).is_(None), col(MatterRow.due), col(MatterRow.id)
        return self._lines(actor, chosen.order_by(*dated).limit(MOST))

    def count_open(self, actor: Actor) -> int:
        """How many are not done yet, in all. Raises Refusal clerks.*."""
        with reading(self._engine) as session:
            require_active(session, actor, SERVE)
            return session.exec(
                select(func.count()).where(col(MatterRow.closed_at).is_(None))
            ).one()

    def offers(self, actor: Actor, resident_id: int | None) -> tuple[Offer, ...]:
        """What is for a person, or for somebody who is not in the register, with what stands
        against it; that this was looked up of a person is on record.

        Raises Refusal residents.unknown, clerks.*.
        """
        today = self._clock.now().date()
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            person = person_of(session, resident_id)
            if person:
                record(session, self._clock, actor, "matter.offered", f"resident:{person.id}", {})
            cases = (Case(session, actor, p, person, self._centre, today) for p in procedures())
            return tuple(
                Offer(case.procedure.code, case.procedure.title, barred(Phase.BEGIN, case))
                for case in cases
                if not hidden(case)
            )

    def beginnings(
        self, actor: Actor, resident_id: int, alerts: tuple[Alert, ...]
    ) -> tuple[Beginning | None, ...]:
        """For each flag of a person what its next step is done by here (see beginnings.py). Whose
        record is open is on record already.

        Raises Refusal residents.unknown, clerks.*.
        """
        today = self._clock.now().date()
        with reading(self._engine) as session:
            require_active(session, actor, SERVE)
            person = person_of(session, resident_id)
            return beginnings(
                alerts, lambda found: Case(session, actor, found, person, self._centre, today)
            )

    def _case(self, session: Session, actor: Actor, row: MatterRow, procedure: Procedure) -> Case:
        person, today = person_of(session, row.resident_id), self._clock.now().date()
        return Case(session, actor, procedure, person, self._centre, today)

    def _lines(self, actor: Actor, chosen: SelectOfScalar[MatterRow]) -> tuple[MatterLine, ...]:
        with reading(self._engine) as session:
            require_active(session, actor, SERVE)
            rows = session.exec(chosen).all()
            return lines(session, rows, self._clock.now().date())
