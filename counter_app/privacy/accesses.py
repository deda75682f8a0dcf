"""Who looked at a person's record: told to clerks, and printed for the person who asks for it.

A search that showed them alone is among these, at whose last key; a list of several is not.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from counter_app.certificates.kinds import askers_of
from counter_app.certificates.requests import SELF, Applicant
from counter_app.clock import SEOUL, Clock
from counter_app.errors import Refusal
from counter_app.office import Office
from counter_app.printing.printers import Printers
from counter_app.privacy.actor import LIST_ACCESSES, Actor
from counter_app.privacy.acts import ACTS
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.privacy.looks import KEYS, Bursts
from counter_app.residents.residents import Residents, checked_purpose
from counter_app.residents.views import Resident
from db.audit import NO_TICKET, AuditRow
from db.certificates import Certificate
from db.clerks import Clerk
from db.engine import reading, transaction
from db.matters import MatterRow
from db.records import AccessesGiven

OWN = tuple(name for name, act in ACTS.items() if act.own)
"""Acts in which the record was looked at, or what was made of it."""
_ASKED = frozenset(name for name in OWN if name.startswith("matter.")) | {"certificate.prepared"}
"""What for is said by the document itself, or by its number alone."""
SEARCHED = "resident.searched"
ASKERS = "delegation"
"""The set of grounds.toml: the person, who represents them, whom they sent."""
_TOLD: Any = (
    AuditRow.seq,
    AuditRow.at,
    AuditRow.clerk,
    AuditRow.window,
    AuditRow.terminal,
    AuditRow.action,
    AuditRow.subject,
    AuditRow.detail,
)
AT_REQUEST = "본인 요청 (개인정보 보호법 제35조)"


@dataclass(frozen=True, slots=True)
class Access:
    """`act` is one of OWN, `purpose` a code of codes.purposes() or free text, `number` that of the
    document it was for, or ""."""

    at: datetime
    clerk: str
    window: int | None
    act: str
    purpose: str
    number: str


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """What is given to the person. `accesses` oldest first; `clerk_names`: whether to name them."""

    resident: Resident
    accesses: tuple[Access, ...]
    since: date
    until: date
    purpose: str
    office: Office
    clerk: str
    issued_at: datetime
    clerk_names: bool
    asker: Applicant


class Accesses:
    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        office: Office,
        residents: Residents,
        clerk_names: bool,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._office = office
        self._residents = residents
        self._clerk_names = clerk_names

    def newest(self, actor: Actor, resident_id: int, most: int = 100) -> tuple[Access, ...]:
        """The newest first, for a screen on which the record is open. Raises Refusal clerks.*."""
        with reading(self._engine) as session:
            require_active(session, actor, LIST_ACCESSES)
            found = _found(session, resident_id, most)
        return tuple(reversed(found))

    def give(
        self,
        actor: Actor,
        resident_id: int,
        purpose: str,
        since: date | None = None,
        until: date | None = None,
        *,
        asker: Applicant = SELF,
    ) -> tuple[bytes, int]:
        """The record as a PDF, and how many accesses it lists; that it was given is on record, and
        to whom.

        Raises Refusal accesses.period, residents.purpose_*, residents.unknown,
        certificates.restricted, .no_glyph, what applicants.check_asker raises, clerks.*.
        """
        from counter_app.certificates.applicants import (  # noqa: PLC0415 - needs the residents
            check_asker,
            require_unrestricted,
        )
        from counter_app.privacy.access_page import render_accesses  # noqa: PLC0415

        purpose, now = checked_purpose(purpose), self._clock.now()
        last = until or now.date()
        if since and since > last:
            raise Refusal("accesses.period")
        with reading(self._engine) as session:
            require_active(session, actor, LIST_ACCESSES)
            resident = self._residents.read(session, resident_id)
            require_unrestricted(resident)
            check_asker(askers_of(ASKERS), asker, resident, now.date())
            found = _found(session, resident_id)
        within = tuple(a for a in found if (since or date.min) <= _day(a) <= last)
        first = since or (min(_day(found[0]), last) if found else last)
        pdf = render_accesses(
            AccessRecord(
                resident=resident,
                accesses=within,
                since=first,
                until=last,
                purpose=purpose,
                office=self._office,
                clerk=actor.name,
                issued_at=now,
                clerk_names=self._clerk_names,
                asker=asker,
            )
        )
        said = {
            "purpose": purpose,
            "since": first,
            "until": last,
            "listed": len(within),
            "role": asker.role,
            "identity": asker.identity,
            "ground": asker.ground,
        }
        self._keep_given(actor, resident_id, asker, said, now)
        return pdf, len(within)

    def print_out(
        self,
        actor: Actor,
        resident_id: int,
        printers: Printers,
        *,
        secure: bool,
        asker: Applicant = SELF,
    ) -> int:
        """`give` to who asks at the window; how many it lists. `secure`: the printer of
        certificates holds secure paper, which is for them alone.

        Raises Refusal accesses.secure_paper, printing.*, and what `give` raises.
        """
        printer = printers.plain or (None if secure else printers.pages)
        if printer is None:
            raise Refusal("accesses.secure_paper", resident=resident_id)
        pdf, listed = self.give(actor, resident_id, AT_REQUEST, asker=asker)
        printer.submit(pdf, f"{self._clock.now():%Y%m%d-%H%M%S}-ACCESS", 1)
        return listed

    def _keep_given(
        self,
        actor: Actor,
        resident_id: int,
        asker: Applicant,
        said: dict[str, object],
        now: datetime,
    ) -> None:
        with transaction(self._engine) as session:
            require_active(session, actor, LIST_ACCESSES)
            subject = f"resident:{resident_id}"
            record(session, self._clock, actor, "resident.accesses_given", subject, said)
            session.add(
                AccessesGiven(
                    resident_id=resident_id,
                    asked=json.dumps(asdict(asker), ensure_ascii=False),
                    at=now,
                    clerk_id=actor.clerk_id,
                )
            )


def _found(session: Session, resident_id: int, most: int | None = None) -> list[Access]:
    """Oldest first; only the newest if `most` says how many."""
    numbers = numbers_of(session, resident_id)
    about = col(AuditRow.subject)
    rows = session.exec(
        select(*_TOLD)  # no rows of the mapper: a long past would be garbage by the thousand
        .where(about.in_([f"resident:{resident_id}", *numbers]), text(NO_TICKET))
        .where(col(AuditRow.action).in_(OWN))
        .order_by(col(AuditRow.seq).desc())
        .limit(most * KEYS if most else None)
    ).all()[::-1]
    names = dict(session.exec(select(Clerk.login, Clerk.name)).all())
    shown = _typed(rows)[-(most or 0) :]
    return list(_told(shown, numbers, _asked(session, shown), names))


def numbers_of(session: Session, resident_id: int) -> dict[str, str]:
    """What the chain says besides "resident:…" when it is about a person: each with its number."""
    issued = select(Certificate.id, Certificate.issue_number)
    matters = select(MatterRow.id, MatterRow.number)
    return {
        f"certificate:{key}": number
        for key, number in session.exec(issued.where(Certificate.resident_id == resident_id))
    } | {
        f"matter:{key}": number
        for key, number in session.exec(matters.where(MatterRow.resident_id == resident_id))
    }


def _asked(session: Session, rows: Sequence[Any]) -> dict[str, str]:
    """What a certificate was asked for, by its subject."""
    prepared = {
        int(row.subject.partition(":")[2]): row.subject
        for row in rows
        if row.action == "certificate.prepared"
    }
    found = select(Certificate.id, Certificate.content).where(col(Certificate.id).in_(prepared))
    return {prepared[key or 0]: json.loads(said)["purpose"] for key, said in session.exec(found)}


def _typed(rows: Sequence[Any]) -> Sequence[Any]:
    """What was typed in one go as one search: its last key."""
    bursts, last = Bursts(), {}
    for row in rows:
        typing = json.loads(row.detail).get("typing") if row.action == SEARCHED else None
        last[bursts.first(row.seq, row.at, typing, row.clerk, row.window, row.terminal)] = row
    return sorted(last.values(), key=attrgetter("seq"))


def _told(
    rows: Sequence[Any],
    numbers: Mapping[str, str],
    asked: Mapping[str, str],
    names: Mapping[str, str],
) -> Iterator[Access]:
    for row in rows:
        said = json.loads(row.detail)
        purpose = said.get("purpose") or said.get("reason") or ""
        if row.action in _ASKED:
            purpose = asked.get(row.subject, "")
        yield Access(
            at=row.at,
            clerk=names.get(row.clerk, row.clerk),
            window=row.window,
            act=row.action,
            purpose=purpose,
            number=numbers.get(row.subject, ""),
        )


def _day(access: Access) -> date:
    return access.at.astimezone(SEOUL).date()
