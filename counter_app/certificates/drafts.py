"""What a certificate and its receipt will state, put together from record, office and rules."""

from dataclasses import replace
from datetime import datetime

from counter_app.certificates.content import (
    CertificateContent,
    ReceiptContent,
    ReceiptItem,
    Residence,
    Waived,
)
from counter_app.certificates.kinds import Kind
from counter_app.certificates.requests import Request, checked_copies, checked_purpose
from counter_app.config import Office
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.residents import identity_numbers, masking
from counter_app.residents.codes import nationality, status
from counter_app.residents.views import Address, Resident
from counter_app.rules import Rules
from counter_app.till.grounds import ground
from counter_app.till.terms import Terms


def draft(
    kind: Kind,
    request: Request,
    resident: Resident,
    actor: Actor,
    office: Office,
    rules: Rules,
    now: datetime,
    issue_number: str,
) -> CertificateContent:
    """Raises Refusal certificates.not_for_<id kind>, certificates.purpose_*, .copies."""
    checked_copies(request.copies)
    if resident.id_kind not in kind.holders:
        raise Refusal(f"certificates.not_for_{resident.id_kind.lower()}")
    country = nationality(resident.nationality)
    stay = status(resident.status_of_stay or "")
    number = masking.mask_number if request.mask_number else identity_numbers.formatted
    history = _registered(resident.addresses)
    return CertificateContent(
        kind=kind.code,
        template=kind.template,
        title_ko=kind.title_ko,
        title_en=rules.text(kind.title_en_rule, now.date()),
        issue_number=issue_number,
        registration_number=number(resident.number),
        name_roman=resident.name_roman,
        name_hangul=resident.name_hangul,
        sex=resident.sex,
        birth_date=resident.birth_date,
        nationality_ko=country.ko,
        nationality_en=country.en,
        passport_number=resident.passport_number or "",
        status_of_stay=resident.status_of_stay or "",
        status_ko=stay.ko,
        status_en=stay.en,
        stay_expires=resident.stay_expires,
        entered_on=resident.entered_on,
        registered_on=resident.registered_on,
        address=history[0].address if history else "",
        history=history if request.history else None,
        purpose=checked_purpose(request.purpose),
        office_name=office.name_ko,
        issuer=office.issuer_ko,
        seal_name=office.seal_name,
        seal_number=office.seal_number,
        clerk_name=actor.name,
        phone=office.phone,
        issued_at=now,
    )


def _registered(addresses: tuple[Address, ...]) -> tuple[Residence, ...]:
    """The history as registered: a move not yet reported has not ended the address before it."""
    reported = [address for address in addresses if address.reported_on]
    return tuple(
        Residence(a.moved_in, a.moved_out if place else None, a.text_ko)
        for place, a in enumerate(reported)
    )


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
    )
    return receipt_terms(drafted, terms)


def receipt_terms(receipt: ReceiptContent, terms: Terms) -> ReceiptContent:
    """The receipt with how the fee was paid, or why not. `terms` as agreed."""
    pay, waiver = terms.pay, terms.waiver
    split = len(pay) > 1 or any(share.reference for share in pay)
    found = ground(waiver.ground) if waiver else None
    return replace(
        receipt,
        tender=terms.tender,
        shares=pay if split else (),
        received=terms.received,
        waiver=Waived(found.code, found.ko, found.en, waiver.proof, waiver.consent)
        if waiver and found
        else None,
    )
