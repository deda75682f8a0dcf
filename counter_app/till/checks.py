"""What a clerk types at the till, checked."""

from collections.abc import Mapping

from counter_app.errors import Refusal
from counter_app.written import words

DENOMINATIONS = (50_000, 10_000, 5_000, 1_000, 500, 100, 50, 10)
"""Notes and coins in use, in won."""
MOST_WON = 100_000_000
LONGEST_REASON = 200


def checked_reason(text: str) -> str:
    """One line of words. Raises Refusal till.reason_needed, .reason_long, certificates.no_glyph."""
    reason = words(text)
    if not reason:
        raise Refusal("till.reason_needed")
    if len(reason) > LONGEST_REASON:
        raise Refusal("till.reason_long", limit=LONGEST_REASON)
    return reason


def checked_won(won: int, *, least: int) -> int:
    """Raises Refusal till.won_positive, till.won_negative, till.won_too_much."""
    if won < least:
        raise Refusal("till.won_positive" if least else "till.won_negative")
    if won > MOST_WON:
        raise Refusal("till.won_too_much", limit=f"{MOST_WON:,}")
    return won


def counted(pieces: Mapping[int, int]) -> int:
    """What notes and coins come to. Raises Refusal till.denomination and as `checked_won`."""
    for value, count in pieces.items():
        if value not in DENOMINATIONS:
            values = ", ".join(f"{d:,}" for d in DENOMINATIONS)
            raise Refusal("till.denomination", value=f"{value:,}", values=values)
        checked_won(count, least=0)
    return checked_won(sum(value * count for value, count in pieces.items()), least=0)
