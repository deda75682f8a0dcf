"""A kiosk, composed of the queue it gives numbers of and its printer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.clock import Clock
from counter_app.config import language_set, read_file, read_windows
from counter_app.kiosk.kiosk import Kiosk
from counter_app.kiosk.settings import read_kiosk
from counter_app.office import read_centre
from counter_app.printing.tickets import ticket_printer
from counter_app.queue.settings import read_queue
from counter_app.queue_place import open_queue


@contextmanager
def open_kiosk(
    home: Path, clock: Clock | None = None, printer: str | None = None
) -> Iterator[Kiosk]:
    """The kiosk of the centre in `home`, `printer` standing in for the configured one.

    Raises Refusal config.*, store.*, shared.*, printing.*.
    """
    data = read_file(home)
    office, language = read_centre(data), language_set(data)
    settings = read_kiosk(data, read_queue(data, read_windows(data)))
    spec = printer or settings.printer
    paper = None
    if spec is not None:
        paper = ticket_printer(spec, settings.model, answers=settings.answers, base=home)
    place = open_queue(home, data, clock)
    try:
        yield Kiosk(office, language, settings, place, paper)
    finally:
        place.close()
