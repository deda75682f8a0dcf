"""What happened on one day, read off the events of its tickets: who came, and where they were.

Moments are seconds after the day's midnight; past midnight they go on.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from counter_app.clock import SEOUL
from counter_app.queue.moves import LIVE, Move, TicketState
from db.acts import Row
from db.queue import Priority

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Stay:
    """A ticket at a window, from the call or the return from aside until it left; `out` is the
    move that ended it. `taken` is the ticket's."""

    category: str
    window: int
    clerk: str | None
    taken: float
    called: float
    started: float | None
    left: float
    out: Move

    @property
    def overnight(self) -> bool:
        """It was ended on a later day: when the visitor left is not known."""
        return self.left >= DAY

    @property
    def seconds(self) -> float:
        """A clock set back makes no stay shorter than none."""
        return max(0.0, self.left - self.called)


@dataclass(slots=True)
class Begun:
    """A stay that has not ended."""

    window: int
    clerk: str | None
    called: float
    started: float | None = None


@dataclass(slots=True)
class Visit:
    """One ticket so far. `category` is what it is for now, `quick`: no number was taken."""

    category: str
    taken: float
    priority: Priority | None
    quick: bool
    state: TicketState = TicketState.WAITING
    archived: bool = False
    """The day ended while it was open."""
    stays: list[Stay] = field(default_factory=list)
    begun: Begun | None = None
    waits: list[tuple[float, float]] = field(default_factory=list)
    """From when to when it waited for a call; a transfer or a restored number waits again."""
    waiting_since: float | None = None

    @property
    def first(self) -> Stay | Begun | None:
        return self.stays[0] if self.stays else self.begun

    @property
    def last(self) -> Stay | Begun | None:
        return self.begun or (self.stays[-1] if self.stays else None)

    @property
    def called(self) -> float | None:
        """When it was called first."""
        return self.first.called if self.first else None


class Record:
    """Reads rows of db.queue_past of one day, as they come and each once; of each ticket in their
    order."""

    def __init__(self, day: date, rows: Iterable[Row] = ()) -> None:
        self.day = day
        self.visits: dict[int, Visit] = {}
        """By the ticket's id."""
        self._read: set[int] = set()
        self._midnight = datetime.combine(day, time(), SEOUL).timestamp()
        self.read(rows)

    def read(self, rows: Iterable[Row]) -> None:
        for _, id_, ticket_id, move, state, at, window, clerk, changes, taken, priority in rows:
            if id_ in self._read:
                continue
            self._read.add(id_)
            said = json.loads(changes) if changes else {}
            visit = self.visits.get(ticket_id)
            if visit is None:
                ground = Priority(priority) if priority else None
                visit = Visit("", self._seconds(taken), ground, move == Move.QUICK)
                self.visits[ticket_id] = visit
            visit.state, moment = TicketState(state), self._seconds(at)
            if move == Move.ARCHIVE:  # when the visitor left is not known
                visit.archived = True
                continue
            _wait(visit, moment)
            if visit.state in LIVE:
                _stand(visit, Move(move), moment, window, clerk)
            elif visit.begun:
                _leave(visit, visit.begun, Move(move), moment)
            visit.category = said.get("category", visit.category)
            if visit.quick and visit.state is TicketState.CANCELLED and move == Move.UNDO:
                del self.visits[ticket_id]  # served by mistake, and taken back

    @property
    def windows(self) -> set[int]:
        """Those that have called somebody."""
        return {
            stay.window
            for visit in self.visits.values()
            for stay in (*visit.stays, visit.begun)
            if stay
        }

    @property
    def stays(self) -> list[Stay]:
        """Those that ended on the day, by their beginning."""
        ended = [stay for visit in self.visits.values() for stay in visit.stays]
        found = [stay for stay in ended if not stay.overnight]
        return sorted(found, key=lambda stay: stay.called)

    def _seconds(self, at: str | datetime) -> float:
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        return moment.timestamp() - self._midnight


def _wait(visit: Visit, at: float) -> None:
    waits = visit.state is TicketState.WAITING
    if waits and visit.waiting_since is None:
        visit.waiting_since = at
    elif not waits and visit.waiting_since is not None:
        visit.waits.append((visit.waiting_since, at))
        visit.waiting_since = None


def _stand(visit: Visit, move: Move, at: float, window: int, clerk: str | None) -> None:
    begun = visit.begun
    if begun is None and move is Move.UNDO and visit.stays:  # its end was undone: it goes on
        before = visit.stays.pop()
        begun = Begun(before.window, before.clerk, before.called, before.started)
    elif begun is None:
        begun = Begun(window, clerk, at)
    if visit.state is TicketState.SERVING and begun.started is None:
        begun.started = at
    visit.begun = begun


def _leave(visit: Visit, begun: Begun, move: Move, at: float) -> None:
    visit.begun = None
    if move is not Move.UNDO:  # a call undone never was
        where = (visit.category, begun.window, begun.clerk, visit.taken)
        visit.stays.append(Stay(*where, begun.called, begun.started, at, move))
