"""Numbers off a paper as people type and paste them: full-width, in groups, with any dash."""

import re
from unicodedata import category, normalize

_DASHES = "\u2212\u1173"
"""Beside those that Unicode calls dashes: the minus, and the vowel that is taken for one (ㅡ)."""
_ISSUE_NUMBER = re.compile(r"\d{4}-\w+-[A-Z]{1,6}-\d+")


def digits_of(text: str) -> str:
    """What can only be a confirmation number: its digits; "" for anything else."""
    digits = re.sub(r"[-\s]", "", _plain(text))
    return digits if digits.isascii() and digits.isdigit() else ""


def issue_number_of(text: str) -> str:
    """As it is printed; "" for anything else."""
    parted = re.sub(r"[-\s]+", "-", _plain(text)).upper()
    return parted if _ISSUE_NUMBER.fullmatch(parted) else ""


def _plain(text: str) -> str:
    kinds = ((category(letter), letter) for letter in normalize("NFKC", text))
    seen = (
        "-" if kind == "Pd" or letter in _DASHES else letter
        for kind, letter in kinds
        if kind != "Cf"
    )
    return "".join(seen).strip()
