"""What a board is made of, composed of the centre whose queue it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from counter_app.announcements.settings import (
    BoardSettings,
    VoiceSettings,
    read_board,
    read_voice,
)
from counter_app.clock import Clock
from counter_app.config import language_set, read_file
from counter_app.queue.estimates import Estimates
from counter_app.queue.news import Source
from counter_app.queue.settings import QueueSettings
from counter_app.queue.tickets import Tickets
from counter_app.queue_place import open_queue


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
    language = language_set(data)
    place = open_queue(home, data, clock)
    return Board(
        home=home,
        language=language,
        settings=settings,
        voice=own_voice,
        queue=place.settings,
        clock=place.clock,
        tickets=place.tickets,
        estimates=place.estimates,
        news=place.news,
        close=place.close,
    )
