"""counter matter attach | papers | paper | detach: what was brought."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from counter_app.cli.matter_answers import answer
from counter_app.cli.matters import Key, Number, Ver, version_seen
from counter_app.cli.terminal import (
    ActionId,
    AsJson,
    ClerkName,
    Home,
    Visit,
    new_action,
    terminal,
)
from counter_app.printing.files import OneFile

Paper = Annotated[int, typer.Argument(help="Its id, as `counter matter papers` lists it.")]


def add_to(app: typer.Typer) -> None:
    for command in (attach, papers, paper, detach):
        app.command()(command)


def attach(
    number: Number,
    key: Key,
    file: Annotated[Path, typer.Argument(help="A PDF or a picture.", readable=False)],
    ver: Ver = None,
    visit: Visit = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Keep a paper, drawn anew, and tick its document."""
    from counter_app.matters.safe import read_paper  # noqa: PLC0415 - other commands need no PDFs

    with terminal(home, as_json) as t:
        actor, paper = t.seated(clerk, None, visit), read_paper(file)
        seen, action = version_seen(t, actor, number, ver), new_action(action_id)
        answer(t, t.counter.papers.attach(actor, number, key, paper, ver=seen, action_id=action))


def papers(
    number: Number,
    visit: Visit = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """What was brought to a matter: type, pages, bytes kept, when and by whom."""
    with terminal(home, as_json) as t:
        found = t.counter.papers.listed(t.seated(clerk, None, visit), number)
        t.table("papers", [asdict(one) for one in found])


def paper(
    number: Number,
    which: Paper,
    file: Annotated[Path, typer.Option("--file", help="Write the PDF here.", readable=False)],
    purpose: Annotated[str, typer.Option("--purpose", help="What for; it is kept on record.")],
    visit: Visit = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Look at a paper; that it was looked at is on record."""
    with terminal(home, as_json) as t:
        one = OneFile(file)
        one.check()
        pdf = t.counter.papers.read(t.seated(clerk, None, visit), number, which, purpose)
        one.submit(pdf, number, 1)
        t.answer({"number": number, "paper": which, "file": file})


def detach(
    number: Number,
    which: Paper,
    reason: Annotated[str, typer.Option("--reason", help="Why it is removed.")],
    ver: Ver = None,
    visit: Visit = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Remove a wrong paper for good, before the matter is sent."""
    with terminal(home, as_json) as t:
        actor = t.seated(clerk, None, visit)
        seen, action = version_seen(t, actor, number, ver), new_action(action_id)
        done = t.counter.papers.detach(
            actor, number, which, ver=seen, action_id=action, reason=reason
        )
        answer(t, done)
