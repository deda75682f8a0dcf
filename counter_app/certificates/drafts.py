"""What a certificate and its receipt will state, put together from record, office and rules."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from counter_app.certificates import applicants
from counter_app.certificates.content import (
    CertificateContent,
    Listing,
    ReceiptContent,
    ReceiptItem,
    Waived,
    written,
)
from counter_app.certificates.kinds import Kind
from counter_app.certificates.requests import NOBODY, Request, checked_copies, checked_purpose
from counter_app.certificates.sources import SOURCES, Asked, reported
from counter_app.errors import Refusal
from counter_app.office import Office
from counter_app.privacy.actor import Actor
from counter_app.residents import identity_numbers, masking
from counter_app.residents.codes import Status, nationality, status
from counter_app.residents.views import Resident
from counter_app.rules import Rules
from counter_app.till.grounds import ground
from counter_app.till.terms import Terms, Waiver
from db.queue import Ticket

_STATED = (
    *("registration_number", "name_roman", "name_hangul", "sex", "nationality_ko"),
    *("nationality_en", "passport_number", "status_of_stay", "status_ko", "status_en", "address"),
)
_DAYS = ("birth_date", "stay_expires", "entered_on", "registered_on", "card_lost_on")


def draft(
    session: Session,
    kind: Kind,
    request: Request,
    resident: Resident | None,
    actor: Actor,
    office: Office,
    rules: Rules,
    now: datetime,
    issue_number: str,
) -> CertificateContent:
    """Raises Refusal certificates.purpose_*, .copies, .enclosure_* and what applicants.check,
    applicants.answers and applicants.located raise."""
    checked_copies(request.copies)
    today = now.date()
    applicants.check(session, kind, request, resident, today)
    if kind.encloses != bool(request.enclosed):
        raise Refusal(f"certificates.enclosure_{'needed' if kind.encloses else 'unwanted'}")
    answers = applicants.answers(kind, request, resident, today)
    answers = applicants.located(session, kind, request, answers)
    asked = Asked(session, resident, answers, request.mask_number, today)
    return CertificateContent(
        kind=kind.code,
        version=kind.version,
        title_ko=kind.title_ko,
        title_en=kind.title_en or rules.text(kind.title_en_rule, today),
        issue_number=issue_number,
        **_person(resident, mask_number=request.mask_number),
        purpose=checked_purpose(request.purpose),
        office_name=office.name_ko,
        issuer=office.issuer_ko,
        seal_name=office.seal_name,
        seal_number=office.seal_number,
        clerk_name=actor.name,
        phone=office.phone,
        issued_at=now,
        valid_until=_valid_until(kind, rules, today),
        details=_details(kind, request, answers),
        tables=tuple(_listings(kind, request, asked)),
        office_en=office.name_en,
        issuer_en=office.issuer_en,
    )


def _person(resident: Resident | None, *, mask_number: bool) -> dict[str, Any]:
    """What a certificate states of the person."""
    if resident is None:
        return dict.fromkeys(_STATED, "") | dict.fromkeys(_DAYS)
    country = nationality(resident.nationality)
    stay = status(resident.status_of_stay) if resident.status_of_stay else Status("", "", "")
    number = masking.mask_number if mask_number else identity_numbers.formatted
    addresses = reported(resident)
    stated = (
        number(resident.number),
        resident.name_roman,
        resident.name_hangul,
        resident.sex,
        country.ko,
        country.en if country.en != country.ko else "",  # an unknown code
        resident.passport_number or "",
        resident.status_of_stay or "",
        stay.ko,
        stay.en,
        addresses[0].text_ko if addresses else "",
    )
    days = {name: getattr(resident, name) for name in _DAYS}
    return dict(zip(_STATED, stated, strict=True)) | days


def _valid_until(kind: Kind, rules: Rules, today: date) -> date | None:
    """The last day on which it is good, the day of issue being the first."""
    if not kind.validity_rule:
        return None
    return today + timedelta(days=rules.number(kind.validity_rule, today) - 1)


def _details(kind: Kind, request: Request, answers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The answers as printed, the ground on which it was asked for, and by whom if the kind states
    it and it was not the person whose record is open."""
    days = {ask.key for ask in kind.asks if ask.kind == "day"}
    printed = {
        key: written(date.fromisoformat(text)) if key in days else text
        for key, text in answers.items()
    }
    ground = kind.ground(request.applicant.role, request.applicant.ground)
    if ground:
        printed["ground"] = ground.name.ko
    stated = any(cell["value"] == "applicant" for row in kind.form["rows"] for cell in row)
    if stated and (request.applicant.role != "self" or request.resident_id == NOBODY):
        printed["applicant"] = " ".join(request.applicant.name.split())
    return tuple(printed.items())


def _listings(kind: Kind, request: Request, asked: Asked) -> list[Listing]:
    """The tables of the kind that were asked for, each with the columns the kind prints."""
    found = []
    for table in kind.form.get("tables", ()):
        if table.get("when") == "history" and not request.history:
            continue
        columns = [column["value"] for column in table["columns"]]
        rows = SOURCES[table["source"]](asked)
        listed = tuple(tuple(row[column] for column in columns) for row in rows)
        found.append(Listing(table["source"], listed))
    return found


def draft_receipt(
    content: CertificateContent,
    request: Request,
    actor: Actor,
    unit_fee: int,
    receipt_number: str,
    ticket: str,
    terms: Terms,
) -> ReceiptContent:
    """`terms` as agreed."""
    item = ReceiptItem(
        content.title_ko, content.title_en, content.issue_number, unit_fee, request.copies
    )
    drafted = ReceiptContent(
        receipt_number=receipt_number,
        items=(item,),
        tender="",
        ticket=ticket,
        window=actor.window,
        clerk_name=actor.name,
        office_name=content.office_name,
        phone=content.phone,
        issued_at=content.issued_at,
        office_en=content.office_en,
        archival=True,
    )
    return receipt_terms(drafted, terms)


def ticket_told(session: Session, ticket_id: int | None) -> str:
    """What stands on the visitor's slip, "" without one."""
    ticket = session.get(Ticket, ticket_id) if ticket_id else None
    return ticket.number if ticket else ""


def receipt_terms(receipt: ReceiptContent, terms: Terms) -> ReceiptContent:
    """The receipt with how the fee was paid, or why not. `terms` as agreed."""
    pay = terms.pay
    split = len(pay) > 1 or any(share.reference for share in pay)
    return replace(
        receipt,
        tender=terms.tender,
        shares=pay if split else (),
        received=terms.received,
        waiver=waived(terms.waiver),
    )


def waived(waiver: Waiver | None) -> Waived | None:
    """A waiver with its ground in words."""
    if waiver is None:
        return None
    found = ground(waiver.ground)
    return Waived(found.code, found.ko, found.en, waiver.proof, waiver.consent, waiver.earlier)
