"""Which calls a board shows and when each is announced: each once, in order, none cut off and none
pushed away unseen. It knows no store, no screen and no sound, and its seconds come from outside."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from counter_app.queue.views import AnnouncementView
from db.queue import Call


@dataclass(frozen=True, slots=True)
class Shown:
    """`current` was the last to be announced, or is being announced if `calling`. `rows`: the
    other calls, the latest first."""

    current: AnnouncementView | None = None
    rows: tuple[AnnouncementView, ...] = ()
    calling: bool = False


@dataclass(slots=True, eq=False)
class _Entry:
    """The latest call of a ticket. `since`: from when on it has been on the board."""

    call: AnnouncementView
    announced: bool
    seen: bool = False
    since: float | None = None


@dataclass(slots=True)
class _Turn:
    call: AnnouncementView
    since: float
    heard: bool = False
    withdrawn: bool = False

    def over(self, now: float, seconds: float) -> bool:
        return self.heard and (self.withdrawn or now - self.since >= seconds)


class Player:
    """A call has its turn when the one before has been heard to its end and seen for `seconds`.
    Then `announce` is called with it, and `heard` is to be called when its last sound is over.

    In the rows all calls stand at once. Where more come than there are `places`, each keeps its
    place until it has been seen for `seconds`. `time` gives seconds that never go back.
    """

    def __init__(
        self,
        places: int,
        seconds: float,
        time: Callable[[], float],
        announce: Callable[[AnnouncementView], object],
    ) -> None:
        self.shown = Shown()
        self._places = places
        self._seconds = seconds
        self._time = time
        self._announce = announce
        self._entries: dict[int, _Entry] = {}
        self._line: deque[AnnouncementView] = deque()
        self._turn: _Turn | None = None
        self._last = 0

    @property
    def last(self) -> int:
        """The last call it has been given; to ask for those after it."""
        return self._last

    @property
    def finished(self) -> int:
        """The last call that had its turn, as had all before it; to resume from."""
        if self._turn and not self._turn.withdrawn:
            return self._turn.call.id - 1
        return self._line[0].id - 1 if self._line else self._last

    def resume(self, finished: int, earlier: Iterable[AnnouncementView]) -> None:
        """Begins anew after a call. Those up to it are shown and not announced."""
        if self._turn:
            self._turn.withdrawn = True
        self._entries.clear()
        self._line.clear()
        self._last = 0
        self.add(earlier, announce=False)
        self._last = finished

    def add(self, calls: Iterable[AnnouncementView], *, announce: bool = True) -> None:
        """Further calls, in their order. One that it was given before changes nothing."""
        for call in calls:
            if call.id <= self._last:
                continue
            self._last = call.id
            self._entries.pop(call.ticket_id, None)
            if call.kind is Call.WITHDRAWN:
                self._withdraw(call.ticket_id)
                continue
            self._entries[call.ticket_id] = _Entry(call, announced=not announce, seen=not announce)
            if announce:
                self._line.append(call)
        self.step()

    def heard(self) -> None:
        """The last sound of the call that was announced is over, or there was none."""
        if self._turn:
            self._turn.heard = True
        self.step()

    def step(self) -> None:
        """Does what is due by now; to be called every now and then."""
        now = self._time()
        if self._turn and self._turn.over(now, self._seconds):
            self._turn = None
        begins = self._line.popleft() if self._line and self._turn is None else None
        if begins:
            self._turn = _Turn(begins, now)
            entry = self._entries[begins.ticket_id]
            entry.announced = entry.call is begins
        self._arrange(now)
        if begins:
            self._announce(begins)

    def leave(self, day: date) -> None:
        """Takes off what was called before a day and has had its turn."""
        turn = self._turn.call if self._turn else None
        for ticket, entry in list(self._entries.items()):
            if entry.call.day < day and entry.announced and entry.call is not turn:
                del self._entries[ticket]
        self._arrange(self._time())

    def _withdraw(self, ticket: int) -> None:
        self._line = deque(call for call in self._line if call.ticket_id != ticket)
        if self._turn and self._turn.call.ticket_id == ticket:
            self._turn.withdrawn = True

    def _arrange(self, now: float) -> None:
        entries = list(self._entries.values())
        current = self._current()
        own = self._entries.get(current.ticket_id) if current else None
        for entry in entries:
            entry.seen |= entry.since is not None and now - entry.since >= self._seconds
        others = [entry for entry in entries if entry is not own]
        staying = [entry for entry in others if not entry.seen and entry.since is not None]
        coming = [entry for entry in others if not entry.seen and entry.since is None]
        old = [entry for entry in others if entry.seen]
        rows = [*staying, *coming, *reversed(old)][: self._places]
        for entry in entries:
            if entry in rows or entry.call is current:
                entry.since = now if entry.since is None else entry.since
            elif entry.seen and entry.announced:
                del self._entries[entry.call.ticket_id]
            else:
                entry.since = None
        rows.sort(key=lambda entry: entry.call.id, reverse=True)
        calling = self._turn is not None and current is self._turn.call
        self.shown = Shown(current, tuple(entry.call for entry in rows), calling)

    def _current(self) -> AnnouncementView | None:
        if self._turn and not self._turn.withdrawn:
            return self._turn.call
        latest = reversed(self._entries.values())
        return next((entry.call for entry in latest if entry.announced), None)
