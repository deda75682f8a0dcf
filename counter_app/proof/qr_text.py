"""The text in a certificate's QR code: "CC1:" and the token in base45, alphanumeric throughout."""

import re

import base45

from counter_app.proof.cose import Malformed

PREFIX = "CC1:"
_LIKE_OURS = re.compile("CC[0-9]+:")


def to_text(token: bytes) -> str:
    text: str = base45.b45encode(token).decode("ascii")
    return PREFIX + text


def from_text(text: str) -> bytes:
    """The token. Line breaks that a copy has brought in are overlooked.

    Raises Malformed for what `to_text` cannot have made.
    """
    body = tidy(text).removeprefix(PREFIX)
    try:
        token: bytes = base45.b45decode(body)
    except ValueError:
        raise Malformed from None
    if to_text(token) != PREFIX + body:
        raise Malformed
    return token


def is_ours(text: str) -> bool:
    return tidy(text).startswith(PREFIX)


def is_newer(text: str) -> bool:
    """Whether it is a code like ours in a form that this program does not know."""
    return bool(_LIKE_OURS.match(tidy(text))) and not is_ours(text)


def tidy(text: str) -> str:
    """Without line breaks and tabs, and without blanks around it: a space is a base45 digit, but
    no code ends in one, for the last digit of a pair or triple is never that large."""
    return text.translate({ord(c): None for c in "\r\n\t\ufeff"}).lstrip().rstrip(" \u00a0")
