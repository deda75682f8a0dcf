"""Daily settlement (일일 정산): counted, agreed, signed by two, and then closed for good."""

from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from counter_app.certificates.steps import IN_FLIGHT
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import SERVE, SETTLE, Actor, may
from counter_app.privacy.clerks import Clerks, require_active
from counter_app.till.checks import checked_reason
from counter_app.till.comparing import Disagreement, first_wrong
from counter_app.till.days import last_closed
from counter_app.till.drawer import drawer_of, last_count
from counter_app.till.sheet import EDITION, Settled
from counter_app.till.sums import day_sheet
from counter_app.till.till import due_day, kind_name, tell, unsettled
from counter_app.words import say
from db.certificates import Certificate, Payment, Tender
from db.engine import transaction
from db.till import DrawerMove, PaymentPart, Settlement


class Closing:
    def __init__(
        self, engine: Engine, clock: Clock, office_name: str, clerks: Clerks, language: str
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._office_name = office_name
        self._clerks = clerks
        self._language = language

    def close(
        self,
        actor: Actor,
        password: str,
        supervisor: str,
        supervisor_password: str,
        *,
        action_id: str,
        reason: str = "",
        day: date | None = None,
    ) -> Settled:
        """Closes the earliest day that waits for it, or `day`. `supervisor` is a login; `reason`
        says why the drawer differs, if it does.

        Raises Refusal clerks.* for either signature, till.same_person, till.no_supervisor,
        till.not_opened, till.earlier_open, till.in_flight, till.count_needed, till.count_stale,
        till.difference_reason, till.disagreement, till.closed, till.day_to_come,
        till.action_used; then nothing has changed.
        """
        if supervisor == actor.login:
            raise Refusal("till.same_person")
        self._clerks.proven(actor.login, password)
        second = self._clerks.proven(supervisor, supervisor_password)
        if not may(second, SETTLE):
            raise Refusal("till.no_supervisor", login=supervisor)
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            require_active(session, second, SETTLE)
            if before := _before(session, action_id, actor, second):
                return before
            now = self._clock.now()
            asked = day or due_day(session, now.date())
            _require_open(session, asked, now.date())
            settled = self._agreed(session, actor, second, asked, reason)
            session.add(
                Settlement(
                    day=str(asked),
                    action_id=action_id,
                    content=settled.to_json(),
                    clerk_id=actor.clerk_id,
                    supervisor_id=second.clerk_id,
                    at=now,
                )
            )
            session.flush()
            sheet = settled.sheet
            fact = {
                "won": sheet.won,
                "waived": sheet.waived,
                "receipts": sheet.receipts,
                "difference": sheet.drawer.difference,
                "supervisor": second.login,
            }
            tell(session, self._clock, actor, "till.closed", asked, fact)
            return settled

    def _agreed(
        self, session: Session, actor: Actor, second: Actor, day: date, reason: str
    ) -> Settled:
        """The day's sheet, when nothing stands against signing it."""
        if flying := _in_flight(session, day):
            raise Refusal("till.in_flight", numbers=", ".join(flying))
        sheet = day_sheet(session, day, kind_name)
        if sheet.drawer.opening is None:
            raise Refusal("till.not_opened", day=day)
        _require_count(session, day)
        if sheet.drawer.difference and not reason.strip():
            raise Refusal("till.difference_reason", difference=f"{sheet.drawer.difference:+,}")
        if wrong := first_wrong(session, day):
            raise Refusal("till.disagreement", what=self._said(wrong))
        return Settled(
            sheet=sheet,
            office=self._office_name,
            difference_reason=checked_reason(reason) if sheet.drawer.difference else "",
            clerk=actor.name,
            supervisor=second.name,
            at=self._clock.now(),
            edition=EDITION,
        )

    def _said(self, wrong: Disagreement) -> str:
        return say(wrong.code, self._language, **wrong.fields)


def _before(session: Session, action_id: str, actor: Actor, second: Actor) -> Settled | None:
    """What the same action closed. Raises Refusal till.action_used for another's."""
    row = session.exec(select(Settlement).where(Settlement.action_id == action_id)).first()
    if row is None:
        return None
    if (row.clerk_id, row.supervisor_id) != (actor.clerk_id, second.clerk_id):
        raise Refusal("till.action_used")
    return Settled.from_json(row.content)


def _require_open(session: Session, day: date, today: date) -> None:
    closed = last_closed(session)
    if closed and day <= closed:
        raise Refusal("till.closed", day=day)
    if day > today:
        raise Refusal("till.day_to_come", day=day)
    if earlier := unsettled(session, day):
        raise Refusal("till.earlier_open", day=earlier)


def _require_count(session: Session, day: date) -> None:
    """A count after which no cash has moved, of later days in the same drawer neither."""
    count = last_count(session, day)
    if count is None:
        raise Refusal("till.count_needed")
    cash = (
        select(func.max(Payment.at))
        .join(PaymentPart, col(PaymentPart.payment_id) == col(Payment.id))
        .where(Payment.day >= str(day), PaymentPart.tender == Tender.CASH)
    )
    moved = select(func.max(DrawerMove.at)).where(DrawerMove.day == str(day))
    last = [at for at in (session.exec(cash).one(), session.exec(moved).one()) if at]
    if drawer_of(session, day).expected != count.expected or any(at > count.at for at in last):
        raise Refusal("till.count_stale")


def _in_flight(session: Session, day: date) -> list[str]:
    rows = (
        select(Certificate.issue_number)
        .join(Payment, col(Payment.certificate_id) == col(Certificate.id))
        .where(Payment.day <= str(day), col(Certificate.state).in_(IN_FLIGHT))
        .order_by(col(Certificate.id))
    )
    return list(dict.fromkeys(session.exec(rows)))
