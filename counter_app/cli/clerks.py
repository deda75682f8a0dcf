"""counter clerk …: what an administrator does with accounts."""

from typing import Annotated

import typer

from counter_app.cli.terminal import Answer, AsJson, ClerkName, Home, Terminal, terminal
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.privacy.clerks import ClerkView

app = typer.Typer(no_args_is_help=True, help="Accounts: list, suspend, restore.")

Login = Annotated[str, typer.Argument(help="Login of the account.")]


@app.command("list")
def list_clerks(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Every account and its state."""
    with terminal(home, as_json) as t:
        t.table("clerks", [_shown(view) for view in t.counter.clerks.people(t.actor(clerk))])


@app.command()
def suspend(
    login: Login,
    reason: Annotated[str, typer.Option("--reason", help="Kept in the audit log.")],
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Bar an account from its next act on."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        t.counter.clerks.suspend(actor, _found(t, actor, login).id, reason)
        t.answer(_shown(_found(t, actor, login)))


@app.command()
def restore(
    login: Login, home: Home = None, clerk: ClerkName = None, as_json: AsJson = False
) -> None:
    """Lift a suspension, and a lock after wrong passwords."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        t.counter.clerks.restore(actor, _found(t, actor, login).id)
        t.answer(_shown(_found(t, actor, login)))


def _found(t: Terminal, actor: Actor, login: str) -> ClerkView:
    for view in t.counter.clerks.people(actor):
        if view.login == login:
            return view
    raise Refusal("clerks.unknown")


def _shown(view: ClerkView) -> Answer:
    return {
        "login": view.login,
        "name": view.name,
        "role": view.role.value,
        "window": view.window,
        "locked_at": view.locked_at,
        "suspended_at": view.suspended_at,
    }
