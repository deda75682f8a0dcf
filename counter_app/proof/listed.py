"""What a paper lists, in its code: how many rows or pages, their digest, and as much of each as
there is room for."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any
from unicodedata import bidirectional

from counter_app.certificates.content import Cell, Listing
from counter_app.proof.cose import Malformed
from counter_app.residents.masking import mask_passport

_DIGEST_BYTES, _MARK_BYTES = 8, 2
_MOST_MARKED = 60
_PASSPORT = re.compile("(?=[A-Z]*[0-9*])[A-Z0-9*]{5,}$")
FROM_THE_RIGHT = {"R", "AL"}

Items = Sequence[bytes]
"""Rows in their canonical form, or pages as they were copied (JPEG)."""


@dataclass(frozen=True, slots=True)
class Listed:
    """`number` as in resources/proof/fields.json. `texts`: every row, or none where there is no
    room; then `marks`, two bytes of the digest of each of the first rows or pages."""

    number: int
    count: int
    digest: bytes
    texts: tuple[str, ...] = ()
    marks: bytes = b""

    def claim(self) -> list[object]:
        return [self.number, self.count, self.digest, list(self.texts) or self.marks]

    def says_of(self, place: int, item: bytes) -> bool | None:
        """Whether the row or page at a place, from 0, is the one that was signed; None where the
        code has no room to tell."""
        if self.texts:
            return place < len(self.texts) and canonical(self.texts[place]) == item
        if place >= self.count:
            return False
        mark = self.marks[_MARK_BYTES * place :][:_MARK_BYTES]
        return mark == _digest(item)[:_MARK_BYTES] if mark else None


@dataclass(frozen=True, slots=True)
class Difference:
    """Between a list as signed and as found on the pages. `places`, from 1, differ for certain;
    none where it can only be told that something does."""

    number: int
    signed: int
    found: int
    places: tuple[int, ...]


def of_table(number: int, table: Listing) -> Listed:
    """A table as it is printed; passport numbers masked."""
    texts = tuple(row_text(row) for row in table.rows)
    found = of_items(number, [canonical(text) for text in texts])
    return Listed(number, found.count, found.digest, texts, found.marks)


def of_items(number: int, items: Items) -> Listed:
    digests = [_digest(item) for item in items]
    marks = b"".join(found[:_MARK_BYTES] for found in digests[:_MOST_MARKED])
    return Listed(number, len(items), _whole(digests), (), marks)


def row_text(row: Iterable[Cell]) -> str:
    """As a person reads it, one space between its words."""
    words = " ".join(f"{ko} {en}" for ko, en in row).split()
    return " ".join([*words[:-1], _masked(words[-1])]) if words else ""


def canonical(row: str) -> bytes:
    """What a row's digest is of: its text without spaces, what can be a passport number at its end
    masked. Readers of PDFs disagree on the order of letters written from the right: where there
    are any, all are sorted."""
    text = _masked("".join(row.split()))
    if any(bidirectional(letter) in FROM_THE_RIGHT for letter in text):
        text = "".join(sorted(text))
    return text.encode()


def difference(said: Listed, items: Items) -> Difference | None:
    """What `items`, found on the pages, have otherwise."""
    if len(items) == said.count and _whole([_digest(item) for item in items]) == said.digest:
        return None
    pairs = enumerate(zip_longest(items, range(said.count)))
    places = tuple(
        place + 1
        for place, (item, _) in pairs
        if item is None or said.says_of(place, item) is False
    )
    return Difference(said.number, said.count, len(items), places)


def listed(claim: Any) -> Listed:
    """Raises Malformed."""
    match claim:
        case [int(number), int(count), bytes(digest), bytes(marks)] if (
            len(digest) == _DIGEST_BYTES and len(marks) % _MARK_BYTES == 0
        ):
            texts: tuple[str, ...] = ()
        case [int(number), int(count), bytes(digest), [*rows]] if (
            len(digest) == _DIGEST_BYTES
            and len(rows) == count
            and all(isinstance(row, str) for row in rows)
        ):
            texts, marks = tuple(rows), b""
        case _:
            raise Malformed
    if count < 0 or isinstance(number, bool) or isinstance(count, bool):
        raise Malformed
    return Listed(number, count, digest, texts, marks)


def _masked(text: str) -> str:
    return _PASSPORT.sub(lambda found: mask_passport(found[0]), text)


def _whole(digests: Sequence[bytes]) -> bytes:
    return _digest(b"".join(digests))[:_DIGEST_BYTES]


def _digest(item: bytes) -> bytes:
    return hashlib.sha256(item).digest()
