"""COSE_Sign1 with ES256 in one fixed form: tag 18, deterministic CBOR, nothing unprotected."""

import hashlib
from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

_TAG = 18
_ALGORITHM, _KEY_ID, _TYPE = 1, 4, 16
_ES256 = -7
_ECDSA = ec.ECDSA(hashes.SHA256())
_REPEATABLE = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)  # RFC 6979
KEY_ID_BYTES = 8

Claims = dict[int, Any]


class Malformed(ValueError):
    """Not a token of this form."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says and who says so; nothing is proven until `holds`. `type` is "" in a
    certificate's code, which has no room for one."""

    key_id: bytes
    type: str
    claims: Claims
    protected: bytes
    payload: bytes
    signature: bytes

    def holds(self, public: bytes) -> bool:
        """Whether the key (SPKI, DER) has signed it."""
        r, s = (int.from_bytes(half, "big") for half in (self.signature[:32], self.signature[32:]))
        try:
            public_key(public).verify(
                encode_dss_signature(r, s), _signed(self.protected, self.payload), _ECDSA
            )
        except (InvalidSignature, Malformed):
            return False
        return True


def sign(key: ec.EllipticCurvePrivateKey, claims: Claims, kind: str = "") -> bytes:
    """A token whose bytes depend on key, claims and type alone."""
    head: dict[int, object] = {_ALGORITHM: _ES256, _KEY_ID: key_id(public_of(key))}
    protected = _encoded(head | ({_TYPE: kind} if kind else {}))
    payload = _encoded(claims)
    r, s = decode_dss_signature(key.sign(_signed(protected, payload), _REPEATABLE))
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return _encoded(cbor2.CBORTag(_TAG, [protected, {}, payload, signature]))


def read(token: bytes) -> Token:
    """Raises Malformed for anything but a token of exactly this form."""
    try:
        outer = cbor2.loads(token)
        protected, unprotected, payload, signature = outer.value
        head, claims = cbor2.loads(protected), cbor2.loads(payload)
        key, kind = head[_KEY_ID], head.get(_TYPE, "")
        again = _encoded(cbor2.CBORTag(_TAG, [_encoded(head), {}, _encoded(claims), signature]))
    except (cbor2.CBORError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        raise Malformed from None
    whole = again == token and outer.tag == _TAG and unprotected == {}
    typed = {_ALGORITHM: _ES256, _KEY_ID: key} | ({_TYPE: kind} if kind else {})
    if not whole or head != typed or not isinstance(claims, dict):
        raise Malformed
    if not (isinstance(key, bytes) and len(key) == KEY_ID_BYTES and isinstance(kind, str)):
        raise Malformed
    if not (isinstance(signature, bytes) and len(signature) == 64):
        raise Malformed
    return Token(key, kind, claims, protected, payload, signature)


def key_id(public: bytes) -> bytes:
    """The first 8 bytes of the SHA-256 of a public key (SPKI, DER)."""
    return hashlib.sha256(public).digest()[:KEY_ID_BYTES]


def public_key(public: bytes) -> ec.EllipticCurvePublicKey:
    """A key on P-256 from its SPKI (DER). Raises Malformed for anything else."""
    try:
        key = load_der_public_key(public)
    except (ValueError, UnsupportedAlgorithm):
        raise Malformed from None
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    raise Malformed


def public_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _signed(protected: bytes, payload: bytes) -> bytes:
    return _encoded(["Signature1", protected, b"", payload])


def _encoded(value: object) -> bytes:
    return cbor2.dumps(value, canonical=True)
