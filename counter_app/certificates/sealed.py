"""The sealed copy of every document that was issued, made once and kept for ever.

It is not made in the act of issuing, which a visitor waits for: whatever has none yet is found
and sealed afterwards, so that no kill can lose it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from counter_app.certificates.archive import Archive, NotAsIssued, sha256
from counter_app.certificates.barred import require_open, require_valid
from counter_app.certificates.content import CertificateContent, KeptCopy
from counter_app.certificates.ledger import enclosed
from counter_app.certificates.requests import checked_why
from counter_app.certificates.steps import VOID
from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.actor import VOID as SIGN
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import Clerks, require_active
from counter_app.privacy.second import Second, signed
from db.archive import SealedDocument
from db.certificates import Certificate
from db.engine import reading, transaction

if TYPE_CHECKING:
    from counter_app.certificates.sealing import SealKey


@dataclass(frozen=True, slots=True)
class Filed:
    """`unsealed`: why it has no seal."""

    pdf: bytes
    unsealed: Refusal | None = None


class Sealed:
    """`key`: what seals today. `time_stamps`: URL of an RFC 3161 server, if the office has one."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        archive: Archive,
        key: Callable[[], "SealKey"],
        clerks: Clerks,
        time_stamps: str | None = None,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._archive = archive
        self._key = key
        self._clerks = clerks
        self._time_stamps = time_stamps

    def document(self, certificate_id: int) -> bytes:
        """The sealed PDF, made now if there is none.

        Raises Refusal certificates.unknown, certificates.no_time_stamp, proof.no_key.
        """
        with reading(self._engine) as session:
            if kept := session.get(SealedDocument, certificate_id):
                return kept.pdf
        return self._seal(certificate_id)

    def copy(self, actor: Actor, issue_number: str, reason: str) -> bytes:
        """The pages marked 사본, without codes and seal, for who wants to know what was issued: no
        certificate. On record with its reason.

        Raises Refusal certificates.unknown, .copy_why_needed, .why_long, .restricted,
        .restricted_building, clerks.*.
        """
        from counter_app.certificates.render import render_certificate  # noqa: PLC0415

        why = _why(reason)
        with transaction(self._engine) as session:
            row = self._given_out(session, actor, issue_number, "certificate.copied", why)
            copy = KeptCopy(self._clock.now(), void=row.state in VOID)
            content, pages = CertificateContent.from_json(row.content), enclosed(session, row)
        return render_certificate(content, enclosed=pages, again=copy)

    def original(self, actor: Actor, issue_number: str, reason: str, second: Second) -> bytes:
        """The sealed PDF itself, which passes for the certificate: two sign, on record with the
        reason.

        Raises Refusal certificates.original_void, .validity_past, .same_person, .no_second and as
        `copy` and `document`.
        """
        why = _why(reason)
        other = signed(self._clerks, actor, second, SIGN)
        with reading(self._engine) as session:  # before anything is sealed
            row = _numbered(session, issue_number)
            self._require_good(row)
            certificate_id = row.id or 0
        pdf = self.document(certificate_id)
        with transaction(self._engine) as session:
            require_active(session, other, SIGN)
            told = "certificate.original_given"
            row = self._given_out(session, actor, issue_number, told, why, second=other.login)
            self._require_good(row)
        return pdf

    def _require_good(self, row: Certificate) -> None:
        if row.state in VOID:
            raise Refusal("certificates.original_void", number=row.issue_number)
        until = CertificateContent.from_json(row.content).valid_until
        require_valid(row.issue_number, until, self._clock.now().date())

    def _given_out(
        self,
        session: Session,
        actor: Actor,
        issue_number: str,
        told: str,
        reason: str,
        **more: str,
    ) -> Certificate:
        require_active(session, actor, SERVE)
        row = _numbered(session, issue_number)
        detail = {"number": issue_number, "reason": reason, **more}
        record(session, self._clock, actor, told, f"certificate:{row.id}", detail)
        return row

    def missing(self) -> tuple[int, ...]:
        """Documents without a sealed copy, oldest first."""
        has_none = col(SealedDocument.certificate_id).is_(None)
        with reading(self._engine) as session:
            found = (
                select(Certificate.id)
                .outerjoin(
                    SealedDocument, col(SealedDocument.certificate_id) == col(Certificate.id)
                )
                .where(has_none)
                .order_by(col(Certificate.id))
            )
            return tuple(id_ for id_ in session.exec(found) if id_ is not None)

    def seal_missing(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Seals them all; how many. Raises as `document`; what is sealed by then stays so. One that
        does not come out as it was issued keeps no other waiting: its fault is raised at the end.
        """
        missing = self.missing()
        key = self._key() if missing else None
        faults: list[NotAsIssued] = []
        for n, certificate_id in enumerate(missing, 1):
            try:
                self._seal(certificate_id, key)
            except NotAsIssued as fault:
                faults.append(fault)
            if progress:
                progress(n, len(missing))
        if faults:
            raise faults[0]
        return len(missing)

    def try_to_seal(self) -> int:
        """As `seal_missing`, in the background: without a key or a time stamp now, later."""
        try:
            return self.seal_missing()
        except Refusal:
            return 0

    def filed(self, pdf: bytes) -> Filed:
        """Another paper, of money, as a file: sealed if anything can seal it now, for the books
        stand without."""
        from counter_app.certificates.sealing import seal  # noqa: PLC0415

        try:
            return Filed(seal(pdf, self._key(), self._time_stamps))
        except Refusal as why:
            return Filed(pdf, why)

    def _seal(self, certificate_id: int, key: "SealKey | None" = None) -> bytes:
        from counter_app.certificates.sealing import seal  # noqa: PLC0415

        key = key or self._key()  # first: without one the document need not be drawn
        drawn = self._archive.to_seal(certificate_id)
        pdf = seal(drawn.pdf, key, self._time_stamps, code=drawn.code)
        with transaction(self._engine) as session:
            if kept := session.get(SealedDocument, certificate_id):  # somebody else was quicker
                return kept.pdf
            session.add(
                SealedDocument(
                    certificate_id=certificate_id,
                    pdf=pdf,
                    sha256=sha256(pdf),
                    fonts=json.dumps(_fonts(pdf)),
                    at=self._clock.now(),
                )
            )
        return pdf


def _numbered(session: Session, issue_number: str) -> Certificate:
    """Raises Refusal certificates.unknown, .restricted, .restricted_building."""
    chosen = select(Certificate).where(Certificate.issue_number == issue_number)
    row = session.exec(chosen).first()
    if row is None:
        raise Refusal("certificates.unknown")
    require_open(session, row)
    return row


def _why(reason: str) -> str:
    """Raises Refusal certificates.copy_why_needed, certificates.why_long."""
    return checked_why(reason, lacks="certificates.copy_why_needed")


def _fonts(pdf: bytes) -> dict[str, str]:
    """The hash of each font's file, by name."""
    from pikepdf import Dictionary, Pdf  # noqa: PLC0415

    from counter_app.certificates.fonts import sha256_of  # noqa: PLC0415

    with Pdf.open(BytesIO(pdf)) as document:
        fonts = [o for o in document.objects if isinstance(o, Dictionary) and "/BaseFont" in o]
        names = {str(font.BaseFont).rpartition("+")[2].lstrip("/") for font in fonts}
    return {name: sha256_of(name) for name in sorted(names)}
