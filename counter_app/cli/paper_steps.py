"""counter certificate print-again, hand-over and spoil: what becomes of a document in flight."""

from pathlib import Path
from typing import Annotated

import typer

from counter_app.certificates.requests import First
from counter_app.cli.issued import IssueNumber, numbered, page_files, shown
from counter_app.cli.terminal import (
    ActionId,
    AsJson,
    ClerkName,
    Home,
    SecondLogin,
    new_action,
    second_of,
    second_password,
    terminal,
)
from counter_app.privacy.second import Second


def add_to(app: typer.Typer) -> None:
    app.command("print-again")(print_again)
    app.command("hand-over")(hand_over)
    app.command()(spoil)


def print_again(
    number: IssueNumber,
    out: Annotated[Path, typer.Option("--out", help="The PDF to write.")],
    came_out: Annotated[
        int | None,
        typer.Option(
            "--came-out", min=0, help="Sheets of the first print that came out and are ruined."
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="What happened to the first.")] = "",
    second: SecondLogin = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Write a document in flight as a PDF file. Where a printer or file had it before, say what
    became of that; one that came out well is printed again by `certificate reprint`, marked. From
    the second time on another person signs."""
    with terminal(home, as_json) as t:
        actor, found = t.actor(clerk), numbered(t, number)
        first = None
        if came_out is not None:
            first = First(came_out, reason, new_action(action_id), second_of(t, second))
        again = t.counter.certificates.print_again(
            actor,
            found.id,
            page_files(t, out, found, t.counter.printers),
            first=first,
        )
        if again.problem:
            raise again.problem
        t.answer(shown(again, t.today))


def hand_over(
    number: IssueNumber,
    paper_seen: Annotated[
        bool, typer.Option("--paper-seen", help="It is in hand, whatever the print queue said.")
    ] = False,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """The visitor has the paper."""
    with terminal(home, as_json) as t:
        actor, found = t.actor(clerk), numbered(t, number)
        over = t.counter.certificates.hand_over(
            actor, found.id, action_id=new_action(action_id), paper_seen=paper_seen
        )
        t.answer(shown(over, t.today))


def spoil(
    number: IssueNumber,
    reason: Annotated[str, typer.Option("--reason", help="Why; goes on record.")],
    second: Annotated[str, typer.Option("--second", help="Login of the other who signs.")],
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """It is not given out: void the number, give the fee back; a supervisor or administrator signs
    too. For ruined paper alone: `print-again --came-out`."""
    with terminal(home, as_json) as t:
        actor, found = t.actor(clerk), numbered(t, number)
        other = Second(second, second_password(t, second))
        gone = t.counter.certificates.spoil(
            actor, found.id, reason, action_id=new_action(action_id), second=other
        )
        t.answer(shown(gone, t.today))
