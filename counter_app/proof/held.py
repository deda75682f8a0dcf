"""What this store holds of keys and proofs, inside the transaction of whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_private_key
from sqlalchemy import func
from sqlmodel import Session, col, select

from counter_app.clock import SEOUL, Clock
from counter_app.errors import Refusal
from counter_app.office import Office
from counter_app.proof.status import bits
from counter_app.proof.tokens import StatusList
from counter_app.proof.trust import Bundle, Trust, trust
from counter_app.replicated import status_lists
from db.proof import CertificateProof, Held, HeldKind, KeyRole, SigningKey

LIST_LIFE = timedelta(days=7)
"""How long a status list may be relied on."""


WARN = timedelta(days=30)
"""How long before the last key ends everybody is warned."""
_TAKEN_IN = select(Held.kind, Held.data).order_by(col(Held.id))
NEVER = datetime.min.replace(tzinfo=SEOUL)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether certificates can be signed: `code` and `fields` make its sentence. `days` are those
    left, None when nothing can be signed now."""

    code: str
    days: int | None
    fields: Mapping[str, object]

    @property
    def well(self) -> bool:
        return self.code == "proof.key_well"

    @property
    def signs(self) -> bool:
        return self.days is not None


def named(office: Office) -> str:
    """An office as tokens name it: `KR-1144066000`."""
    return f"KR-{office.code}"


def keep(session: Session, clock: Clock, kind: HeldKind, data: bytes) -> None:
    """Once, however often it is kept."""
    if not session.exec(select(Held).where(Held.data == data)).first():
        session.add(Held(kind=kind, data=data, at=clock.now()))
        session.flush()


def bundle(session: Session) -> Bundle:
    """Everything held, the district's lists among it, without those that are begun here."""
    found = taken_in(session)
    sent = (token for token in status_lists(session) if token not in found.lists)
    return replace(found, lists=(*found.lists, *sent))


def taken_in(session: Session) -> Bundle:
    """The same without what only the district sends."""
    parts: dict[str, list[bytes]] = {kind.value: [] for kind in HeldKind}
    for kind, data in session.exec(_TAKEN_IN):
        parts[HeldKind(kind).value].append(data)
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

    Raises Refusal proof.no_key, proof.key_waiting, proof.key_coming (since), proof.key_expired
    (until), proof.key_revoked.
    """
    terms = _terms(session)
    usable = [term for term in terms if term.at(now)]
    if not usable:
        raise _lacking(terms, now)
    return max(usable, key=lambda term: (term.since, term.row.made_at)).row


def standing(session: Session, now: datetime) -> Standing:
    """How long this PC can sign, its next keys included."""
    terms = _terms(session)
    if not any(term.at(now) for term in terms):
        lacking = _lacking(terms, now)
        return Standing(lacking.code, None, lacking.fields)
    until = now
    for term in sorted(terms, key=lambda term: term.since):
        if term.signs and term.since <= until + timedelta(seconds=1):
            until = max(until, term.until)
    days = (until.date() - now.date()).days
    code = "proof.key_ends" if until - now <= WARN else "proof.key_well"
    return Standing(code, days, {"until": until.date(), "days": days})


@dataclass(frozen=True, slots=True)
class _Term:
    """A key of this PC and when it may sign; both ends are the beginning of time while it is not
    endorsed."""

    row: SigningKey
    since: datetime
    until: datetime
    revoked: bool

    @property
    def signs(self) -> bool:
        return not self.revoked and self.until > NEVER

    def at(self, now: datetime) -> bool:
        return self.signs and self.since <= now <= self.until


def _terms(session: Session) -> list[_Term]:
    held = _words(replace(taken_in(session), lists=()))
    found = []
    for row in session.exec(select(SigningKey).where(SigningKey.role == KeyRole.CENTRE)):
        key_id = bytes.fromhex(row.id)
        word = held.endorsed.get(key_id)
        since, until = (word.not_before, word.not_after) if word else (NEVER, NEVER)
        found.append(_Term(row, since, until, key_id in held.revoked))
    return found


@lru_cache(1)
def _words(of_roots: Bundle) -> Trust:
    """Signatures are checked again when something new is held, not for each document."""
    return trust(of_roots)


def _lacking(terms: list[_Term], now: datetime) -> Refusal:
    """Why none signs now: by what mends it soonest."""
    coming = [term.since for term in terms if term.signs and term.since > now]
    expired = [term.until for term in terms if term.signs and term.until < now]
    if coming:
        return Refusal("proof.key_coming", since=min(coming).date())
    if any(term.until == NEVER and not term.revoked for term in terms):
        return Refusal("proof.key_waiting")
    if expired:
        return Refusal("proof.key_expired", until=max(expired).date())
    return Refusal("proof.key_revoked" if terms else "proof.no_key")


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
