"""Confirmation numbers: 14 random digits and two check digits (ISO 7064, MOD 97-10)."""

import secrets

DIGITS = 16


def new_number() -> str:
    body = f"{secrets.randbelow(10**14):014d}"
    return f"{body}{98 - int(body) * 100 % 97:02d}"


def is_number(text: str) -> bool:
    """Whether it can be one: every wrong digit and every swap of two neighbours is noticed."""
    return len(text) == DIGITS and text.isascii() and text.isdigit() and int(text) % 97 == 1


def grouped(number: str) -> str:
    """As it is printed: `1234 5678 9012 3456`."""
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))
