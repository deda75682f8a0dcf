"""What this store holds of keys and proofs, inside the transaction of whoever asks."""

from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_private_key
from sqlalchemy import func
from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.config import Office
from counter_app.errors import Refusal
from counter_app.proof.status import bits
from counter_app.proof.tokens import StatusList
from counter_app.proof.trust import Bundle, Trust, trust
from db.proof import CertificateProof, Held, HeldKind, KeyRole, SigningKey

LIST_LIFE = timedelta(days=7)
"""How long a status list may be relied on."""


def named(office: Office) -> str:
    """An office as tokens name it: `KR-1144066000`."""
    return f"KR-{office.code}"


def keep(session: Session, clock: Clock, kind: HeldKind, data: bytes) -> None:
    """Once, however often it is kept."""
    if not session.exec(select(Held).where(Held.data == data)).first():
        session.add(Held(kind=kind, data=data, at=clock.now()))
        session.flush()


def bundle(session: Session) -> Bundle:
    """Everything held, without the lists that are begun here."""
    parts: dict[str, list[bytes]] = {kind.value: [] for kind in HeldKind}
    for row in session.exec(select(Held).order_by(col(Held.id))):
        parts[row.kind.value].append(row.data)
    return Bundle(**{kind: tuple(found) for kind, found in parts.items()})


def trusted(session: Session, office: str, now: datetime) -> Trust:
    """What is held and holds; of our own lists what the store says at this moment."""
    found = trust(bundle(session))
    own = {(office, made.list_id): made for made in own_lists(session, office, now)}
    return Trust(found.roots, found.endorsed, found.revoked, {**found.lists, **own})


def own_lists(session: Session, office: str, now: datetime) -> tuple[StatusList, ...]:
    counts = session.exec(
        select(CertificateProof.list_id, func.max(col(CertificateProof.place)))
        .group_by(col(CertificateProof.list_id))
        .order_by(col(CertificateProof.list_id))
    ).all()
    void: dict[str, list[int]] = {}
    voided = col(CertificateProof.voided_at).is_not(None)
    for row in session.exec(select(CertificateProof).where(voided)):
        void.setdefault(row.list_id, []).append(row.place)
    return tuple(
        StatusList(
            office=office,
            list_id=bytes.fromhex(list_id),
            issued_at=now,
            expires=now + LIST_LIFE,
            bits=bits(void.get(list_id, ()), last + 1),
        )
        for list_id, last in counts
    )


def signing_key(session: Session, now: datetime) -> SigningKey:
    """The key that signs now: endorsed for this time, not revoked; of several the newest.

    Raises Refusal proof.no_key.
    """
    held = trust(bundle(session))
    usable = []
    for row in session.exec(select(SigningKey).where(SigningKey.role == KeyRole.CENTRE)):
        key_id = bytes.fromhex(row.id)
        word = held.endorsed.get(key_id)
        if word and key_id not in held.revoked and word.not_before <= now <= word.not_after:
            usable.append((word.not_before, row.made_at, row))
    if not usable:
        raise Refusal("proof.no_key")
    return max(usable, key=lambda found: found[:2])[2]


def root_key(session: Session) -> SigningKey:
    """Raises Refusal proof.no_root."""
    row = session.exec(select(SigningKey).where(SigningKey.role == KeyRole.ROOT)).first()
    if row is None:
        raise Refusal("proof.no_root")
    return row


def private(row: SigningKey) -> ec.EllipticCurvePrivateKey:
    key = load_der_private_key(row.private, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101 - we made it
    return key
