"""A certificate that was printed or handed over and shall not stand: void, signed by two."""

from sqlalchemy import Engine
from sqlmodel import Session

from counter_app.certificates import ledger, payments
from counter_app.certificates.earlier import reissued
from counter_app.certificates.numbers import Numbers
from counter_app.certificates.requests import IssuedView, checked_why
from counter_app.certificates.steps import CertificateState, Step, after
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import SERVE, VOID, Actor
from counter_app.privacy.clerks import Clerks, require_active
from counter_app.privacy.second import Second, signed
from counter_app.stationery.sheets import spoil_all
from db.engine import transaction
from db.stationery import CertificateVoid


class Voiding:
    def __init__(self, engine: Engine, clock: Clock, numbers: Numbers, clerks: Clerks) -> None:
        self._engine = engine
        self._clock = clock
        self._numbers = numbers
        self._clerks = clerks

    def void(
        self,
        actor: Actor,
        certificate_id: int,
        reason: str,
        second: str,
        password: str,
        *,
        action_id: str,
        keep_fee: bool = False,
    ) -> IssuedView:
        """Its number and its code are void from now on, its sheets are spoiled, and its fee is
        given back unless `keep_fee`. `second`: the login of another person who signs.

        Raises Refusal clerks.* for either person, certificates.why_needed, .why_long,
        .same_person, .no_second, .illegal_void, .void_reissued, .unknown, .action_used; then
        nothing has changed.
        """
        from counter_app.proof import proving  # noqa: PLC0415 - loads cryptography

        why = checked_why(reason)
        other = signed(self._clerks, actor, Second(second, password), VOID)
        with transaction(self._engine) as session:
            require_active(session, actor, SERVE)
            require_active(session, other, VOID)
            wanted = {
                "certificate_id": certificate_id,
                "state": CertificateState.VOIDED,
                "reason": why,
                "clerk_id": actor.clerk_id,
            }
            if row := ledger.done(session, action_id, **wanted):
                _require_same(session, certificate_id, other, keep_fee=keep_fee)
                return ledger.view(session, row)
            row = ledger.known(session, certificate_id)
            row.state = after(row.state, Step.VOID)
            session.add(
                CertificateVoid(
                    certificate_id=certificate_id, second_id=other.clerk_id, fee_kept=keep_fee
                )
            )
            more = {"second": other.login, "fee_kept": keep_fee}
            ledger.note(session, self._clock, actor, row, action_id, reason=why, more=more)
            spoil_all(session, certificate_id)
            proving.void(session, certificate_id, self._clock.now())
            if not keep_fee:
                taken = payments.payment_of(session, payments.PaidFor(certificate_id))
                _require_unreplaced(session, row.issue_number, taken.won)
                payments.give_back(
                    session, self._clock, actor, taken, self._numbers, why, second=other
                )
            return ledger.view(session, row)


def _require_unreplaced(session: Session, number: str, won: int) -> None:
    """Its fee paid for what stands in its place, too. Raises Refusal certificates.void_reissued
    (number, instead)."""
    if won and (instead := reissued(session, [number]).get(number)):
        raise Refusal("certificates.void_reissued", number=number, instead=instead)


def _require_same(session: Session, certificate_id: int, second: Actor, *, keep_fee: bool) -> None:
    """Raises Refusal certificates.action_used where the act sent again was another one."""
    void = session.get(CertificateVoid, certificate_id)
    if void is None or (void.second_id, void.fee_kept) != (second.clerk_id, keep_fee):
        raise Refusal("certificates.action_used")
