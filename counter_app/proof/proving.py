"""Gives a certificate its code inside the transaction that issues it, and tells when it is void."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from counter_app.certificates.content import CertificateContent
from counter_app.certificates.facts import printed
from counter_app.certificates.kinds import kind_of
from counter_app.office import Office
from counter_app.proof import held
from counter_app.proof.confirmation import grouped, new_number
from counter_app.proof.cose import sign
from counter_app.proof.fields import PAGES, tables_to_sign, to_sign
from counter_app.proof.fitting import fitted
from counter_app.proof.listed import Listed, of_items
from counter_app.proof.payload import Signed
from counter_app.proof.qr_text import to_text
from db.proof import CertificateProof
from db.serials import next_serial


@dataclass(frozen=True, slots=True)
class Proof:
    """`code` is the QR code's text; `confirmation` 16 digits; `place` that in the status list."""

    code: str
    confirmation: str
    list_id: str
    place: int


def proven(
    session: Session,
    office: Office,
    content: CertificateContent,
    enclosed: Sequence[bytes] = (),
) -> tuple[CertificateContent, Proof]:
    """The content with code and confirmation number. `enclosed`: the pages it is a copy of, JPEG.
    Raises Refusal proof.no_key."""
    kind = kind_of(content.kind, content.version)
    fields = to_sign(content.title_ko, printed(content), kind.proof)
    lists = tables_to_sign(content.tables)
    if kind.encloses:
        lists = (*lists, of_items(PAGES, enclosed))
    made = prove(
        session, office, content.issued_at, content.issue_number, content.kind, fields, lists
    )
    number = grouped(made.confirmation)
    return replace(content, code=made.code, confirmation=number), made


def prove(
    session: Session,
    office: Office,
    now: datetime,
    issue_number: str,
    kind: str,
    fields: Mapping[int, str],
    lists: tuple[Listed, ...] = (),
) -> Proof:
    """Signs what a verifier compares; `fields` by number, as printed. Raises Refusal proof.no_key.

    The place in the status list is used up with the transaction, and given again if that is rolled
    back.
    """
    key = held.signing_key(session, now)
    place = next_serial(session, f"status-{key.id}") - 1
    said = Signed(
        office=held.named(office),
        issued_at=now,
        issue_number=issue_number,
        kind=kind,
        fields=dict(fields),
        list_id=bytes.fromhex(key.id),
        index=place,
        confirmation=new_number(),
        lists=lists,
    )
    code = to_text(sign(held.private(key), fitted(said).claims()))
    return Proof(code, said.confirmation, key.id, place)


def keep(session: Session, certificate_id: int, proof: Proof) -> None:
    session.add(
        CertificateProof(
            certificate_id=certificate_id,
            list_id=proof.list_id,
            place=proof.place,
            confirmation=proof.confirmation,
        )
    )


def void(session: Session, certificate_id: int, at: datetime) -> None:
    """Every status list from now on says so. Certificates of old have no code and no place."""
    if (row := session.get(CertificateProof, certificate_id)) and row.voided_at is None:
        row.voided_at = at
