"""What the code on a ticket says: whose number it is, provable by the queue and by nobody else."""

from base64 import b32encode
from datetime import date
from hashlib import sha256

_CHECK = 8
"""Characters of five bits each."""


def token(office: str, day: date, number: str, action_id: str) -> str:
    """ "Q1/1144066000/20261116/E-104/K7QJ2M5X": scheme, office, day, number, check.

    Capitals, digits, hyphens and slashes, which a QR code packs most tightly. The check follows
    from the id of the action that took the number (the ticket's first event); that id is random
    and nowhere on paper, so a number seen on the board is not enough to make its code.
    """
    facts = f"Q1/{office}/{day:%Y%m%d}/{number}"
    check = b32encode(sha256(f"{facts}/{action_id}".encode()).digest()).decode()[:_CHECK]
    return f"{facts}/{check}"
