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

from counter_app.district import blocks
from counter_app.district.caller import Caller
from counter_app.district.tables import Client, Enrolment, Store
from counter_app.district.trust import Trust, pem, thumbprint
from counter_app.errors import Refusal
from counter_app.sync.wire import EnrolAsked, Enrolled
from db.base import Instant

CODE_HOURS = 24
_GOOD = text(
    "SELECT 1 FROM client WHERE id = :client AND revoked_at IS NULL AND expires_at > :now"
).bindparams(bindparam("now", type_=Instant))


def new_code(session: Session, centre: str, now: datetime) -> str:
    """Enrols one counter of the centre within a day. Raises Refusal district.bad_centre."""
    if not (len(centre) == 10 and centre.isascii() and centre.isdigit()):
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
    certificate = trust.sign(asked.csr, code.client, code.centre, now)
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    session.add(
        Client(
            id=code.client,
            centre=code.centre,
            thumbprint=thumbprint(certificate.public_bytes(Encoding.DER)),
            spki=b64encode(public).decode(),
            enrolled_at=now,
            expires_at=certificate.not_valid_after_utc,
        )
    )
    return Enrolled(pem(certificate), trust.ca)


def caller_by(session: Session, shown: str, now: datetime) -> Caller:
    """Who has the certificate with this thumbprint.

    Raises Refusal district.unknown_client, district.revoked.
    """
    client = session.exec(select(Client).where(Client.thumbprint == shown)).one_or_none()
    if client is None:
        raise Refusal("district.unknown_client")
    if client.revoked_at is not None or client.expires_at <= now:
        raise Refusal("district.revoked")
    return Caller(client.id, client.centre, shown)


def require(session: Session, caller: Caller, now: datetime) -> None:
    """That who has a token may still use it. Raises Refusal district.revoked."""
    if session.connection().scalar(_GOOD, {"client": caller.client, "now": now}) is None:
        raise Refusal("district.revoked")


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
    client = session.get_one(Client, caller.client)
    public = load_der_public_key(b64decode(client.spki))
    assert isinstance(public, ec.EllipticCurvePublicKey)  # noqa: S101 - of our own certificate
    try:
        public.verify(b64decode(signature, validate=True), body, ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        raise Refusal("district.bad_signature") from None


def _hashed(code: str) -> str:
    return sha256(code.encode()).hexdigest()
