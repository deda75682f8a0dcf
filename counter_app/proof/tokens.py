"""What district and centre say about keys and void certificates, as claims of signed tokens."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from counter_app.clock import SEOUL
from counter_app.proof.cose import Claims, Malformed

ISSUER, SUBJECT, EXPIRES, NOT_BEFORE, ISSUED_AT = 1, 2, 4, 5, 6
REQUEST, ENDORSEMENT, REVOCATION, STATUS_LIST = (
    "counter-request",
    "counter-endorsement",
    "counter-revocation",
    "application/statuslist+cwt",
)
_PUBLIC_KEY, _NAME_KO, _NAME_EN, _REVOKED = -70010, -70011, -70012, -70020
_STATUS = 65533
_MOST_LIST = 4_000_000  # bytes: 32 million certificates

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Request:
    """A centre asks its district to endorse a key (SPKI, DER) from a day on; signed with that key,
    which shows that the centre has it."""

    office: str
    public: bytes
    name_ko: str
    name_en: str
    not_before: datetime
    issued_at: datetime

    def claims(self) -> Claims:
        return {
            SUBJECT: self.office,
            NOT_BEFORE: seconds(self.not_before),
            ISSUED_AT: seconds(self.issued_at),
            _PUBLIC_KEY: self.public,
            _NAME_KO: self.name_ko,
            _NAME_EN: self.name_en,
        }


def request(claims: Claims) -> Request:
    """Raises Malformed."""
    return Request(
        office=part(claims, SUBJECT, str),
        public=part(claims, _PUBLIC_KEY, bytes),
        name_ko=part(claims, _NAME_KO, str),
        name_en=part(claims, _NAME_EN, str),
        not_before=moment(claims, NOT_BEFORE if NOT_BEFORE in claims else ISSUED_AT),
        issued_at=moment(claims, ISSUED_AT),
    )


@dataclass(frozen=True, slots=True)
class Endorsement:
    """A district's word that a key (SPKI, DER) is an office's, for what is issued in its time."""

    district: str
    office: str
    public: bytes
    name_ko: str
    name_en: str
    not_before: datetime
    not_after: datetime
    issued_at: datetime

    def claims(self) -> Claims:
        return {
            ISSUER: self.district,
            SUBJECT: self.office,
            EXPIRES: seconds(self.not_after),
            NOT_BEFORE: seconds(self.not_before),
            ISSUED_AT: seconds(self.issued_at),
            _PUBLIC_KEY: self.public,
            _NAME_KO: self.name_ko,
            _NAME_EN: self.name_en,
        }


def endorsement(claims: Claims) -> Endorsement:
    """Raises Malformed."""
    return Endorsement(
        district=part(claims, ISSUER, str),
        office=part(claims, SUBJECT, str),
        public=part(claims, _PUBLIC_KEY, bytes),
        name_ko=part(claims, _NAME_KO, str),
        name_en=part(claims, _NAME_EN, str),
        not_before=moment(claims, NOT_BEFORE),
        not_after=moment(claims, EXPIRES),
        issued_at=moment(claims, ISSUED_AT),
    )


@dataclass(frozen=True, slots=True)
class Revocation:
    """A district's word that nothing signed with a key counts any more, whenever it was signed."""

    district: str
    key_id: bytes
    issued_at: datetime

    def claims(self) -> Claims:
        return {
            ISSUER: self.district,
            ISSUED_AT: seconds(self.issued_at),
            _REVOKED: self.key_id,
        }


def revocation(claims: Claims) -> Revocation:
    """Raises Malformed."""
    return Revocation(
        part(claims, ISSUER, str), part(claims, _REVOKED, bytes), moment(claims, ISSUED_AT)
    )


@dataclass(frozen=True, slots=True)
class StatusList:
    """Which certificates of a list are void, as its office knew it at `issued_at`."""

    office: str
    list_id: bytes
    issued_at: datetime
    expires: datetime
    bits: bytes
    """One bit a certificate, the lowest of each byte first; 1 is void."""

    def claims(self) -> Claims:
        return {
            ISSUER: self.office,
            SUBJECT: self.list_id.hex(),
            EXPIRES: seconds(self.expires),
            ISSUED_AT: seconds(self.issued_at),
            _STATUS: {"bits": 1, "lst": zlib.compress(self.bits, 9)},
        }

    def holds(self, index: int) -> bool:
        return 0 <= index < 8 * len(self.bits)

    def is_void(self, index: int) -> bool:
        return self.holds(index) and bool(self.bits[index // 8] >> index % 8 & 1)


def status_list(claims: Claims) -> StatusList:
    """Raises Malformed."""
    listed = part(claims, _STATUS, dict)
    if listed.get("bits") != 1 or not isinstance(listed.get("lst"), bytes):
        raise Malformed
    try:
        inflate = zlib.decompressobj()
        bits = inflate.decompress(listed["lst"], _MOST_LIST)
        list_id = bytes.fromhex(part(claims, SUBJECT, str))
    except (zlib.error, ValueError):
        raise Malformed from None
    if not inflate.eof or inflate.unused_data:
        raise Malformed
    return StatusList(
        office=part(claims, ISSUER, str),
        list_id=list_id,
        issued_at=moment(claims, ISSUED_AT),
        expires=moment(claims, EXPIRES),
        bits=bits,
    )


def seconds(at: datetime) -> int:
    return int(at.timestamp())


def moment(claims: Claims, name: int) -> datetime:
    try:
        return datetime.fromtimestamp(part(claims, name, int), SEOUL)
    except (OverflowError, OSError, ValueError):
        raise Malformed from None


def part(claims: Claims, name: int, kind: type[Value]) -> Value:
    """Raises Malformed where it is missing or of another type."""
    value = claims.get(name)
    if type(value) is not kind:
        raise Malformed
    return value
