"""The keys known here: what strangers are told of them, and what is believed of others."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.office import Office
from counter_app.privacy.actor import MANAGE_KEYS, Actor
from counter_app.privacy.audit import record
from counter_app.privacy.clerks import require_active
from counter_app.proof import held, x509
from counter_app.proof.cose import Malformed, public_key, sign
from counter_app.proof.tokens import STATUS_LIST
from counter_app.proof.trust import Bundle, Trust, endorsements, lists, revocations, trust
from db.engine import reading, transaction
from db.proof import Held, HeldKind, KeyRole, SigningKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey


class KeyState(StrEnum):
    ROOT = "root"
    SIGNS = "signs"
    READY = "ready"
    """Endorsed and in its time, but another key signs, or it is another PC's."""
    COMING = "coming"
    WAITING = "waiting"
    """Not endorsed yet."""
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class KeyView:
    """`id` in hex; `here`: this PC has its private half. Times are None while not endorsed."""

    id: str
    office: str
    state: KeyState
    here: bool
    not_before: datetime | None
    not_after: datetime | None


@dataclass(frozen=True, slots=True)
class Sealing:
    """What seals a PDF: the key that signs now, its X.509 certificate and the roots' (DER)."""

    key: "EllipticCurvePrivateKey"
    certificate: bytes
    roots: tuple[bytes, ...]


class KnownKeys:
    def __init__(self, engine: Engine, clock: Clock, office: Office) -> None:
        self._engine = engine
        self._clock = clock
        self._office = office

    def take_in(self, actor: Actor, given: Bundle, pin: str | None = None) -> int:
        """Keeps what trusted roots have signed. `pin`: the fingerprint of a root to trust from
        now on. Returns how many things were new, 0 when all of it is known here already.

        Raises Refusal proof.root_not_pinned (fingerprint), proof.nothing_trusted, clerks.*.
        """
        with transaction(self._engine) as session:
            require_active(session, actor, MANAGE_KEYS)
            ours = held.bundle(session)
            strange = [root for root in given.roots if root not in ours.roots]
            for root in strange:
                if fingerprint(root) != pin:
                    raise Refusal("proof.root_not_pinned", fingerprint=fingerprint(root))
            trusted = replace(given, roots=(*ours.roots, *strange))
            known_roots = {*ours.roots} - {*given.roots}
            proven = {data: kind for kind, data in _proven(ours, trusted)}
            if not proven.keys() - known_roots:
                raise Refusal("proof.nothing_trusted")
            before = set(session.exec(select(Held.data)))
            fresh = {data: kind for data, kind in proven.items() if data not in before}
            if not fresh:
                return 0
            for data, kind in fresh.items():
                held.keep(session, self._clock, kind, data)
            said = {"new": len(fresh), "pinned": [fingerprint(root) for root in strange]}
            record(session, self._clock, actor, "keys.imported", "keys", said)
            return len(fresh)

    def export(self) -> Bundle:
        """What strangers need, with this PC's lists of void certificates as they are now. While no
        key signs it goes without these: word of a revoked key cannot wait for the next."""
        now = self._clock.now()
        with reading(self._engine) as session:
            found = held.bundle(session)
            if held.standing(session, now).signs:
                key = held.private(held.signing_key(session, now))
                own = held.own_lists(session, held.named(self._office), now)
                signed = tuple(sign(key, made.claims(), STATUS_LIST) for made in own)
                found = replace(found, lists=found.lists + signed)
        return replace(found, certificates=())

    def unlisted(self) -> held.Standing | None:
        """Why `export` goes without this PC's lists; None if it does not, or there are none."""
        now = self._clock.now()
        with reading(self._engine) as session:
            standing = held.standing(session, now)
            lists = held.own_lists(session, held.named(self._office), now)
        return standing if lists and not standing.signs else None

    def trust(self) -> Trust:
        """What a verifier on this PC goes by."""
        with reading(self._engine) as session:
            return held.trusted(session, held.named(self._office), self._clock.now())

    def sealing(self) -> Sealing:
        """Raises Refusal proof.no_key."""
        with reading(self._engine) as session:
            row = held.signing_key(session, self._clock.now())
            found = held.taken_in(session)
        own = next(c for c in reversed(found.certificates) if x509.key_of(c) == row.public)
        roots = tuple(c for c in found.certificates if x509.key_of(c) in found.roots)
        return Sealing(held.private(row), own, roots)

    def both(self) -> bool:
        """Whether the district's root and keys of a centre lie in this one home, so that a key
        endorsed here is vouched for by nobody else."""
        with reading(self._engine) as session:
            return set(session.exec(select(SigningKey.role))) == set(KeyRole)

    def standing(self) -> held.Standing:
        """Whether this PC can sign now, and for how long."""
        with reading(self._engine) as session:
            return held.standing(session, self._clock.now())

    def old_lists(self) -> int:
        """How many lists of void certificates taken in from others have run out."""
        now = self._clock.now()
        with reading(self._engine) as session:
            found = trust(held.bundle(session)).lists
        return sum(made.expires < now for made in found.values())

    def views(self) -> tuple[KeyView, ...]:
        """Roots, then this PC's keys, then others that are endorsed."""
        now = self._clock.now()
        with reading(self._engine) as session:
            known = trust(held.bundle(session))
            rows = session.exec(select(SigningKey).order_by(col(SigningKey.made_at))).all()
            signs = _signs(session, now)
        own = {bytes.fromhex(row.id): row for row in rows}
        return tuple(
            _view(key, own.get(key), known, signs, now)
            for key in dict.fromkeys((*known.roots, *own, *known.endorsed))
        )


def fingerprint(public: bytes) -> str:
    """SHA-256 of a public key (SPKI, DER), in hex: what two people compare by telephone."""
    return hashlib.sha256(public).hexdigest()


def _proven(ours: Bundle, given: Bundle) -> Iterator[tuple[HeldKind, bytes]]:
    """What is worth keeping; `given` has the trusted roots only."""
    for root in given.roots:
        if _is_key(root):
            yield HeldKind.ROOT, root
    yield from ((HeldKind.ENDORSEMENT, data) for data, _ in endorsements(given))
    yield from ((HeldKind.REVOCATION, data) for data, _ in revocations(given))
    together = replace(
        given,
        endorsements=ours.endorsements + given.endorsements,
        revocations=ours.revocations + given.revocations,
    )
    yield from ((HeldKind.LIST, data) for data, _ in lists(together))
    for certificate in given.certificates:
        if any(x509.is_signed_by(certificate, root) for root in given.roots):
            yield HeldKind.CERTIFICATE, certificate


def _is_key(data: bytes) -> bool:
    try:
        public_key(data)
    except Malformed:
        return False
    return True


def _signs(session: Session, now: datetime) -> bytes | None:
    try:
        return bytes.fromhex(held.signing_key(session, now).id)
    except Refusal:
        return None


def _view(
    key: bytes, own: SigningKey | None, known: Trust, signs: bytes | None, now: datetime
) -> KeyView:
    word, state = known.endorsed.get(key), _state(key, known, signs, now)
    office = own.name if own else word.name_ko if word else ""
    since, until = (word.not_before, word.not_after) if word else (None, None)
    return KeyView(key.hex(), office, state, own is not None, since, until)


def _state(key: bytes, known: Trust, signs: bytes | None, now: datetime) -> KeyState:
    word = known.endorsed.get(key)
    states = (
        (key in known.roots, KeyState.ROOT),
        (key in known.revoked, KeyState.REVOKED),
        (word is None, KeyState.WAITING),
        (word and now < word.not_before, KeyState.COMING),
        (word and now > word.not_after, KeyState.EXPIRED),
        (key == signs, KeyState.SIGNS),
    )
    return next((state for holds, state in states if holds), KeyState.READY)
