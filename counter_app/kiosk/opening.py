"""A kiosk, composed of the centre it stands in and its printer."""

from counter_app.kiosk.kiosk import Kiosk
from counter_app.kiosk.settings import KioskSettings
from counter_app.main import Counter
from counter_app.printing.tickets import ticket_printer
from counter_app.queue.estimates import Estimates


def kiosk_of(counter: Counter, settings: KioskSettings) -> Kiosk:
    """Raises Refusal printing.bad_ticket_printer, printing.bad_ticket_model."""
    config, clock = counter.config, counter.clock
    printer = None
    if settings.printer is not None:
        printer = ticket_printer(
            settings.printer, settings.model, answers=settings.answers, base=config.home
        )
    estimates = Estimates(counter.queue.engine, clock, config.queue)
    return Kiosk(config.office, settings, config.queue, clock, counter.tickets, estimates, printer)
