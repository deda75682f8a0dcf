"""Which number a window calls next, and why. Pure: the same heads give the same choice.

Whoever waits in one lane is called in the order of arrival, so only the heads of the lanes are
looked at. In this order, with the first that applies:

1. Whoever has waited `cap_minutes` or more goes first, the earliest arrival before all.
2. Who was sent to this very window.
3. Priority and ordinary numbers take turns, `priority` to `ordinary` in a round.
4. The upper tier of the window's categories.
5. The earliest arrival.

A number sent to one window is left to it until it has waited `cap_minutes`, as the window may have
closed. A visitor who needs an interpreter is left to a window whose clerk speaks the language, for
at most `language_minutes`; there the turn comes as for everyone. Arrival is the ticket's id, not a
clock.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from counter_app.queue.views import TicketView, Why
from db.queue import Priority


@dataclass(frozen=True, slots=True)
class Fairness:
    """`priority` numbers are called for `ordinary` ones while both wait."""

    ordinary: int = 2
    priority: int = 1
    cap_minutes: int = 40
    language_minutes: int = 10

    @property
    def round(self) -> int:
        return self.ordinary + self.priority

    def due(self, turn: int) -> bool:
        """Whether it is the priority numbers' turn."""
        return turn % self.round < self.priority


@dataclass(frozen=True, slots=True)
class Lane:
    """`tongue`: the language an interpreter is needed for; `window`: the only one to call."""

    category: str
    priority: Priority | None = None
    tongue: str = ""
    window: int | None = None

    def __str__(self) -> str:
        return f"{self.category}|{self.priority or ''}|{self.tongue}|{self.window or ''}"


@cache
def lane_from(text: str) -> Lane:
    """Reads what str() of a lane wrote."""
    category, priority, tongue, window = text.split("|")
    return Lane(
        category,
        Priority(priority) if priority else None,
        tongue,
        int(window) if window else None,
    )


@dataclass(frozen=True, slots=True)
class Head:
    """The longest waiting ticket of a lane."""

    lane: Lane
    id: int
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """The calling window. `turn` is its place in the round of priority and ordinary numbers,
    `elsewhere` what the other open windows speak."""

    window: int | None = None
    serves: tuple[tuple[str, ...], ...] = ()
    languages: Collection[str] = ()
    turn: int = 0
    elsewhere: Collection[str] = ()

    def tier(self, category: str) -> int | None:
        """0 for the categories to be called first; None for those not served here."""
        if not self.serves:
            return 0
        return next((n for n, tier in enumerate(self.serves) if category in tier), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """`turn` is the window's place in the round after this call."""

    head: Head
    why: Why
    turn: int


def choose(heads: Iterable[Head], place: Place, rules: Fairness, now: datetime) -> Choice | None:
    """The next to be called at `place`, or None when nobody waits for it."""
    mine = [head for head in heads if callable_at(head, place, rules, now)]
    if not mine:
        return None
    cap = timedelta(minutes=rules.cap_minutes)
    if late := [head for head in mine if now - head.taken_at >= cap]:
        head = min(late, key=_arrival)
        minutes = (now - head.taken_at) // timedelta(minutes=1)
        return Choice(head, Why("why_long_wait", minutes), _turned(place.turn, head, rules))
    if sent := [head for head in mine if head.lane.window is not None]:
        head = min(sent, key=_arrival)
        return Choice(head, Why("why_sent_here"), _turned(place.turn, head, rules))
    urgent = [head for head in mine if head.lane.priority]
    if urgent and (rules.due(place.turn) or len(urgent) == len(mine)):
        mine = urgent
    elif len(urgent) < len(mine):
        mine = [head for head in mine if not head.lane.priority]
    head = min(mine, key=lambda head: (place.tier(head.lane.category) or 0, head.id))
    return Choice(head, _why(head, place), _turned(place.turn, head, rules))


def callable_at(head: Head, place: Place, rules: Fairness, now: datetime) -> bool:
    """Whether the window may call this one at all."""
    lane = head.lane
    if lane.window == place.window is not None:
        return True
    if lane.window is not None and now - head.taken_at < timedelta(minutes=rules.cap_minutes):
        return False
    if place.tier(lane.category) is None:
        return False
    if lane.tongue not in place.elsewhere or lane.tongue in place.languages:
        return True
    return now - head.taken_at >= timedelta(minutes=min(rules.language_minutes, rules.cap_minutes))


def calling_order(
    waiting: Iterable[TicketView], place: Place, rules: Fairness, now: datetime
) -> tuple[list[TicketView], list[TicketView], Why | None]:
    """All who wait: those this window calls, in its order as things stand; those it leaves to
    others, by arrival; and why the first is first."""
    lanes: dict[str, list[TicketView]] = {}
    for ticket in waiting:
        lanes.setdefault(ticket.lane, []).append(ticket)
    for queue in lanes.values():
        queue.reverse()
    heads = {lane: _head(queue[-1]) for lane, queue in lanes.items()}
    called: list[TicketView] = []
    first: Why | None = None
    while choice := choose(heads.values(), place, rules, now):
        lane = str(choice.head.lane)
        first = first or choice.why
        called.append(lanes[lane].pop())
        place = Place(place.window, place.serves, place.languages, choice.turn, place.elsewhere)
        if lanes[lane]:
            heads[lane] = _head(lanes[lane][-1])
        else:
            del heads[lane]
    left = sorted((ticket for queue in lanes.values() for ticket in queue), key=lambda t: t.id)
    return called, left, first


def _head(ticket: TicketView) -> Head:
    return Head(lane_from(ticket.lane), ticket.id, ticket.taken_at)


def _arrival(head: Head) -> int:
    return head.id


def _turned(turn: int, head: Head, rules: Fairness) -> int:
    """The turn moves on only when the kind whose turn it is was called."""
    return (turn + (bool(head.lane.priority) == rules.due(turn))) % rules.round


def _why(head: Head, place: Place) -> Why:
    lane = head.lane
    if lane.priority:
        return Why("why_priority", lane.priority)
    if lane.tongue and lane.tongue in place.languages:
        return Why("why_language", lane.tongue)
    return Why("why_helping" if place.tier(lane.category) else "why_first")
