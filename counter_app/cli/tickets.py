"""counter ticket …"""

from collections.abc import Callable
from typing import Annotated

import typer

from counter_app.cli.terminal import ActionId, Answer, AsJson, ClerkName, Home, new_action, terminal
from counter_app.queue.moves import Move
from counter_app.queue.tickets import Priority, TicketView
from counter_app.queue.typed import tasks_from, tasks_text

app = typer.Typer(no_args_is_help=True, help="Numbers: take, call, serve, finish.")

TicketId = Annotated[int, typer.Argument(help="The ticket's id.", min=1, max=2**63 - 1)]
AtWindow = Annotated[int, typer.Option("--window", help="The window that calls.")]
CategoryCode = Annotated[str, typer.Option("--category", help="A, B, C, D or E.")]
Lang = Annotated[str, typer.Option("--lang", help="The visitor's language.")]
Tasks = Annotated[str, typer.Option("--task", help="What for and how many: '증명서 2, 전입신고'.")]
Note = Annotated[str, typer.Option("--note", help="A word to whoever serves next.")]


@app.command()
def take(
    category: CategoryCode,
    lang: Lang = "ko",
    interpreter: Annotated[bool, typer.Option("--interpreter", help="One is needed.")] = False,
    priority: Annotated[
        Priority | None, typer.Option("--priority", help="Why the visitor is called before others.")
    ] = None,
    task: Tasks = "",
    note: Note = "",
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Issue a number."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk) if clerk else None
        taken = t.counter.tickets.take(
            category,
            lang,
            action_id=new_action(action_id),
            actor=actor,
            interpreter=interpreter,
            priority=priority,
            tasks=tasks_from(task),
            note=note,
        )
        t.answer(shown(taken))


@app.command("next")
def call_next(
    window: AtWindow,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Finish the window's present number and call the next."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk, window)
        t.answer(shown(t.counter.tickets.call_next(actor, action_id=new_action(action_id))))


@app.command("list")
def list_tickets(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Every number of the day."""
    with terminal(home, as_json) as t:
        if clerk:
            t.actor(clerk)
        t.table("tickets", [shown(view) for view in t.counter.tickets.today()])


def _command(move: Move) -> Callable[..., None]:
    """The command that makes one move of one ticket."""

    def command(
        ticket: TicketId,
        action_id: ActionId = None,
        home: Home = None,
        clerk: ClerkName = None,
        as_json: AsJson = False,
    ) -> None:
        with terminal(home, as_json) as t:
            tickets = t.counter.tickets
            seen = tickets.ticket(ticket)
            actor = t.seated(clerk, seen.window)
            action = new_action(action_id)
            done = tickets.move(actor, ticket, move, version=seen.version, action_id=action)
            t.answer(shown(done))

    return command


def shown(view: TicketView) -> Answer:
    return {
        "id": view.id,
        "number": view.number,
        "category": view.category,
        "state": view.state.value,
        "window": view.window,
        "for_window": view.for_window,
        "language": view.language,
        "interpreter": view.interpreter,
        "priority": view.priority.value if view.priority else None,
        "tasks": tasks_text(view.tasks),
        "taken_at": view.taken_at,
    }


for _name, _move, _help in (
    ("recall", Move.RECALL, "Call the same number again."),
    ("start", Move.START, "The visitor has come to the window."),
    ("finish", Move.FINISH, "The visit is over."),
    ("no-show", Move.NO_SHOW, "The visitor did not come."),
    ("hold", Move.HOLD, "Put a visitor aside for a while."),
    ("resume", Move.RESUME, "Go on with one that was put aside."),
    ("back-office", Move.BACK_OFFICE, "Work on it behind, without the visitor."),
    ("restore", Move.RESTORE, "Put a no-show back in its place."),
    ("cancel", Move.CANCEL, "Withdraw a number."),
):
    app.command(_name, help=_help)(_command(_move))
