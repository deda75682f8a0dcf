"""A certificate's claims in its QR code: what a verifier compares with the page."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from counter_app.proof.cose import Claims, Malformed
from counter_app.proof.listed import Listed, listed
from counter_app.proof.tokens import ISSUED_AT, ISSUER, moment, part, seconds

_NUMBER, _KIND, _FIELDS, _STATUS, _CONFIRMATION = -70001, -70002, -70003, -70004, -70005
_LISTS = -70006
_DIGEST_BYTES = 8


@dataclass(frozen=True, slots=True)
class Cut:
    """A text too long for the code: how it begins, and the digest of the whole."""

    start: str
    digest: bytes

    def __str__(self) -> str:
        return f"{self.start}…"


SignedText = str | Cut


@dataclass(frozen=True, slots=True)
class Signed:
    """What the code of one certificate says. `office` is "KR-" and the office's code; `fields` go
    by number, as resources/proof/fields.json names them; texts are as printed. `lists`: the paper's
    tables and copied pages; None in codes of the first days, which say nothing of them."""

    office: str
    issued_at: datetime
    issue_number: str
    kind: str
    fields: dict[int, SignedText]
    list_id: bytes
    index: int
    confirmation: str
    lists: tuple[Listed, ...] | None = None

    def claims(self) -> Claims:
        fields = {
            number: [text.start, text.digest] if isinstance(text, Cut) else text
            for number, text in self.fields.items()
        }
        lists = {} if self.lists is None else {_LISTS: [made.claim() for made in self.lists]}
        return {
            ISSUER: self.office,
            ISSUED_AT: seconds(self.issued_at),
            _NUMBER: self.issue_number,
            _KIND: self.kind,
            _FIELDS: fields,
            _STATUS: [self.list_id, self.index],
            _CONFIRMATION: int(self.confirmation),
            **lists,
        }


def signed(claims: Claims) -> Signed:
    """Raises Malformed."""
    status = part(claims, _STATUS, list)
    if [type(entry) for entry in status] != [bytes, int]:
        raise Malformed
    return Signed(
        office=part(claims, ISSUER, str),
        issued_at=moment(claims, ISSUED_AT),
        issue_number=part(claims, _NUMBER, str),
        kind=part(claims, _KIND, str),
        fields={_number(key): _text(v) for key, v in part(claims, _FIELDS, dict).items()},
        list_id=status[0],
        index=status[1],
        confirmation=f"{part(claims, _CONFIRMATION, int):016d}",
        lists=tuple(map(listed, part(claims, _LISTS, list))) if _LISTS in claims else None,
    )


def digest(text: str) -> bytes:
    """Of the text without its spaces, which a page may set otherwise."""
    return hashlib.sha256("".join(text.split()).encode()).digest()[:_DIGEST_BYTES]


def _number(key: Any) -> int:
    if type(key) is not int:
        raise Malformed
    return key


def _text(value: Any) -> SignedText:
    if isinstance(value, str):
        return value
    match value:
        case [str(start), bytes(summary)] if len(summary) == _DIGEST_BYTES:
            return Cut(start, summary)
    raise Malformed
