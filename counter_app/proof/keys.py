"""The keys that sign: made here, endorsed by the district, rotated and revoked."""

from datetime import date, datetime, time, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import Engine
from sqlmodel import Session, select

from counter_app.clock import SEOUL, Clock
from counter_app.errors import Refusal
from counter_app.office import Office
from counter_app.privacy.actor import MANAGE_KEYS, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.proof import held, x509
from counter_app.proof.cose import Malformed, key_id, public_key, public_of, read, sign
from counter_app.proof.tokens import (
    ENDORSEMENT,
    REQUEST,
    REVOCATION,
    Endorsement,
    Request,
    Revocation,
    request,
)
from counter_app.proof.trust import Bundle, trust
from db.engine import transaction
from db.proof import HeldKind, KeyRole, SigningKey

LIFE = timedelta(days=2 * 365)
ROOT_LIFE = timedelta(days=20 * 365)
OVERLAP = timedelta(days=7)
"""How long the old key goes on signing, so that strangers hear of the new one first."""


class Keys:
    def __init__(self, engine: Engine, clock: Clock, office: Office) -> None:
        self._engine = engine
        self._clock = clock
        self._office = office

    def new(self, actor: Actor) -> Bundle:
        """Makes a key of this centre. Returns its request, which the district must endorse.

        Raises Refusal clerks.not_permitted, clerks.suspended, as all acts here.
        """
        with transaction(self._engine) as session:
            require_active(session, actor, MANAGE_KEYS)
            return self._new(session, actor, self._clock.now().date())

    def new_root(self, actor: Actor, district: str) -> bytes:
        """Makes the district's root key, which this store then trusts. Returns its public half.

        Raises Refusal proof.root_exists.
        """
        with transaction(self._engine) as session:
            require_active(session, actor, MANAGE_KEYS)
            if session.exec(select(SigningKey).where(SigningKey.role == KeyRole.ROOT)).first():
                raise Refusal("proof.root_exists")
            row = self._make(session, actor, KeyRole.ROOT, district)
            now = self._clock.now()
            about = Endorsement(
                district, "", row.public, district, district, now, now + ROOT_LIFE, now
            )
            own = x509.certificate(held.private(row), about)
            held.keep(session, self._clock, HeldKind.ROOT, row.public)
            held.keep(session, self._clock, HeldKind.CERTIFICATE, own)
            return row.public

    def endorse(
        self, actor: Actor, asked: Bundle, since: date | None = None, until: date | None = None
    ) -> Bundle:
        """The district's word for every key that asks, from the day it asks for, or today if that
        is past, for two years if not said otherwise. Returns what the centre has to import.

        Raises Refusal proof.no_root, proof.no_request, proof.period.
        """
        with transaction(self._engine) as session:
            require_active(session, actor, MANAGE_KEYS)
            wanted = [found for token in asked.requests if (found := _request(token))]
            if not wanted:
                raise Refusal("proof.no_request")
            for found in wanted:
                first = since or max(found.not_before.date(), self._clock.now().date())
                self._endorse(session, actor, found, *_period(first, until))
            return held.bundle(session)

    def rotate(self, actor: Actor) -> Bundle:
        """Makes the next key. Returns its request: to sign after OVERLAP, or when the last key
        that signs here ends if that is sooner; today if none signs."""
        with transaction(self._engine) as session:
            require_active(session, actor, MANAGE_KEYS)
            now = self._clock.now()
            left = timedelta(days=held.standing(session, now).days or 0)
            return self._new(session, actor, now.date() + min(left, OVERLAP))

    def revoke(self, actor: Actor, key: str, reason: str) -> Bundle:
        """The district's word that nothing signed with a key counts. Returns what all import.

        Raises Refusal proof.no_root, proof.unknown, clerks.reason_needed.
        """
        with transaction(self._engine) as session:
            require_active(session, actor, MANAGE_KEYS)
            if not reason.strip():
                raise Refusal("clerks.reason_needed")
            root = held.root_key(session)
            found = next((k for k in trust(held.bundle(session)).endorsed if k.hex() == key), None)
            if found is None:
                raise Refusal("proof.unknown")
            word = Revocation(root.name, found, self._clock.now())
            held.keep(
                session,
                self._clock,
                HeldKind.REVOCATION,
                sign(held.private(root), word.claims(), REVOCATION),
            )
            self._tell(session, actor, "key.revoked", key, reason=reason.strip())
            return held.bundle(session)

    def _new(self, session: Session, actor: Actor, since: date) -> Bundle:
        row = self._make(session, actor, KeyRole.CENTRE, self._office.name_ko)
        asked = Request(
            office=held.named(self._office),
            public=row.public,
            name_ko=self._office.name_ko,
            name_en=self._office.name_en,
            not_before=datetime.combine(since, time(), SEOUL),
            issued_at=self._clock.now(),
        )
        return Bundle(requests=(sign(held.private(row), asked.claims(), REQUEST),))

    def _make(self, session: Session, actor: Actor, role: KeyRole, name: str) -> SigningKey:
        key = ec.generate_private_key(ec.SECP256R1())
        public = public_of(key)
        row = SigningKey(
            id=key_id(public).hex(),
            role=role,
            name=name,
            private=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
            public=public,
            made_at=self._clock.now(),
        )
        session.add(row)
        self._tell(session, actor, "key.made", row.id, role=role.value)
        return row

    def _endorse(
        self, session: Session, actor: Actor, asked: Request, since: datetime, until: datetime
    ) -> None:
        root = held.root_key(session)
        key = held.private(root)
        word = Endorsement(
            district=root.name,
            office=asked.office,
            public=asked.public,
            name_ko=asked.name_ko,
            name_en=asked.name_en,
            not_before=since,
            not_after=until,
            issued_at=self._clock.now(),
        )
        held.keep(session, self._clock, HeldKind.ENDORSEMENT, sign(key, word.claims(), ENDORSEMENT))
        held.keep(session, self._clock, HeldKind.CERTIFICATE, x509.certificate(key, word))
        said = {"office": asked.office, "since": str(since), "until": str(until)}
        self._tell(session, actor, "key.endorsed", key_id(asked.public).hex(), **said)

    def _tell(self, session: Session, actor: Actor, action: str, key: str, **said: object) -> None:
        record(session, self._clock, actor, action, f"key:{key}", said)


def _period(first: date, until: date | None) -> tuple[datetime, datetime]:
    """Whole days in Seoul. Raises Refusal proof.period."""
    last = until or first + LIFE
    if last < first:
        raise Refusal("proof.period")
    end = datetime.combine(last, time(23, 59, 59), SEOUL)
    return datetime.combine(first, time(), SEOUL), end


def _request(token: bytes) -> Request | None:
    """What a token asks, if it was signed with the key it asks for."""
    try:
        found = read(token)
        asked = request(found.claims)
        public_key(asked.public)
    except Malformed:
        return None
    return asked if found.type == REQUEST and found.holds(asked.public) else None
