"""counter paper …"""

from dataclasses import asdict
from typing import Annotated

import typer

from counter_app.cli.terminal import (
    ActionId,
    AsJson,
    ClerkName,
    Home,
    SecondLogin,
    new_action,
    second_of,
    terminal,
)

app = typer.Typer(no_args_is_help=True, help="Secure paper by its serials.")

Reason = Annotated[str, typer.Option("--reason", help="What happened to it; goes on record.")]


@app.command()
def load(
    prefix: Annotated[str, typer.Argument(help="What stands before the digits, such as SG.")],
    first: Annotated[str, typer.Argument(help="The first sheet's digits, such as 0000001.")],
    last: Annotated[str, typer.Argument(help="The last sheet's digits.")],
    second: SecondLogin = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Enter a pack that was put into the printer, below what lies there; a supervisor does, or
    signs beside the clerk."""
    with terminal(home, as_json) as t:
        actor, action = t.actor(clerk), new_action(action_id)
        stock = t.counter.stationery.load(
            actor, prefix, first, last, action_id=action, second=second_of(t, second)
        )
        t.answer(asdict(stock))


@app.command()
def spoil(
    sheets: Annotated[
        str, typer.Argument(help="SERIAL, SERIAL-SERIAL, or how many from the top, such as 3.")
    ],
    reason: Reason,
    second: SecondLogin = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Write off sheets that are ruined or missing; of many in a day another person signs."""
    with terminal(home, as_json) as t:
        actor, action = t.actor(clerk), new_action(action_id)
        stock = t.counter.stationery.write_off(
            actor, sheets, reason, action_id=action, second=second_of(t, second)
        )
        t.answer(asdict(stock))


@app.command("came-out")
def came_out(
    number: Annotated[str, typer.Argument(help="The issue number of the document that jammed.")],
    sheets: Annotated[int, typer.Argument(help="How many of its sheets left the printer.")],
    reason: Reason,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Half a document was printed: what came out is ruined, the rest is in the printer still."""
    with terminal(home, as_json) as t:
        actor, action = t.actor(clerk), new_action(action_id)
        stock = t.counter.stationery.came_out(actor, number, sheets, reason, action_id=action)
        t.answer(asdict(stock))


@app.command()
def status(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """How many sheets were loaded, issued and spoiled, and how many are left."""
    with terminal(home, as_json) as t:
        if clerk:
            t.actor(clerk)
        t.answer(asdict(t.counter.stationery.stock()))


@app.command()
def find(
    serial: Annotated[str, typer.Argument(help="A sheet's serial.")],
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Which certificate a sheet was used for, or why it was written off."""
    with terminal(home, as_json) as t:
        t.actor(clerk)
        t.answer(asdict(t.counter.stationery.find(serial)))
