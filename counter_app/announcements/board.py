"""What a board is made of, composed of the centre whose queue it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counter_app.announcements.settings import (
    BoardSettings,
    VoiceSettings,
    read_board,
    read_voice,
)
from counter_app.checked import choice
from counter_app.clock import Clock, SystemClock
from counter_app.config import FILE, SharedQueue, read_file, read_shared, read_windows
from counter_app.errors import Refusal
from counter_app.main import open_counter
from counter_app.privacy.actor import Actor
from counter_app.queue.estimates import Estimates
from counter_app.queue.news import Source
from counter_app.queue.settings import QueueSettings, read_queue
from counter_app.queue.store import QueueStore, shared_queue
from counter_app.queue.tickets import Tickets


@dataclass(frozen=True, slots=True)
class Board:
    """`news`: a new source each time, for one thread to listen to."""

    home: Path
    language: str
    settings: BoardSettings
    voice: VoiceSettings
    queue: QueueSettings
    clock: Clock
    tickets: Tickets
    estimates: Estimates
    news: Callable[[], Source]
    close: Callable[[], None]


def open_board(home: Path, clock: Clock | None = None) -> Board:
    """A PC without a [store] of its own takes everything from the shared queue.

    Raises Refusal config.*, store.*, shared.*.
    """
    data = read_file(home)
    settings, own_voice = read_board(data), read_voice(data)
    shared = read_shared(data, home / FILE)
    alone = shared is not None and "store" not in data
    opened = _queue_alone(data, shared, clock) if shared and alone else _counter(home, clock)
    queue, config, tickets, at, close = opened
    return Board(
        home=home,
        language=choice(data, "language", ("ko", "en")),
        settings=settings,
        voice=own_voice,
        queue=config,
        clock=at,
        tickets=tickets,
        estimates=Estimates(queue.engine, at, config, queue.link),
        news=queue.news,
        close=close,
    )


_Opened = tuple[QueueStore, QueueSettings, Tickets, Clock, Callable[[], None]]


def _counter(home: Path, clock: Clock | None) -> _Opened:
    counter = open_counter(home, clock)
    return counter.queue, counter.config.queue, counter.tickets, counter.clock, counter.close


def _queue_alone(data: dict[str, Any], shared: SharedQueue, clock: Clock | None) -> _Opened:
    """Nobody serves at such a PC."""
    at = clock or SystemClock()
    settings = read_queue(data, read_windows(data))
    queue = shared_queue(shared, at)
    tickets = Tickets(queue.engine, at, settings, _nobody, queue.link)
    return queue, settings, tickets, at, queue.close


def _nobody(_: Actor) -> str:
    raise Refusal("clerks.not_permitted")
