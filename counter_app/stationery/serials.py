"""Serials as they stand on secure paper: a prefix and digits that count up."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from counter_app.errors import Refusal
from counter_app.written import words

MOST_SHEETS = 5_000
LONGEST_REASON = 200
_PREFIX = re.compile(r"(?:[A-Z0-9가-힣-]{0,11}[A-Z가-힣-])?")
_SERIAL = re.compile(r"(.*?)(\d+)")
_DIGITS = 12
_BARE = 5
"""Digits of a serial without a prefix, so that it cannot be read as a number of sheets."""


@dataclass(frozen=True, slots=True)
class Span:
    """Serials from `first` to `last`, one prefix and one length."""

    prefix: str
    first: int
    last: int
    width: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def serial(self, number: int) -> str:
        return f"{self.prefix}{number:0{self.width}d}"

    def serials(self) -> Iterator[str]:
        return map(self.serial, range(self.first, self.last + 1))

    def __str__(self) -> str:
        first, last = self.serial(self.first), self.serial(self.last)
        return first if first == last else f"{first}-{last}"


def pack_span(prefix: str, first: str, last: str) -> Span:
    """What stands on a pack. Raises Refusal stationery.bad_prefix, stationery.bad_serials,
    stationery.bare_digits, stationery.too_many."""
    prefix = prefix.strip().upper()
    if not _PREFIX.fullmatch(prefix):
        raise Refusal("stationery.bad_prefix", prefix=prefix)
    span = _span(prefix, first.strip(), last.strip())
    if not prefix and span.width < _BARE:
        raise Refusal("stationery.bare_digits", least=_BARE)
    return span


def parsed(text: str) -> Span:
    """ "SG0000012", "SG0000012-SG0000015" or "SG0000012-0000015". Raises Refusal
    stationery.bad_serials, stationery.too_many."""
    text = "".join(text.upper().split()).replace("~", "-")
    if found := _SERIAL.fullmatch(text):
        head, digits = found.groups()
        begin, dash, prefix = head.rpartition("-")
        if dash and (one := _SERIAL.fullmatch(begin)) and prefix in ("", one[1]):
            return _span(one[1], one[2], digits)
        return _span(head, digits, digits)
    raise Refusal("stationery.bad_serials", text=text[:40])


def _span(prefix: str, first: str, last: str) -> Span:
    whole = first.isascii() and first.isdigit() and last.isascii() and last.isdigit()
    if not whole or len(first) != len(last) or len(first) > _DIGITS or int(first) > int(last):
        raise Refusal("stationery.bad_serials", text=f"{prefix}{first}-{last}"[:40])
    span = Span(prefix, int(first), int(last), len(first))
    if span.last - span.first >= MOST_SHEETS:
        raise Refusal("stationery.too_many", most=f"{MOST_SHEETS:,}")
    return span


def spans(serials: Iterable[str]) -> tuple[Span, ...]:
    """The serials, put together where one follows the other; in their order."""
    made: list[Span] = []
    for serial in serials:
        found = _SERIAL.fullmatch(serial)
        assert found  # noqa: S101 - every serial was made here
        prefix, digits = found.groups()
        before, number = made[-1] if made else None, int(digits)
        if before and (prefix, len(digits), number) == (
            before.prefix,
            before.width,
            before.last + 1,
        ):
            made[-1] = Span(prefix, before.first, number, before.width)
        else:
            made.append(Span(prefix, number, number, len(digits)))
    return tuple(made)


def told(serials: Iterable[str]) -> str:
    return ", ".join(map(str, spans(serials)))


def checked_reason(text: str) -> str:
    """One line of words. Raises Refusal stationery.reason_needed, .reason_long,
    certificates.no_glyph."""
    reason = words(text)
    if not reason:
        raise Refusal("stationery.reason_needed")
    if len(reason) > LONGEST_REASON:
        raise Refusal("stationery.reason_long", limit=LONGEST_REASON)
    return reason
