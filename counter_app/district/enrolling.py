"""Who may speak with the district: codes that enrol a counter, clients, their end."""

import secrets
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)
from sqlalchemy import bindparam, text
from sqlmodel import Session, select
from sqlmodel.sql.expression import SelectOfScalar

from counter_app.district import blocks
from counter_app.district.caller import Caller
from counter_app.district.register_fields import is_centre
from counter_app.district.tables import Certificate, Client, Enrolment, Store
from counter_app.district.trust import Trust, pem, thumbprint
from counter_app.errors import Refusal
from counter_app.sync.wire import EnrolAsked, Enrolled, RenewAsked
from db.base import Instant

CODE_HOURS = 24
RENEW_DAYS = 90
"""Before its end a certificate may be had anew."""
OVERLAP = timedelta(days=1)
"""After the new one was first shown the one before is still good."""
_GOOD = text(
    "SELECT 1 FROM certificate JOIN client ON client.id = certificate.client"
    " WHERE thumbprint = :thumbprint AND client.id = :client"
    " AND revoked_at IS NULL AND expires_at > :now"
).bindparams(bindparam("now", type_=Instant))
_ALL_GOOD = text(
    "SELECT thumbprint FROM certificate JOIN client ON client.id = certificate.client"
    " WHERE centre = :centre AND revoked_at IS NULL AND expires_at > :now"
).bindparams(bindparam("now", type_=Instant))


def new_code(session: Session, centre: str, now: datetime) -> str:
    """Enrols one counter of the centre within a day. Raises Refusal district.bad_centre."""
    if not is_centre(centre):
        raise Refusal("district.bad_centre")
    code = secrets.token_urlsafe(24)
    until = now + timedelta(hours=CODE_HOURS)
    session.add(Enrolment(code_sha256=_hashed(code), centre=centre, expires_at=until))
    return code


def enrol(session: Session, trust: Trust, asked: EnrolAsked, now: datetime) -> Enrolled:
    """Raises Refusal district.bad_code, district.bad_csr; then the code stays."""
    code = session.get(Enrolment, _hashed(asked.code), with_for_update=True)
    if code is None or code.client is not None or code.expires_at <= now:
        raise Refusal("district.bad_code")
    code.client = str(uuid4())
    session.add(Client(id=code.client, centre=code.centre, enrolled_at=now))
    return _certified(session, trust, Caller(code.client, code.centre, ""), asked.csr, now)


def renew(
    session: Session, trust: Trust, caller: Caller, asked: RenewAsked, now: datetime
) -> Enrolled:
    """Another certificate for who shows one that is about to end, and is still good until the new
    one has been shown: an answer that was lost is asked for again.

    Raises Refusal district.revoked, district.renew_early, district.bad_csr.
    """
    require(session, caller, now)
    session.get_one(Client, caller.client, with_for_update=True)
    if session.get_one(Certificate, caller.thumbprint).expires_at - now > timedelta(RENEW_DAYS):
        raise Refusal("district.renew_early", days=RENEW_DAYS)
    for other in session.exec(_others(caller)):
        if other.shown_at is None or other.expires_at <= now:
            session.delete(other)
    return _certified(session, trust, caller, asked.csr, now)


def _certified(session: Session, trust: Trust, caller: Caller, csr: str, now: datetime) -> Enrolled:
    certificate = trust.sign(csr, caller.client, caller.centre, now)
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    session.add(
        Certificate(
            thumbprint=thumbprint(certificate.public_bytes(Encoding.DER)),
            client=caller.client,
            spki=b64encode(public).decode(),
            issued_at=now,
            expires_at=certificate.not_valid_after_utc,
        )
    )
    return Enrolled(pem(certificate), trust.ca)


def caller_by(session: Session, shown: str, now: datetime) -> Caller:
    """Who has the certificate with this thumbprint; shown for the first time it ends the ones
    before it.

    Raises Refusal district.unknown_client, district.revoked.
    """
    rows = select(Certificate, Client).where(Certificate.client == Client.id)
    found = session.exec(rows.where(Certificate.thumbprint == shown)).first()
    if found is None:
        raise Refusal("district.unknown_client")
    certificate, client = found
    if client.revoked_at is not None or certificate.expires_at <= now:
        raise Refusal("district.revoked")
    caller = Caller(client.id, client.centre, shown)
    if certificate.shown_at is None:
        certificate.shown_at = now
        for other in session.exec(_others(caller)):
            if other.shown_at is not None:
                other.expires_at = min(other.expires_at, now + OVERLAP)
    return caller


def _others(caller: Caller) -> SelectOfScalar[Certificate]:
    """The client's certificates besides the one that it shows."""
    own = select(Certificate).where(Certificate.client == caller.client)
    return own.where(Certificate.thumbprint != caller.thumbprint)


def require(session: Session, caller: Caller, now: datetime) -> None:
    """That who has a token may still use it. Raises Refusal district.revoked."""
    asked = {"client": caller.client, "thumbprint": caller.thumbprint, "now": now}
    if session.connection().scalar(_GOOD, asked) is None:
        raise Refusal("district.revoked")


def good(session: Session, centre: str, now: datetime) -> frozenset[str]:
    """Thumbprints of the certificates with which counters of a centre may ask."""
    asked = {"centre": centre, "now": now}
    return frozenset(session.connection().scalars(_ALL_GOOD, asked))


def revoke(session: Session, client_id: str, now: datetime) -> None:
    """From now on nothing of it is answered, and its numbers are nobody's.

    Raises Refusal district.no_such_client.
    """
    client = session.get(Client, client_id)
    if client is None:
        raise Refusal("district.no_such_client")
    client.revoked_at = client.revoked_at or now
    for store in session.exec(select(Store).where(Store.client == client_id)):
        blocks.close(session, store, now)


def check_signature(session: Session, caller: Caller, body: bytes, signature: str) -> None:
    """Raises Refusal district.bad_signature unless the caller's key has signed the body."""
    certificate = session.get_one(Certificate, caller.thumbprint)
    public = load_der_public_key(b64decode(certificate.spki))
    assert isinstance(public, ec.EllipticCurvePublicKey)  # noqa: S101 - of our own certificate
    try:
        public.verify(b64decode(signature, validate=True), body, ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        raise Refusal("district.bad_signature") from None


def _hashed(code: str) -> str:
    return sha256(code.encode()).hexdigest()
