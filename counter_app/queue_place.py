"""The queue alone: what boards and kiosks need of a centre, whatever else their PC has."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counter_app.clock import Clock, SystemClock
from counter_app.config import FILE, SharedQueue, read_shared, read_windows
from counter_app.errors import Refusal
from counter_app.main import open_counter
from counter_app.privacy.actor import Actor
from counter_app.queue.estimates import Estimates
from counter_app.queue.news import Source
from counter_app.queue.settings import QueueSettings, read_queue
from counter_app.queue.store import QueueStore, shared_queue
from counter_app.queue.tickets import Tickets


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """`news`: a new source each time, for one thread to listen to."""

    settings: QueueSettings
    clock: Clock
    tickets: Tickets
    estimates: Estimates
    news: Callable[[], Source]
    close: Callable[[], None]


def open_queue(home: Path, data: dict[str, Any], clock: Clock | None = None) -> QueuePlace:
    """`data`: the counter.toml in `home`. A PC without a [store] of its own takes everything from
    the shared queue.

    Raises Refusal config.*, store.*, shared.*.
    """
    shared = read_shared(data, home / FILE)
    if shared and "store" not in data:
        return _alone(data, shared, clock or SystemClock())
    counter = open_counter(home, clock)
    settings = counter.config.queue
    return _place(counter.queue, settings, counter.clock, counter.tickets, counter.close)


def _alone(data: dict[str, Any], shared: SharedQueue, clock: Clock) -> QueuePlace:
    settings = read_queue(data, read_windows(data))
    queue = shared_queue(shared, clock)
    tickets = Tickets(queue.engine, clock, settings, _nobody, queue.link)
    return _place(queue, settings, clock, tickets, queue.close)


def _place(
    queue: QueueStore,
    settings: QueueSettings,
    clock: Clock,
    tickets: Tickets,
    close: Callable[[], None],
) -> QueuePlace:
    estimates = Estimates(queue.engine, clock, settings, queue.link)
    return QueuePlace(settings, clock, tickets, estimates, queue.news, close)


def _nobody(_: Actor) -> str:
    """Nobody serves at such a PC."""
    raise Refusal("clerks.not_permitted")
