"""The windows, kiosks and screens of the queue's benches, each a process of its own: they load no
more than the queue."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from counter_app.clock import SystemClock
from counter_app.config import SharedQueue
from counter_app.privacy.actor import Actor
from counter_app.queue.categories import CATEGORIES
from counter_app.queue.settings import QueueSettings
from counter_app.queue.store import QueueStore, local_queue, shared_queue
from counter_app.queue.tickets import Tickets
from db.clerks import Role
from db.engine import open_store

MANY = {code: replace(category, last=99_999) for code, category in CATEGORIES.items()}
SETTINGS = QueueSettings(tuple(range(1, 100)), MANY)
CODES = "".join(MANY)
PHASES = ("bare", "own", "bare", "own")
"""They take turns, so that the floor and the queue meet the same noise."""
BARE = (
    "CREATE TABLE bare (number int PRIMARY KEY, by_window int)",
    "CREATE INDEX bare_waiting ON bare (number) WHERE by_window IS NULL",
    "CREATE TABLE bare_serial (last int)",
)
_CALL = (
    "UPDATE bare SET by_window = %s WHERE number = (SELECT number FROM bare"
    " WHERE by_window IS NULL ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING number"
)
_TAKE = (
    "WITH n AS (UPDATE bare_serial SET last = last + 1 RETURNING last)"
    " INSERT INTO bare (number) SELECT last FROM n RETURNING number"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a queue is: the URL of a shared one, or a local store and its key."""

    url: str = ""
    store: Path = Path()
    key: bytes = b""


@dataclass(frozen=True, slots=True)
class Done:
    """What one process did in all phases of a kind: what its acts answered, the milliseconds that
    each took, the seconds of each phase."""

    answers: list[Any]
    took: list[float]
    seconds: list[float]

    @property
    def rate(self) -> float:
        """Acts a second."""
        return len(self.answers) / sum(self.seconds)


@contextmanager
def opened(place: Place) -> Iterator[tuple[QueueStore, Tickets]]:
    clock = SystemClock()
    with closing(_queue(place, clock)) as queue:
        yield queue, Tickets(queue.engine, clock, SETTINGS, lambda _: "", queue.link)


def clerk_at(window: int) -> Actor:
    return Actor(window, f"clerk{window}", "", Role.CLERK, window)


def window(url: str, number: int, seconds: float, begin: Any, answers: Any) -> None:
    """Calls until the phase is over."""
    with opened(Place(url)) as (_, tickets):
        tickets.last_announcement()  # connected before the clock runs, as the floor is
        clerk = clerk_at(number)

        def call(done: int) -> int:
            return tickets.call_next(clerk, action_id=f"window-{number}-{done}").id

        answers.put(("window", _play(url, _CALL, (number,), call, seconds, begin)))


def kiosk(url: str, number: int, seconds: float, begin: Any, answers: Any) -> None:
    """Gives out numbers until the phase is over."""
    with opened(Place(url)) as (_, tickets):
        tickets.last_announcement()

        def take(done: int) -> str:
            category = CODES[done % len(CODES)]
            return tickets.take(category, action_id=f"kiosk-{number}-{done}").number

        answers.put(("kiosk", _play(url, _TAKE, (), take, seconds, begin)))


def screen(place: Place, number: int, heard: Any) -> None:
    """Fetches the queue when it is told to, and says when it had which ticket of a window."""
    with opened(place) as (queue, tickets):
        for _ in queue.news().listen():
            current = tickets.view(number).current
            heard.send((time.monotonic(), current.id if current else 0))


def _play(
    url: str,
    bare: str,
    given: tuple[int, ...],
    own: Callable[[int], object],
    seconds: float,
    begin: Any,
) -> dict[str, Done]:
    import psycopg  # noqa: PLC0415 - the screen of a local queue does without

    with psycopg.connect(url) as connection:

        def plain(_: int) -> object:
            row = connection.execute(bare, given).fetchone()
            connection.commit()
            return row and row[0]

        done = {"bare": Done([], [], []), "own": Done([], [], [])}
        for phase in PHASES:
            begin.wait()
            _act(plain if phase == "bare" else own, seconds, done[phase])
        return done


def _act(act: Callable[[int], object], seconds: float, done: Done) -> None:
    start = now = time.monotonic()
    while now < start + seconds:
        done.answers.append(act(len(done.answers)))
        before, now = now, time.monotonic()
        done.took.append((now - before) * 1000)
    done.seconds.append(now - start)


def _queue(place: Place, clock: SystemClock) -> QueueStore:
    if place.url:
        return shared_queue(SharedQueue(place.url, None), clock)
    return local_queue(open_store(place.store, place.key), clock)
