"""A kiosk, composed of the centre it stands in and its printer."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from counter_app.clock import Clock
from counter_app.config import FILE
from counter_app.kiosk.kiosk import Kiosk
from counter_app.kiosk.settings import KioskSettings, read_kiosk
from counter_app.main import Counter, open_counter
from counter_app.printing.tickets import ticket_printer
from counter_app.queue.estimates import Estimates


@contextmanager
def open_kiosk(
    home: Path, clock: Clock | None = None, printer: str | None = None
) -> Iterator[Kiosk]:
    """The kiosk of the centre in `home`, `printer` standing in for the configured one.

    Raises Refusal config.*, store.*, shared.*, printing.*.
    """
    counter = open_counter(home, clock)
    try:
        data = tomllib.loads((home / FILE).read_text("utf-8"))
        settings = read_kiosk(data, counter.config.queue)
        yield kiosk_of(counter, replace(settings, printer=printer or settings.printer))
    finally:
        counter.close()


def kiosk_of(counter: Counter, settings: KioskSettings) -> Kiosk:
    """Raises Refusal printing.bad_ticket_printer, printing.bad_ticket_model."""
    config, clock = counter.config, counter.clock
    printer = None
    if settings.printer is not None:
        printer = ticket_printer(
            settings.printer, settings.model, answers=settings.answers, base=config.home
        )
    return Kiosk(
        config.office,
        config.language,
        settings,
        config.queue,
        clock,
        counter.tickets,
        Estimates(counter.queue.engine, clock, config.queue, counter.queue.link),
        printer,
        counter.queue.news,
    )
