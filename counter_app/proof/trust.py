"""What a verifier holds: the roots it trusts, and what they and their centres have said.

The file `counter keys export` writes and everybody else reads.
"""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from counter_app.proof.cose import Claims, Malformed, Token, key_id, read
from counter_app.proof.tokens import (
    ENDORSEMENT,
    REVOCATION,
    STATUS_LIST,
    Endorsement,
    StatusList,
    endorsement,
    revocation,
    status_list,
)

Said = TypeVar("Said")
KINDS = ("roots", "endorsements", "revocations", "lists")


@dataclass(frozen=True, slots=True)
class Bundle:
    """Public keys (SPKI, DER) and tokens, as they came; nothing is proven by being in it."""

    roots: tuple[bytes, ...] = ()
    endorsements: tuple[bytes, ...] = ()
    revocations: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()

    def to_json(self) -> str:
        parts = {
            kind: [base64.b64encode(p).decode() for p in getattr(self, kind)] for kind in KINDS
        }
        return json.dumps({"counter-trust": 1, **parts}, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Bundle":
        """Raises Malformed."""
        try:
            data = json.loads(text)
            if data["counter-trust"] != 1:
                raise Malformed
            return cls(**{kind: tuple(_binary(data.get(kind, []))) for kind in KINDS})
        except (ValueError, TypeError, KeyError):
            raise Malformed from None

    def and_also(self, other: "Bundle") -> "Bundle":
        both = {k: tuple(dict.fromkeys(getattr(self, k) + getattr(other, k))) for k in KINDS}
        return Bundle(**both)


@dataclass(frozen=True, slots=True)
class Trust:
    """What is left of a bundle once every signature has been checked, by key id."""

    roots: Mapping[bytes, bytes]
    endorsed: Mapping[bytes, Endorsement]
    revoked: frozenset[bytes]
    lists: Mapping[tuple[str, bytes], StatusList]
    """By office and list id: the newest of each."""


def trust(bundle: Bundle, pinned: Iterable[bytes] | None = None) -> Trust:
    """What the `pinned` roots (all of the bundle's, if none are named) and their centres say."""
    roots = {key_id(root): root for root in (bundle.roots if pinned is None else pinned)}
    endorsed: dict[bytes, Endorsement] = {}
    for word in _said(bundle.endorsements, ENDORSEMENT, roots, endorsement):
        known = endorsed.get(key_id(word.public))
        if known is None or word.issued_at > known.issued_at:
            endorsed[key_id(word.public)] = word
    revoked = {r.key_id for r in _said(bundle.revocations, REVOCATION, roots, revocation)}
    lists: dict[tuple[str, bytes], StatusList] = {}
    for office, found in _lists(bundle.lists, endorsed, revoked):
        name = (office, found.list_id)
        if name not in lists or found.issued_at > lists[name].issued_at:
            lists[name] = found
    return Trust(roots, endorsed, frozenset(revoked), lists)


def _said(
    tokens: Iterable[bytes],
    kind: str,
    roots: Mapping[bytes, bytes],
    meant: Callable[[Claims], Said],
) -> Iterable[Said]:
    for token in _readable(tokens, kind):
        root = roots.get(token.key_id)
        if root and token.holds(root):
            try:
                yield meant(token.claims)
            except Malformed:
                continue


def _lists(
    tokens: Iterable[bytes], endorsed: Mapping[bytes, Endorsement], revoked: set[bytes]
) -> Iterable[tuple[str, StatusList]]:
    """A list counts if its office's key, endorsed when it was made and not revoked, signed it."""
    for token in _readable(tokens, STATUS_LIST):
        key = endorsed.get(token.key_id)
        if key is None or token.key_id in revoked or not token.holds(key.public):
            continue
        try:
            found = status_list(token.claims)
        except Malformed:
            continue
        if found.office == key.office and key.not_before <= found.issued_at <= key.not_after:
            yield found.office, found


def _readable(tokens: Iterable[bytes], kind: str) -> Iterable[Token]:
    for token in tokens:
        try:
            found = read(token)
        except Malformed:
            continue
        if found.type == kind:
            yield found


def _binary(texts: Any) -> Iterable[bytes]:
    return (base64.b64decode(text, validate=True) for text in texts)
