"""counter audit …"""

import typer

from counter_app.cli.terminal import AsJson, ClerkName, Home, terminal
from counter_app.privacy.audit import verify

app = typer.Typer(no_args_is_help=True, help="The log of everything that counts.")


@app.callback()
def audit() -> None:
    """Keeps `verify` a command of its own name."""


@app.command("verify")
def verify_chain(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Walk the chain; name the first row that was altered, removed, inserted or moved."""
    with terminal(home, as_json) as t:
        if clerk:
            t.actor(clerk)
        chain = verify(t.counter.engine)
        t.answer({"ok": chain.ok, "rows": chain.rows, "first_bad": chain.first_bad})
    if not chain.ok:
        raise typer.Exit(1)
