"""counter ticket …: what needs more said than the ticket."""

from typing import Annotated

import typer

from counter_app.cli.terminal import ActionId, AsJson, ClerkName, Home, new_action, terminal
from counter_app.cli.tickets import (
    AtWindow,
    CategoryCode,
    Lang,
    Note,
    Tasks,
    TicketId,
    shown,
)
from counter_app.errors import Refusal
from counter_app.queue.tickets import Priority, Wishes
from counter_app.queue.typed import tasks_from

NO_PRIORITY = "none"


def add_to(app: typer.Typer) -> None:
    app.command("call-this")(call_this)
    app.command()(quick)
    app.command()(transfer)
    app.command()(amend)
    app.command()(undo)


def call_this(
    ticket: TicketId,
    window: AtWindow,
    reason: Annotated[str, typer.Option("--reason", help="Why out of turn; kept on record.")],
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Call one number before its turn."""
    with terminal(home, as_json) as t:
        tickets, actor = t.counter.tickets, t.actor(clerk, window)
        version, action = tickets.ticket(ticket).version, new_action(action_id)
        called = tickets.call_this(actor, ticket, reason, version=version, action_id=action)
        t.answer(shown(called))


def quick(
    category: CategoryCode,
    window: AtWindow,
    lang: Lang = "ko",
    task: Tasks = "",
    note: Note = "",
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Serve somebody who took no number."""
    with terminal(home, as_json) as t:
        served = t.counter.tickets.quick(
            t.actor(clerk, window),
            category,
            action_id=new_action(action_id),
            language=lang,
            tasks=tasks_from(task),
            note=note,
        )
        t.answer(shown(served))


def transfer(
    ticket: TicketId,
    category: Annotated[
        str | None, typer.Option("--category", help="The service it is sent to.")
    ] = None,
    window: Annotated[int | None, typer.Option("--window", help="Or the one window.")] = None,
    note: Annotated[str | None, typer.Option("--note", help="A word to whoever is there.")] = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Send a visitor on; number and arrival stay."""
    with terminal(home, as_json) as t:
        seen = t.counter.tickets.ticket(ticket)
        sent = t.counter.tickets.transfer(
            t.seated(clerk, seen.window),
            ticket,
            version=seen.version,
            action_id=new_action(action_id),
            category=category,
            window=window,
            note=note,
        )
        t.answer(shown(sent))


def amend(
    ticket: TicketId,
    lang: Annotated[str | None, typer.Option("--lang", help="The visitor's language.")] = None,
    interpreter: Annotated[bool | None, typer.Option("--interpreter/--no-interpreter")] = None,
    priority: Annotated[
        str | None, typer.Option("--priority", help=f"A ground, or '{NO_PRIORITY}'.")
    ] = None,
    task: Annotated[
        str | None, typer.Option("--task", help="What for and how many, instead of what it says.")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="Instead of what it says.")] = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Correct what a ticket says of its visitor; what is not named stays."""
    ground = None if priority is None else _ground(priority)
    with terminal(home, as_json) as t:
        seen = t.counter.tickets.ticket(ticket)
        wishes = Wishes(
            seen.language if lang is None else lang,
            seen.interpreter if interpreter is None else interpreter,
            seen.priority if priority is None else ground,
            seen.tasks if task is None else tasks_from(task),
            seen.note if note is None else note,
        )
        action = new_action(action_id)
        amended = t.counter.tickets.amend(
            t.seated(clerk, seen.window), ticket, wishes, version=seen.version, action_id=action
        )
        t.answer(shown(amended))


def undo(
    ticket: TicketId,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Take back the last act on a ticket, within five seconds."""
    with terminal(home, as_json) as t:
        tickets = t.counter.tickets
        last = tickets.history(ticket)[-1]
        actor = t.seated(clerk, last.window)
        action = new_action(action_id)
        t.answer(shown(tickets.undo(actor, ticket, version=last.version, action_id=action)))


def _ground(name: str) -> Priority | None:
    """Raises Refusal queue.no_ground."""
    if name == NO_PRIORITY:
        return None
    if name not in list(Priority):
        raise Refusal("queue.no_ground", codes=", ".join((*Priority, NO_PRIORITY)))
    return Priority(name)
