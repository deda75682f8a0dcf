"""counter certificate void and reprint: what is done with documents that were given out."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from counter_app.cli.issued import IssueNumber, numbered, shown
from counter_app.cli.terminal import (
    ActionId,
    AsJson,
    ClerkName,
    Home,
    file_for,
    new_action,
    second_of,
    second_password,
    terminal,
)
from counter_app.printing.printers import Printers


def add_to(app: typer.Typer) -> None:
    app.command()(void)
    app.command()(reprint)


def void(
    number: IssueNumber,
    reason: Annotated[str, typer.Option("--reason", help="Why it shall not stand; on record.")],
    second: Annotated[str, typer.Option("--second", help="Login of the other who signs.")],
    keep_fee: Annotated[
        bool, typer.Option("--keep-fee", help="The fee is not given back.")
    ] = False,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Make a printed or handed over certificate void; a supervisor or administrator signs too."""
    with terminal(home, as_json) as t:
        actor, row = t.actor(clerk), numbered(t, number)
        view = t.counter.voiding.void(
            actor,
            row.id,
            reason,
            second,
            second_password(t, second),
            action_id=new_action(action_id),
            keep_fee=keep_fee,
        )
        t.answer(shown(view, t.today) | {"fee_kept": keep_fee})


def reprint(
    number: IssueNumber,
    reason: Annotated[str, typer.Option("--reason", help="Why; goes on record.")],
    copies: Annotated[int, typer.Option("--copies", help="Up to as many as were issued.")] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", help="The PDF to write, instead of printing.")
    ] = None,
    second: Annotated[
        str | None,
        typer.Option("--second", help="Login of the other who signs, from the second reprint on."),
    ] = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Print a document that exists once more, marked 재발행 on every page."""
    with terminal(home, as_json) as t:
        actor, row = t.actor(clerk), numbered(t, number)
        file = file_for(out, again=action_id is not None)
        view = t.counter.reprinting.reprint(
            actor,
            row.id,
            reason,
            action_id=new_action(action_id),
            copies=copies,
            printers=Printers(file, file) if file else None,
            second=second_of(t, second),
        )
        if view.problem:
            raise view.problem
        answer = asdict(view)
        del answer["problem"]
        t.answer({**answer, "file": out})
