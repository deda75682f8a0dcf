"""counter archive …"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from counter_app.cli.terminal import (
    AsJson,
    ClerkName,
    Home,
    Terminal,
    second_password,
    terminal,
)
from counter_app.printing.files import OneFile
from counter_app.privacy.second import Second

app = typer.Typer(no_args_is_help=True, help="What was issued, as it is kept.")

PATTERNS = ["%Y-%m-%d"]


@app.command()
def seal(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """Seal every document that has no seal yet; the window does so by itself."""
    from counter_app.cli.progress import progress  # noqa: PLC0415 - takes time to load

    with terminal(home, as_json) as t:
        t.actor(clerk)
        with progress(t.language) as tell:
            sealed = t.counter.sealed.seal_missing(
                lambda done, total: tell("certificates.sealing", done, total)
            )
        t.answer({"sealed": sealed})


Number = Annotated[str, typer.Argument(help="The certificate's issue number.")]
Out = Annotated[Path, typer.Option("--out", help="The PDF to write.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; goes on record.")]


@app.command()
def copy(
    number: Number,
    out: Out,
    reason: Reason,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Write what a document that was issued says, marked 사본: no certificate."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        _write(t, out, number, lambda: t.counter.sealed.copy(actor, number, reason))


@app.command()
def original(
    number: Number,
    out: Out,
    reason: Reason,
    second: Annotated[
        str, typer.Option("--second", help="Login of the supervisor or administrator who signs.")
    ],
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Write the sealed PDF of a document, which is as good as its paper; two sign."""
    with terminal(home, as_json) as t:
        actor, other = t.actor(clerk), Second(second, second_password(t, second))
        _write(t, out, number, lambda: t.counter.sealed.original(actor, number, reason, other))


def _write(t: Terminal, out: Path, number: str, pdf: Callable[[], bytes]) -> None:
    file = OneFile(out)
    file.check()
    file.submit(pdf(), number, 1)
    t.answer({"issue_number": number, "file": out.resolve()})


@app.command("list")
def found(
    number: Annotated[str | None, typer.Option("--number", help="Issue number.")] = None,
    person: Annotated[int | None, typer.Option("--resident", help="The resident's id.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Login of the clerk who issued.")] = None,
    day: Annotated[
        datetime | None, typer.Option("--date", formats=PATTERNS, help="Day of issue.")
    ] = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Find documents by number, person, clerk or date, all that are given together."""
    with terminal(home, as_json) as t:
        t.actor(clerk)
        views = t.counter.archive.find(
            number=number, resident_id=person, login=by, day=day.date() if day else None
        )
        t.table(
            "certificates",
            [
                {
                    "issue_number": view.issue_number,
                    "kind": view.kind,
                    "state": view.state.value,
                    "holder": view.holder,
                    "issued_at": view.issued_at,
                    "valid_until": view.valid_until,
                    "past": view.past(t.today),
                    "instead_of": view.instead_of,
                    "reissued_as": view.reissued_as,
                }
                for view in views
            ],
        )
