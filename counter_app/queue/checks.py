"""What an act on the queue asks before it changes anything; each refusal says what is wrong."""

from datetime import timedelta

from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.queue.categories import LANGUAGES, Category
from counter_app.queue.days import is_over
from counter_app.queue.moves import Move, TicketState
from counter_app.queue.settings import QueueSettings
from counter_app.queue.trace import Act
from counter_app.queue.views import TicketView, Wishes, ticket_from
from db import queue_sql
from db.acts import Sql

NOTE, REASON, KIND = 500, 200, 40
"""The most characters."""
TASKS, QUANTITY = 20, 99
ACTION = 40


def category(settings: QueueSettings, code: str) -> Category:
    """Raises Refusal queue.no_category."""
    if code not in settings.categories:
        raise Refusal("queue.no_category", codes=", ".join(settings.categories))
    return settings.categories[code]


def wishes(said: Wishes) -> None:
    """Raises Refusal queue.no_language, queue.bad_task or queue.note_long."""
    if said.language not in LANGUAGES:
        raise Refusal("queue.no_language", codes=", ".join(LANGUAGES))
    for task in said.tasks:
        if not (0 < len(task.kind) <= KIND and 0 < task.quantity <= QUANTITY):
            raise Refusal("queue.bad_task", kind=KIND, quantity=QUANTITY, tasks=TASKS)
    if len(said.tasks) > TASKS:
        raise Refusal("queue.bad_task", kind=KIND, quantity=QUANTITY, tasks=TASKS)
    note(said.note)


def note(text: str) -> None:
    """Raises Refusal queue.note_long."""
    if len(text) > NOTE:
        raise Refusal("queue.note_long", most=NOTE)


def reason(text: str) -> str:
    """The text, trimmed. Raises Refusal queue.reason_needed."""
    if not 0 < len(text.strip()) <= REASON:
        raise Refusal("queue.reason_needed", most=REASON)
    return text.strip()


def action(action_id: str) -> None:
    """Raises Refusal queue.bad_action."""
    if not 0 < len(action_id) <= ACTION:
        raise Refusal("queue.bad_action", most=ACTION)


def window(actor: Actor) -> int:
    """Raises Refusal queue.no_window."""
    if actor.window is None:
        raise Refusal("queue.no_window")
    return actor.window


def free(sql: Sql, number: int) -> None:
    """Raises Refusal queue.window_busy when the window has a number already."""
    if row := sql.one(queue_sql.LIVE_AT, number):
        raise Refusal("queue.window_busy", number=ticket_from(row).number)


def seen(sql: Sql, ticket_id: int, version: int) -> TicketView:
    """The ticket, if it still is what the clerk saw.

    Raises Refusal queue.no_ticket, queue.archived or queue.stale.
    """
    row = sql.one(queue_sql.TICKET, ticket_id)
    if row is None:
        raise Refusal("queue.no_ticket")
    ticket = ticket_from(row)
    if ticket.archived_at:
        raise Refusal("queue.archived", number=ticket.number)
    if ticket.version != version:
        raise Refusal("queue.stale", number=ticket.number)
    return ticket


def of_today(act: Act, ticket: TicketView) -> None:
    """Raises Refusal queue.archived for a number that nobody calls any more."""
    if is_over(ticket.day, act.now.date()):
        raise Refusal("queue.archived", number=ticket.number)


def given_up(settings: QueueSettings, act: Act, ticket: TicketView, move: Move) -> None:
    """Raises Refusal queue.recall_first or queue.wait_first when it is too early for NO_SHOW."""
    if move is not Move.NO_SHOW or ticket.state is not TicketState.CALLED:
        return
    if missing := max(0, settings.no_show_recalls - ticket.recalls):
        raise Refusal("queue.recall_first", number=ticket.number, times=missing)
    called = ticket.recalled_at or ticket.called_at or act.now
    early = called + timedelta(seconds=settings.no_show_seconds) - act.now
    if early > timedelta(0) and called <= act.now:  # else a clock was set back
        seconds = -(-early // timedelta(seconds=1))
        raise Refusal("queue.wait_first", number=ticket.number, seconds=seconds)
