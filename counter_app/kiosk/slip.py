"""What stands on a ticket, from top to bottom."""

from collections.abc import Iterator
from functools import partial

from counter_app.kiosk.settings import KioskSettings
from counter_app.kiosk.token import token
from counter_app.kiosk.words import OFFICIAL, describe, tell
from counter_app.office import Centre
from counter_app.printing.tickets import Code, Letters, Number, Part, Rule, Size, Text
from counter_app.queue.categories import Category
from counter_app.queue.estimates import Wait
from counter_app.queue.views import TicketView

Slip = tuple[Part, ...]


def slip(
    office: Centre,
    settings: KioskSettings,
    category: Category,
    ticket: TicketView,
    wait: Wait | None,
    action_id: str,
    *,
    again: bool,
) -> Slip:
    """In the visitor's language, with what staff must read in Korean too; `again`: 재발행."""
    language = ticket.language
    foreign = language != OFFICIAL
    say = partial(tell, language=language)

    def parts() -> Iterator[Part]:
        yield Text(office.name_en if foreign else office.name_ko, Size.SMALL)
        if again:
            yield Text(_both("slip_again", language), Size.LARGE)
        yield Text(_both("slip_title", language))
        yield Number(ticket.number)
        if foreign:
            yield Text(describe(category, OFFICIAL, settings).name)
        yield Text(describe(category, language, settings).name, Size.LARGE)
        yield Rule()
        if ticket.priority:
            yield Text(_both("priority", language))  # its ground is nobody else's business
        if ticket.interpreter:
            yield Text(_both("interpreter", language))
        if wait:
            yield Text(say("ahead", count=wait.ahead))
            yield Text(wait_words(wait, language))
        yield Text(say("come"), Size.SMALL)
        yield Rule()
        yield Letters(f"{ticket.taken_at:%Y-%m-%d %H:%M}")
        yield Code(token(office.code, ticket.day, ticket.number, action_id))
        yield Text(say("slip_keep"), Size.SMALL)

    return tuple(parts())


def wait_words(wait: Wait, language: str) -> str:
    """ "10–18 min", or that it will not be long."""
    if wait.high < 2:
        return tell("soon", language)
    if wait.low == wait.high:
        return tell("minutes", language, minutes=wait.likely)
    return tell("between", language, low=wait.low, high=wait.high)


def _both(key: str, language: str) -> str:
    """In Korean for staff and in the visitor's language."""
    return " · ".join(dict.fromkeys(tell(key, each) for each in (OFFICIAL, language)))
