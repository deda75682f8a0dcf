"""Where a household has lived, and when it told the centre: mostly in time, some late, some not."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from counter_app.demo.addresses import draw_former, draw_home
from counter_app.demo.luck import between, weighted
from counter_app.residents.views import Address

_MOVES = (45, 75, 90, 97, 100)
"""Of a hundred households, so many have moved not at all, at most once, twice …"""


@dataclass(frozen=True, slots=True)
class Move:
    moved_in: date
    moved_out: date | None
    reported_on: date | None
    text: str
    centre: str


def draw_moves(random: Random, since: date, foreign: bool, today: date) -> list[Move]:
    """Oldest first; the last is today's home."""
    span = (today - since).days
    wanted = weighted(random, range(5), _MOVES)
    days = {between(random, 60, span - 1) for _ in range(wanted)} if span > 120 else set()
    if span > 120 and random.random() < (0.03 if foreign else 0.005):
        days.add(span - between(random, 1, 45))
        unreported = True
    else:
        unreported = False
    starts = [since, *(since + timedelta(days=day) for day in sorted(days))]
    ends: list[date | None] = [*starts[1:], None]
    moves = []
    for start, end in zip(starts, ends, strict=True):
        place = draw_former(random) if end else draw_home(random)
        reported = start + timedelta(days=_delay(random))
        told = None if (unreported and not end) or reported > (end or today) else reported
        moves.append(Move(start, end, told, place.address(random), place.centre))
    return moves


def lived(moves: list[Move], since: date, registered: date) -> tuple[Address, ...]:
    """The part of a household's moves that one member, there from `since`, took part in.

    The first home is reported with the registration.
    """
    first, *later = (move for move in moves if move.moved_out is None or move.moved_out > since)
    told = min(registered, first.moved_out or registered)
    return (
        Address(max(first.moved_in, since), first.moved_out, told, first.text),
        *(Address(move.moved_in, move.moved_out, move.reported_on, move.text) for move in later),
    )


def _delay(random: Random) -> int:
    return between(random, 16, 200) if random.random() < 0.07 else between(random, 0, 14)
