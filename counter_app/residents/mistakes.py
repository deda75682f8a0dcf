"""What a number with one slip of the finger may have been meant to be."""

import string
from collections.abc import Iterator

_DIGITS, _LETTERS = string.digits, string.ascii_uppercase


def of_number(number: str, length: int) -> list[str]:
    """Registration numbers of `length` digits from which it differs by one digit that is wrong,
    missing or too many, or by two that are exchanged."""
    kinds = {length - 1: (_missing,), length + 1: (_spare,)}.get(len(number), (_other, _exchanged))
    return sorted({one for kind in kinds for one in kind(number)} - {number})


def of_passport(number: str) -> list[str]:
    """Passports that differ by one wrong sign, or by two exchanged; a letter stays a letter."""
    return sorted({one for kind in (_other, _exchanged) for one in kind(number)} - {number})


def of_passport_cut(number: str) -> list[str]:
    """Those with a digit more or fewer, or with a letter in front that was left out."""
    before = (letter + number for letter in _LETTERS)
    return sorted({*before, *_missing(number), *_spare(number)})


def _other(number: str) -> Iterator[str]:
    for at, sign in enumerate(number):
        for other in _DIGITS if sign.isdigit() else _LETTERS:
            yield number[:at] + other + number[at + 1 :]


def _exchanged(number: str) -> Iterator[str]:
    for at in range(len(number) - 1):
        yield number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def _missing(number: str) -> Iterator[str]:
    for at in range(len(number) + 1):
        for digit in _DIGITS:
            yield number[:at] + digit + number[at:]


def _spare(number: str) -> Iterator[str]:
    for at in range(len(number)):
        yield number[:at] + number[at + 1 :]
