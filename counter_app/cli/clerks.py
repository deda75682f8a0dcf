"""counter clerk …: what an administrator does with accounts."""

from typing import Annotated

import typer

from counter_app.cli.terminal import Answer, AsJson, ClerkName, Home, Terminal, terminal
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.privacy.clerks import ClerkView
from counter_app.queue.typed import codes_from

app = typer.Typer(no_args_is_help=True, help="Accounts: list, suspend, restore, languages.")

NONE = "none"

Login = Annotated[str, typer.Argument(help="Login of the account.")]
Reason = Annotated[str, typer.Option("--reason", help="Kept in the audit log.")]


@app.command("list")
def list_clerks(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Every account and its state."""
    with terminal(home, as_json) as t:
        t.table("clerks", [_shown(view) for view in t.counter.clerks.people(t.actor(clerk))])


@app.command()
def suspend(
    login: Login,
    reason: Reason,
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
    login: Login,
    reason: Reason,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Lift a suspension, and a lock after wrong passwords."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        t.counter.clerks.restore(actor, _found(t, actor, login).id, reason)
        t.answer(_shown(_found(t, actor, login)))


@app.command()
def languages(
    login: Login,
    codes: Annotated[str, typer.Argument(help=f"Such as 'vi,en'; '{NONE}' for Korean alone.")],
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Set what a clerk speaks besides Korean; visitors who need it are left to them."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        spoken = () if codes == NONE else codes_from(codes)
        t.counter.clerks.speaks(actor, _found(t, actor, login).id, spoken)
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
        "languages": ",".join(view.languages),
        "locked_at": view.locked_at,
        "suspended_at": view.suspended_at,
        "suspended_there": view.suspended_there,
    }
