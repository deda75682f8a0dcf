"""What was issued: found again, drawn again to the byte, counted, and told from a forgery."""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Engine, and_, func, true
from sqlmodel import Session, col, select

from counter_app.certificates.content import CertificateContent, ReceiptContent, Reissue
from counter_app.certificates.found import views
from counter_app.certificates.joint import joint_numbered, joint_of
from counter_app.certificates.ledger import enclosed, known, view
from counter_app.certificates.payments import PaidFor, payment_of
from counter_app.certificates.requests import DaySummary, IssuedView, TrayView
from counter_app.certificates.steps import IN_FLIGHT, VOID
from counter_app.proof.verdict import Verdict
from db.archive import SealedDocument
from db.certificates import Certificate, CertificateEvent, JointReceipt, Payment
from db.clerks import Clerk
from db.engine import reading
from db.stationery import CertificateReprint


@dataclass(frozen=True, slots=True)
class Verified:
    """`issue_number` is what the bar code says, None without one."""

    verdict: Verdict
    issue_number: str | None


@dataclass(frozen=True, slots=True)
class ToSeal:
    """`code`: the text of its proof code, "" for what was issued without one."""

    pdf: bytes
    code: str


class NotAsIssued(RuntimeError):
    """A page comes out otherwise than when its number was given: a fault."""


JUST_DRAWN = 1_000_000
"""Bytes of pages kept in memory from issuing to sealing, which then need not be drawn twice."""


class Archive:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._drawn: dict[int, ToSeal] = {}

    def certificate(self, certificate_id: int) -> IssuedView:
        """Raises Refusal certificates.unknown."""
        with reading(self._engine) as session:
            return view(session, known(session, certificate_id))

    def numbered(self, issue_number: str) -> IssuedView | None:
        with reading(self._engine) as session:
            row = session.exec(
                select(Certificate).where(Certificate.issue_number == issue_number)
            ).first()
            return view(session, row) if row else None

    def issued_by(self, action_id: str) -> IssuedView | None:
        """What an action has issued already."""
        with reading(self._engine) as session:
            row = session.exec(
                select(Certificate)
                .join(CertificateEvent, col(CertificateEvent.certificate_id) == Certificate.id)
                .where(
                    CertificateEvent.action_id == action_id, col(CertificateEvent.reason).is_(None)
                )
            ).first()
            return view(session, row) if row else None

    def in_flight(self) -> tuple[IssuedView, ...]:
        """Documents whose paper a clerk still has to account for, oldest first."""
        return self._views(col(Certificate.state).in_(IN_FLIGHT))

    def of_resident(self, resident_id: int) -> tuple[IssuedView, ...]:
        """What this PC has issued to a person, oldest first."""
        return self._views(col(Certificate.resident_id) == resident_id)

    def find(
        self,
        *,
        number: str | None = None,
        resident_id: int | None = None,
        login: str | None = None,
        day: date | None = None,
    ) -> tuple[IssuedView, ...]:
        """What meets every condition that is given, oldest first."""
        met: list[ColumnElement[bool]] = []
        if number is not None:
            met.append(col(Certificate.issue_number) == number)
        if resident_id is not None:
            met.append(col(Certificate.resident_id) == resident_id)
        if login is not None:
            clerk = select(Clerk.id).where(Clerk.login == login)
            met.append(col(Certificate.clerk_id).in_(clerk))
        if day is not None:
            met.append(col(Certificate.day) == str(day))
        return self._views(and_(true(), *met))

    def of_day(self, day: date) -> tuple[IssuedView, ...]:
        return self._views(col(Certificate.day) == str(day))

    def day(self, day: date) -> DaySummary:
        with reading(self._engine) as session:
            of_day = col(Certificate.day) == str(day)
            spoiled = col(Certificate.state).in_(VOID)
            count = select(func.count()).select_from(Certificate).where(of_day)
            sheets = (
                select(func.sum(CertificateEvent.sheets))
                .join(Certificate, col(Certificate.id) == CertificateEvent.certificate_id)
                .where(of_day)
            )
            won = select(func.sum(Payment.won)).where(Payment.day == str(day))
            return DaySummary(
                issued=session.exec(count.where(~spoiled)).one(),
                collected=session.exec(won).one() or 0,
                sheets=session.exec(sheets).one() or 0,
                spoiled=session.exec(count.where(spoiled)).one(),
            )

    def document(self, certificate_id: int) -> bytes:
        """The very page that was fixed when the number was given.

        Raises Refusal certificates.unknown; a page that comes out differently is a fault.
        """
        return self._again(certificate_id).pdf

    def _again(self, certificate_id: int) -> ToSeal:
        from counter_app.certificates.render import render_certificate  # noqa: PLC0415

        with reading(self._engine) as session:
            row = known(session, certificate_id)
            pages = enclosed(session, row)
        content = CertificateContent.from_json(row.content)
        pdf = render_certificate(content, enclosed=pages)
        if sha256(pdf) != row.pdf_sha256:
            raise NotAsIssued(f"certificate {certificate_id} does not come out as it was issued")
        return ToSeal(pdf, content.code)

    def given_out(self, certificate_id: int) -> tuple[bytes, ...]:
        """The document and its reprints, drawn again. Raises as `document`."""
        from counter_app.certificates.render import render_certificate  # noqa: PLC0415

        made = select(CertificateReprint).where(CertificateReprint.certificate_id == certificate_id)
        with reading(self._engine) as session:
            row = known(session, certificate_id)
            content, pages = CertificateContent.from_json(row.content), enclosed(session, row)
            found = session.exec(made.order_by(col(CertificateReprint.number))).all()
            marks = [Reissue(reprint.number, reprint.at) for reprint in found]
        again = (render_certificate(content, enclosed=pages, again=mark) for mark in marks)
        return (self.document(certificate_id), *again)

    def just_drawn(self, certificate_id: int, pdf: bytes, code: str) -> None:
        """The page of a document that was prepared this moment; the oldest make room for it."""
        self._drawn[certificate_id] = ToSeal(pdf, code)
        while sum(len(drawn.pdf) for drawn in self._drawn.values()) > JUST_DRAWN:
            del self._drawn[next(iter(self._drawn))]

    def to_seal(self, certificate_id: int) -> ToSeal:
        """As `document`, but not drawn again if it was issued just now."""
        return self._drawn.pop(certificate_id, None) or self._again(certificate_id)

    def receipt(self, certificate_id: int) -> bytes:
        """The receipt for the fee taken, of a tray that for all.

        Raises Refusal certificates.unknown.
        """
        from counter_app.certificates.receipt import render_receipt  # noqa: PLC0415

        with reading(self._engine) as session:
            known(session, certificate_id)
            payment = payment_of(session, PaidFor(certificate_id))
            paper = joint_of(session, payment) or payment
        return render_receipt(ReceiptContent.from_json(paper.content))

    def joint_receipt(self, number: str) -> bytes:
        """The receipt of a tray. Raises Refusal till.no_payment."""
        from counter_app.certificates.receipt import render_receipt  # noqa: PLC0415

        with reading(self._engine) as session:
            joint = joint_numbered(session, number)
        return render_receipt(ReceiptContent.from_json(joint.content))

    def tray(self, number: str) -> TrayView:
        """What was issued together, by the number of its receipt. Raises Refusal
        till.no_payment."""
        with reading(self._engine) as session:
            joint = joint_numbered(session, number)
            receipt = ReceiptContent.from_json(joint.content)
            paid = select(Payment.certificate_id).where(Payment.joint_id == joint.id)
            return TrayView(
                receipt_number=number,
                documents=views(session, col(Certificate.id).in_(paid)),
                won=receipt.paid,
                parts=receipt.parts,
                change=receipt.change,
            )

    def is_receipt(self, number: str) -> bool:
        """Whether a receipt was given out here under that number."""
        with reading(self._engine) as session:
            own = session.exec(select(Payment.id).where(Payment.receipt_number == number)).first()
            joint = select(JointReceipt.id).where(JointReceipt.number == number)
            return own is not None or session.exec(joint).first() is not None

    def verify(self, pdf: bytes) -> Verified:
        """Whether a file is what was issued here, byte for byte, sealed or not, and still valid.

        Raises Refusal certificates.not_a_pdf.
        """
        from counter_app.certificates.barcode import read_barcodes  # noqa: PLC0415

        numbers = set(read_barcodes(pdf))
        with reading(self._engine) as session:
            found = select(Certificate).where(col(Certificate.issue_number).in_(numbers))
            row = session.exec(found).first()
            genuine = _genuine(session, row) if row else set()
        if row is None:
            number = min(numbers, default=None)
            return Verified(Verdict.NOT_OURS if number else Verdict.NO_CODE, number)
        if sha256(pdf) not in genuine:
            return Verified(Verdict.ALTERED, row.issue_number)
        return Verified(Verdict.VOIDED if row.state in VOID else Verdict.GENUINE, row.issue_number)

    def as_issued(self, issue_number: str, pdf: bytes) -> bool | None:
        """Whether it is, byte for byte, what was given out under that number; None for a number
        of others."""
        with reading(self._engine) as session:
            found = select(Certificate).where(Certificate.issue_number == issue_number)
            row = session.exec(found).first()
            return sha256(pdf) in _genuine(session, row) if row else None

    def _views(self, condition: ColumnElement[bool]) -> tuple[IssuedView, ...]:
        with reading(self._engine) as session:
            return views(session, condition)


def _genuine(session: Session, row: Certificate) -> set[str]:
    """The hashes of what was given out under its number: page, sealed copy, reprints."""
    copies = select(SealedDocument.sha256).where(SealedDocument.certificate_id == row.id)
    again = select(CertificateReprint.pdf_sha256).where(CertificateReprint.certificate_id == row.id)
    return {row.pdf_sha256, *session.exec(copies), *session.exec(again)}


def sha256(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()
