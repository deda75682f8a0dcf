"""counter clerk …: what an administrator does with accounts."""

from dataclasses import asdict
from typing import Annotated

import typer

from counter_app.cli.terminal import Answer, AsJson, ClerkName, Home, Terminal, terminal
from counter_app.errors import Refusal
from counter_app.privacy.accounts import ClerkView
from counter_app.privacy.actor import Actor
from counter_app.queue.typed import codes_from
from db.clerks import Role

app = typer.Typer(no_args_is_help=True, help="Accounts: list, suspend, restore, roles, languages.")

NONE = "none"

Login = Annotated[str, typer.Argument(help="Login of the account.")]
Reason = Annotated[str, typer.Option("--reason", help="Kept in the audit log.")]


@app.command("list")
def list_clerks(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Every account and its state."""
    with terminal(home, as_json) as t:
        t.table("clerks", [_shown(view) for view in t.counter.accounts.people(t.actor(clerk))])


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
        t.counter.accounts.suspend(actor, _found(t, actor, login).id, reason)
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
        t.counter.accounts.restore(actor, _found(t, actor, login).id, reason)
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
        t.counter.accounts.speaks(actor, _found(t, actor, login).id, spoken)
        t.answer(_shown(_found(t, actor, login)))


@app.command()
def role(
    login: Login,
    to: Annotated[Role, typer.Argument(help="The role it has from then on.")],
    reason: Reason,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Give an account another role; the grant stays on record."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        t.counter.accounts.grant(actor, _found(t, actor, login).id, to, reason)
        t.answer(_shown(_found(t, actor, login)))


@app.command()
def grants(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Who gave and took which right, the newest first."""
    with terminal(home, as_json) as t:
        t.table("grants", [asdict(grant) for grant in t.counter.accounts.grants(t.actor(clerk))])


def _found(t: Terminal, actor: Actor, login: str) -> ClerkView:
    for view in t.counter.accounts.people(actor):
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
