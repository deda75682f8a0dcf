"""counter audit …"""

import typer

from counter_app.cli.terminal import Answer, AsJson, ClerkName, Home, terminal
from counter_app.privacy.audit import verify

app = typer.Typer(no_args_is_help=True, help="The log of everything that counts.")


@app.callback()
def audit() -> None:
    """Keeps `verify` a command of its own name."""


@app.command("verify")
def verify_chain(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Walk each chain; name the first row that was altered, removed, inserted or moved."""
    with terminal(home, as_json) as t:
        if clerk:
            t.actor(clerk)
        chain = verify(t.counter.engine)
        ok = chain.ok
        answer: Answer = {"ok": ok, "rows": chain.rows, "first_bad": chain.first_bad}
        queue = t.counter.queue
        if queue.link.view.shared:
            shared = queue.link.through(lambda: verify(queue.engine))
            ok = ok and shared.ok
            answer |= {"ok": ok, "queue_rows": shared.rows, "queue_first_bad": shared.first_bad}
        t.answer(answer)
    if not ok:
        raise typer.Exit(1)
