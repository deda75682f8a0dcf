"""What a board is made of, composed of the centre whose queue it shows."""

import tomllib
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
from counter_app.config import FILE, Office
from counter_app.main import open_counter
from counter_app.queue.estimates import Estimates
from counter_app.queue.news import Source
from counter_app.queue.settings import QueueSettings
from counter_app.queue.tickets import Tickets


@dataclass(frozen=True, slots=True)
class Board:
    """`news`: a new source each time, for one thread to listen to."""

    home: Path
    office: Office
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
    """Raises Refusal config.*, store.*, shared.*."""
    counter = open_counter(home, clock)
    try:
        data, queue = tomllib.loads((home / FILE).read_text("utf-8")), counter.queue
        return Board(
            home=home,
            office=counter.config.office,
            language=counter.config.language,
            settings=read_board(data),
            voice=read_voice(data),
            queue=counter.config.queue,
            clock=counter.clock,
            tickets=counter.tickets,
            estimates=Estimates(queue.engine, counter.clock, counter.config.queue, queue.link),
            news=queue.news,
            close=counter.close,
        )
    except BaseException:
        counter.close()
        raise
