"""One document, inside the transaction of an act: what is owed for it, then number and page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from counter_app.certificates import ledger
from counter_app.certificates.archive import sha256
from counter_app.certificates.content import CertificateContent
from counter_app.certificates.drafts import draft
from counter_app.certificates.kinds import kind_of
from counter_app.certificates.numbers import Numbers
from counter_app.certificates.requests import NOBODY, Paper, Request, asked, checked_copies
from counter_app.certificates.steps import CertificateState
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.office import Office
from counter_app.privacy.actor import Actor
from counter_app.residents.residents import Residents
from counter_app.residents.views import Resident, masked
from counter_app.rules import Rule, Rules
from counter_app.stationery.stationery import Stationery
from db.certificates import Certificate


@dataclass(frozen=True, slots=True)
class Owed:
    """What one document costs; `won` is for all copies. `resident`: about whom it is, or None."""

    rule: Rule
    won: int
    resident: Resident | None

    @property
    def status_of_stay(self) -> str:
        """The holder's, or ""."""
        return self.resident.status_of_stay or "" if self.resident else ""

    @property
    def unit(self) -> int:
        return int(self.rule.value)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with its number, and its page as it will be printed."""

    paper: Paper
    content: CertificateContent
    pdf: bytes

    @property
    def id(self) -> int:
        return self.paper.id


class Preparing:
    """`owed`, then `prepare`; the act that calls them takes the money in the same transaction.

    `office`: with the seal that counts now.
    """

    def __init__(
        self,
        clock: Clock,
        office: Callable[[], Office],
        rules: Rules,
        residents: Residents,
        numbers: Numbers,
        stationery: Stationery,
    ) -> None:
        self._clock = clock
        self._office = office
        self._rules = rules
        self._residents = residents
        self._numbers = numbers
        self._stationery = stationery

    def fee(self, kind: str, copies: int, role: str = "self") -> int:
        """Won for all copies today, by who asks.

        Raises Refusal certificates.no_kind, certificates.copies.
        """
        day = self._clock.now().date()
        return self._rules.number(kind_of(kind).fee_rule(role), day) * checked_copies(copies)

    def owed(self, session: Session, request: Request, now: datetime) -> Owed:
        """Raises Refusal till.fee_changed, certificates.no_kind, .copies, residents.unknown."""
        fee_rule = kind_of(request.kind).fee_rule(request.applicant.role)
        rule = self._rules.rule(fee_rule, now.date())
        due = int(rule.value) * checked_copies(request.copies)
        if request.quoted not in (None, due):
            raise Refusal("till.fee_changed", was=f"{request.quoted:,}", now=f"{due:,}")
        return Owed(rule, due, self._resident(session, request))

    def _resident(self, session: Session, request: Request) -> Resident | None:
        """Whose record is asked about. Raises Refusal residents.unknown."""
        if request.resident_id == NOBODY:
            return None
        return self._residents.read(session, request.resident_id)

    def draft(
        self,
        session: Session,
        actor: Actor,
        request: Request,
        now: datetime,
        issue_number: str,
        *,
        whole: bool = True,
    ) -> CertificateContent:
        """What it will state; unless `whole`, masked as on the screen. Raises Refusal
        certificates.history_unwanted, .mask_number_unwanted and what drafts.draft and, of a paper
        of ours that is to be copied, proof.enclosed.require_sound raise."""
        _require_offered(request)
        resident = self._resident(session, request)
        if resident and not whole:
            request = replace(request, mask_number=True)
            resident = replace(masked(resident), number=resident.number)
        return self._drafted(session, actor, request, resident, now, issue_number)

    def _drafted(
        self,
        session: Session,
        actor: Actor,
        request: Request,
        resident: Resident | None,
        now: datetime,
        issue_number: str,
    ) -> CertificateContent:
        if request.enclosed:
            from counter_app.proof.enclosed import require_sound  # noqa: PLC0415 - few visits do

            anyway = request.enclosed_anyway
            require_sound(session, self._office(), request.enclosed, now, anyway=anyway)
        return draft(
            session,
            kind_of(request.kind),
            request,
            resident,
            actor,
            self._office(),
            self._rules,
            now,
            issue_number,
        )

    def prepare(
        self,
        session: Session,
        actor: Actor,
        request: Request,
        owed: Owed,
        now: datetime,
        action_id: str,
    ) -> Prepared:
        """Fixes number and page together. `owed`: as read in this transaction. Raises what `draft`
        raises, certificates.no_glyph, .barcode_mismatch and stationery.none, .not_enough."""
        from counter_app.certificates.barcode import confirm_barcode  # noqa: PLC0415
        from counter_app.certificates.render import render_certificate  # noqa: PLC0415
        from counter_app.proof import proving  # noqa: PLC0415 - like these, needed from the first page on

        kind = kind_of(request.kind)
        _require_offered(request)
        number = self._numbers.next(session, actor, kind.series)
        drafted = self._drafted(session, actor, request, owed.resident, now, number)
        content, proof = proving.proven(session, self._office(), drafted, request.enclosed)
        pdf = render_certificate(content, enclosed=request.enclosed)
        pages = confirm_barcode(pdf, number, proof.code)
        self._stationery.require(session, request.copies * pages)
        row = Certificate(
            issue_number=number,
            kind=kind.code,
            resident_id=request.resident_id,
            ticket_id=request.ticket_id,
            copies=request.copies,
            pages=pages,
            content=content.to_json(),
            asked=asked(request),
            pdf_sha256=sha256(pdf),
            state=CertificateState.PREPARED,
            clerk_id=actor.clerk_id,
            window=actor.window,
            prepared_at=now,
            day=str(now.date()),
        )
        session.add(row)
        session.flush()
        ledger.enclose(session, row, request.enclosed)
        proving.keep(session, ledger.id_of(row), proof)
        ledger.note(session, self._clock, actor, row, action_id)
        return Prepared(Paper(ledger.id_of(row), number, row.copies, pages), content, pdf)


def _require_offered(request: Request) -> None:
    """What a kind has no place for would be left out without a word. Raises Refusal
    certificates.history_unwanted, .mask_number_unwanted."""
    kind = kind_of(request.kind)
    for option in ("history", "mask_number"):
        if getattr(request, option) and option not in kind.options:
            raise Refusal(f"certificates.{option}_unwanted", title=kind.title_ko)
