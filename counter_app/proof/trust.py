"""What a verifier holds: the roots it trusts, and what they and their centres have said.

The file `counter keys export` writes and everybody else reads.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from counter_app.proof.cose import Claims, Malformed, Token, key_id, read
from counter_app.proof.tokens import (
    ENDORSEMENT,
    REVOCATION,
    STATUS_LIST,
    Endorsement,
    Revocation,
    StatusList,
    endorsement,
    revocation,
    status_list,
)

Said = TypeVar("Said")
KINDS = ("roots", "endorsements", "revocations", "lists")
"""What every trust file has."""
OTHERS = ("requests", "certificates")
"""What passes between centre and district besides; strangers need none of it."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Public keys (SPKI, DER) and tokens, as they came; nothing is proven by being in it."""

    roots: tuple[bytes, ...] = ()
    endorsements: tuple[bytes, ...] = ()
    revocations: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    requests: tuple[bytes, ...] = ()
    """A centre's keys that ask to be endorsed, each a token signed with the key itself."""
    certificates: tuple[bytes, ...] = ()
    """X.509 (DER) of roots and centres' keys, for seals in PDF."""

    def to_json(self) -> str:
        parts = {
            kind: [base64.b64encode(data).decode() for data in getattr(self, kind)]
            for kind in (*KINDS, *OTHERS)
            if kind in KINDS or getattr(self, kind)
        }
        return json.dumps({"counter-trust": 1, **parts}, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Bundle":
        """Raises Malformed."""
        try:
            data = json.loads(text)
            if data["counter-trust"] != 1:
                raise Malformed
            return cls(**{k: tuple(_binary(data.get(k, []))) for k in (*KINDS, *OTHERS)})
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Malformed from None


@dataclass(frozen=True, slots=True)
class Trust:
    """What is left of a bundle once every signature has been checked, by key id."""

    roots: Mapping[bytes, bytes]
    endorsed: Mapping[bytes, Endorsement]
    revoked: frozenset[bytes]
    lists: Mapping[tuple[str, bytes], StatusList]
    """By office and list id: the newest of each."""


def trust(bundle: Bundle) -> Trust:
    """What the bundle's roots and their centres say."""
    roots = {key_id(root): root for root in bundle.roots}
    endorsed: dict[bytes, Endorsement] = {}
    for _, word in endorsements(bundle):
        known = endorsed.get(key_id(word.public))
        if known is None or word.issued_at > known.issued_at:
            endorsed[key_id(word.public)] = word
    revoked = frozenset(word.key_id for _, word in revocations(bundle))
    lists: dict[tuple[str, bytes], StatusList] = {}
    for _, found in _lists(bundle.lists, endorsed, revoked):
        name = (found.office, found.list_id)
        if name not in lists or found.issued_at > lists[name].issued_at:
            lists[name] = found
    return Trust(roots, endorsed, revoked, lists)


def endorsements(bundle: Bundle) -> Iterator[tuple[bytes, Endorsement]]:
    """Those that one of the bundle's roots has signed, each with its token."""
    return _said(bundle.endorsements, ENDORSEMENT, bundle.roots, endorsement)


def revocations(bundle: Bundle) -> Iterator[tuple[bytes, Revocation]]:
    """Those that one of the bundle's roots has signed, each with its token."""
    return _said(bundle.revocations, REVOCATION, bundle.roots, revocation)


def lists(bundle: Bundle) -> Iterator[tuple[bytes, StatusList]]:
    """Those that count, each with its token."""
    found = trust(bundle)
    return _lists(bundle.lists, found.endorsed, found.revoked)


def _said(
    tokens: Iterable[bytes], kind: str, roots: Iterable[bytes], meant: Callable[[Claims], Said]
) -> Iterator[tuple[bytes, Said]]:
    trusted = {key_id(root): root for root in roots}
    for data, token in _readable(tokens, kind):
        root = trusted.get(token.key_id)
        if root and token.holds(root):
            with suppress(Malformed):
                yield data, meant(token.claims)


def _lists(
    tokens: Iterable[bytes], endorsed: Mapping[bytes, Endorsement], revoked: frozenset[bytes]
) -> Iterator[tuple[bytes, StatusList]]:
    """A list counts if its office's key, endorsed when it was made and not revoked, signed it."""
    for data, token in _readable(tokens, STATUS_LIST):
        key = endorsed.get(token.key_id)
        if key is None or token.key_id in revoked or not token.holds(key.public):
            continue
        with suppress(Malformed):
            found = status_list(token.claims)
            if found.office == key.office and key.not_before <= found.issued_at <= key.not_after:
                yield data, found


def _readable(tokens: Iterable[bytes], kind: str) -> Iterator[tuple[bytes, Token]]:
    for data in tokens:
        with suppress(Malformed):
            token = read(data)
            if token.type == kind:
                yield data, token


def _binary(texts: Any) -> Iterable[bytes]:
    return (base64.b64decode(text, validate=True) for text in texts)
