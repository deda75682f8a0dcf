"""What a kiosk does with the queue and its printer: commit, then print, then confirm."""

from dataclasses import dataclass

from counter_app.errors import Refusal
from counter_app.kiosk.hours import Standing
from counter_app.kiosk.settings import KioskSettings
from counter_app.kiosk.slip import Slip, slip
from counter_app.logs import log_fault
from counter_app.office import Centre
from counter_app.printing.jobs import PrinterStatus
from counter_app.printing.tickets import TicketPrinter
from counter_app.queue.estimates import Wait
from counter_app.queue.views import TicketView
from counter_app.queue_place import QueuePlace
from db.queue import Priority

__all__ = ["Kiosk", "Priority", "Taken", "Visit", "Wait"]


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visitor has chosen so far."""

    language: str = "ko"
    category: str | None = None
    priority: Priority | None = None
    interpreter: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A number that is in the queue. `wait`: None when nobody can tell."""

    ticket: TicketView
    wait: Wait | None
    action_id: str


class Kiosk:
    """`language`: of the staff. `printer`: None where numbers are shown and not printed."""

    def __init__(
        self,
        office: Centre,
        language: str,
        settings: KioskSettings,
        place: QueuePlace,
        printer: TicketPrinter | None,
    ) -> None:
        self.office = office
        self.language = language
        self.settings = settings
        self.categories = place.settings.categories
        self.clock = place.clock
        self.printer = printer
        self.news = place.news
        self._tickets = place.tickets
        self._estimates = place.estimates

    def standing(self) -> Standing:
        return self.settings.hours.standing(self.clock.now())

    def waits(self) -> dict[str, Wait]:
        """For whoever comes now, by category. Raises Refusal shared.* while the queue is lost."""
        return self._estimates.waits()

    def take(self, visit: Visit, action_id: str) -> Taken:
        """The visitor's number; sent again with the same id, the same number.

        Raises Refusal kiosk_staff.shut outside office hours, and as Tickets.take.
        """
        if self.standing() is not Standing.OPEN:
            raise Refusal("kiosk_staff.shut")
        ticket = self._tickets.take(
            visit.category or "",
            visit.language,
            action_id=action_id,
            interpreter=visit.interpreter,
            priority=visit.priority,
        )
        return Taken(ticket, self._wait(ticket), action_id)

    def print(self, taken: Taken, *, again: bool) -> None:
        """Puts the number on paper; `again` marks it 재발행.

        Raises Refusal printing.*; the number stands all the same.
        """
        if self.printer is not None:
            self.printer.print(self.slip(taken, again=again), taken.ticket.number)

    def slip(self, taken: Taken, *, again: bool) -> Slip:
        category = self.categories[taken.ticket.category]
        ticket, wait = taken.ticket, taken.wait
        return slip(
            self.office, self.settings, category, ticket, wait, taken.action_id, again=again
        )

    def paper(self) -> PrinterStatus | None:
        """How the printer is; None where there is none."""
        return self.printer.status() if self.printer else None

    def _wait(self, ticket: TicketView) -> Wait | None:
        try:
            return self._estimates.of(ticket.id)
        except Refusal:  # called already, or the queue was lost meanwhile
            return None
        except Exception as error:  # noqa: BLE001 - the number stands, and its visitor must see it
            log_fault(error)
            return None
