"""counter desk …: service windows, what they are at and whom they serve."""

from collections.abc import Callable
from enum import Enum
from typing import Annotated

import typer

from counter_app.cli.terminal import Answer, AsJson, ClerkName, Home, terminal
from counter_app.cli.tickets import AtWindow
from counter_app.privacy.actor import Actor
from counter_app.queue.desks import Desks, DeskState, DeskView
from counter_app.queue.places import pc_name
from counter_app.queue.typed import tiers_from, tiers_text

app = typer.Typer(no_args_is_help=True, help="Windows: open, pause, lunch, close, whom they serve.")

EVERYBODY = "all"


class Switch(Enum):
    ON = "on"
    OFF = "off"


@app.command("list")
def list_desks(home: Home = None, as_json: AsJson = False) -> None:
    """Every window and what it is at."""
    with terminal(home, as_json) as t:
        known = {desk.window: _shown(desk) for desk in t.counter.desks.all()}
        windows = t.counter.config.queue.windows
        t.table("desks", [known.get(window) or _unopened(window) for window in windows])


@app.command("open")
def open_desk(
    window: AtWindow,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Also where another PC has it open; on record.")
    ] = False,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """The clerk is at the window."""
    _set(lambda desks, actor: desks.open(actor, take_over=take_over), window, home, clerk, as_json)


@app.command()
def pause(
    window: AtWindow,
    reason: Annotated[str, typer.Option("--reason", help="Shown and kept on record.")],
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Call nobody until the window is opened."""
    _set(lambda desks, actor: desks.pause(actor, reason), window, home, clerk, as_json)


@app.command()
def lunch(
    window: AtWindow, home: Home = None, clerk: ClerkName = None, as_json: AsJson = False
) -> None:
    """The clerk is at lunch."""
    _set(Desks.lunch, window, home, clerk, as_json)


@app.command()
def close(
    window: AtWindow, home: Home = None, clerk: ClerkName = None, as_json: AsJson = False
) -> None:
    """Nobody is at the window."""
    _set(Desks.close, window, home, clerk, as_json)


@app.command()
def auto(
    switch: Annotated[Switch, typer.Argument()],
    window: AtWindow,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Whether an idle window calls by itself."""
    on = switch is Switch.ON
    _set(lambda desks, actor: desks.call_by_itself(actor, on), window, home, clerk, as_json)


@app.command()
def serve(
    categories: Annotated[
        str, typer.Argument(help=f"'A,B' or 'A,B>E': E when nobody else waits; '{EVERYBODY}'.")
    ],
    window: AtWindow,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Whom the window calls."""
    tiers = () if categories == EVERYBODY else tiers_from(categories)
    _set(lambda desks, actor: desks.serve(actor, tiers), window, home, clerk, as_json)


def _set(
    act: Callable[[Desks, Actor], DeskView],
    window: int,
    home: Home,
    clerk: ClerkName,
    as_json: bool,
) -> None:
    with terminal(home, as_json) as t:
        t.answer(_shown(act(t.counter.desks, t.actor(clerk, window))))


def _shown(desk: DeskView) -> Answer:
    return {
        "window": desk.window,
        "state": desk.state.value,
        "reason": desk.reason,
        "since": desk.since,
        "clerk": desk.clerk_name,
        "languages": ",".join(desk.languages),
        "serves": tiers_text(desk.serves) or EVERYBODY,
        "auto_call": desk.auto_call,
        "ticket": desk.ticket,
        "pc": pc_name(desk.pc),
    }


def _unopened(window: int) -> Answer:
    return {
        "window": window,
        "state": DeskState.CLOSED.value,
        "reason": None,
        "since": None,
        "clerk": "",
        "languages": "",
        "serves": EVERYBODY,
        "auto_call": False,
        "ticket": None,
        "pc": "",
    }
