"""counter privacy …: what a privacy officer does with the log of accesses."""

from dataclasses import asdict
from typing import Annotated

import typer

from counter_app.cli.progress import progress
from counter_app.cli.terminal import AsJson, ClerkName, Home, terminal

app = typer.Typer(no_args_is_help=True, help="Accesses: review a month, sign it, delete old ones.")

Reason = Annotated[str, typer.Option("--reason", help="Why; goes on record.")]


@app.command()
def prune(
    reason: Reason = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be deleted.")
    ] = False,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Delete accesses that have been kept for two years; the chain proves what was deleted."""
    with terminal(home, as_json) as t:
        actor, pruning = t.actor(clerk), t.counter.pruning
        if dry_run:
            t.answer(asdict(pruning.due(actor)))
            return
        with progress(t.language) as tell:
            done = pruning.prune(
                actor, reason, lambda n, total: tell("access_review.pruning", n, total)
            )
        t.answer(asdict(done))
