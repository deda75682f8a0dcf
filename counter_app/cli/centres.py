"""counter centre …"""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from counter_app.cli.terminal import AsJson, ClerkName, Home, terminal

app = typer.Typer(no_args_is_help=True, help="Centres: which one is in charge.")


@app.callback()
def centres() -> None:
    """Centres: which one is in charge."""


@app.command()
def find(
    text: Annotated[str, typer.Argument(help="Building, road address, 법정동 or 행정동.")],
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Today if left out.")
    ] = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Say which centre is in charge of an address; of several, all."""
    with terminal(home, as_json) as t:
        found = t.counter.jurisdiction.find(t.actor(clerk), text, on.date() if on else None)
        rows = [asdict(one) for one in found.candidates]
        said = (found.remark(t.language), found.doubts(t.language))
        message = " ".join(filter(None, said)) or None
        if as_json:
            t.answer(
                {
                    "centres": rows,
                    "certain": found.certain,
                    "source": found.source,
                    "message": message,
                }
            )
            return
        t.table("centres", rows)
        if message:
            print(message)
