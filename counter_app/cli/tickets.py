"""counter ticket …"""

from typing import Annotated

import typer

from counter_app.cli.terminal import ActionId, Answer, AsJson, ClerkName, Home, new_action, terminal
from counter_app.queue.moves import Move
from counter_app.queue.tickets import TicketView

app = typer.Typer(no_args_is_help=True, help="Numbers: take, call, serve, finish.")

TicketId = Annotated[int, typer.Argument(help="The ticket's id.", min=1, max=2**63 - 1)]


@app.command()
def take(
    category: Annotated[str, typer.Option("--category", help="A, B, C, D or E.")],
    lang: Annotated[str, typer.Option("--lang", help="The visitor's language.")] = "ko",
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Issue a number."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk) if clerk else None
        action = new_action(action_id)
        t.answer(_shown(t.counter.tickets.take(category, lang, action_id=action, actor=actor)))


@app.command("next")
def call_next(
    window: Annotated[int, typer.Option("--window", help="The window that calls.")],
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Finish the window's present number and call the next."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk, window)
        t.answer(_shown(t.counter.tickets.call_next(actor, action_id=new_action(action_id))))


@app.command()
def recall(
    ticket: TicketId,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Call the same number again."""
    _move(Move.RECALL, ticket, action_id, home, clerk, as_json)


@app.command()
def start(
    ticket: TicketId,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """The visitor has come to the window."""
    _move(Move.START, ticket, action_id, home, clerk, as_json)


@app.command()
def finish(
    ticket: TicketId,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """The visit is over."""
    _move(Move.FINISH, ticket, action_id, home, clerk, as_json)


@app.command("no-show")
def no_show(
    ticket: TicketId,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """The visitor did not come."""
    _move(Move.NO_SHOW, ticket, action_id, home, clerk, as_json)


@app.command()
def cancel(
    ticket: TicketId,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw a number that still waits."""
    _move(Move.CANCEL, ticket, action_id, home, clerk, as_json)


@app.command("list")
def list_tickets(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Every number of the day."""
    with terminal(home, as_json) as t:
        if clerk:
            t.actor(clerk)
        t.table("tickets", [_shown(view) for view in t.counter.tickets.today()])


def _move(
    move: Move,
    ticket_id: int,
    action_id: str | None,
    home: Home,
    clerk: ClerkName,
    as_json: bool,
) -> None:
    with terminal(home, as_json) as t:
        ticket = t.counter.tickets.ticket(ticket_id)
        actor = t.actor(clerk, ticket.window)
        done = t.counter.tickets.move(
            actor, ticket_id, move, version=ticket.version, action_id=new_action(action_id)
        )
        t.answer(_shown(done))


def _shown(view: TicketView) -> Answer:
    return {
        "id": view.id,
        "number": view.number,
        "category": view.category,
        "state": view.state.value,
        "window": view.window,
        "language": view.language,
        "taken_at": view.taken_at,
    }
