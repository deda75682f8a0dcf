"""counter matter …"""

from pathlib import Path
from typing import Annotated

import typer

from counter_app.cli.matter_answers import answer, line, offer, tell
from counter_app.cli.paying import (
    Consent,
    Pay,
    Proof,
    Received,
    TenderOption,
    WaiverGround,
    terms_of,
)
from counter_app.cli.terminal import (
    ActionId,
    Answer,
    AsJson,
    ClerkName,
    Home,
    Terminal,
    Visit,
    file_for,
    new_action,
    terminal,
)
from counter_app.errors import Refusal
from counter_app.matters.procedures import procedures
from counter_app.printing.files import OneFile
from counter_app.privacy.actor import Actor

app = typer.Typer(no_args_is_help=True, help="Residence matters: begun, carried on, finished.")

Number = Annotated[str, typer.Argument(help="The matter's number, such as M-20261116-…-0001.")]
Ver = Annotated[
    int | None, typer.Option("--ver", help="The version you have seen; as it is now if left out.")
]
Window = Annotated[int | None, typer.Option("--window", help="Where the clerk sits.")]
Key = Annotated[str, typer.Argument(help="A document or step of its checklist.")]


@app.command("procedures")
def list_procedures(as_json: AsJson = False, home: Home = None) -> None:
    """What can be begun, with the questions each asks."""
    with terminal(home, as_json) as t:
        rows: list[Answer] = [
            {
                "code": one.code,
                "title": one.title.in_(t.language),
                "asks": ", ".join(q.key + ("" if q.required else "?") for q in one.questions),
                "ground": one.ground.in_(t.language),
            }
            for one in procedures()
        ]
        t.table("procedures", rows)


@app.command()
def offers(
    resident: Annotated[
        int | None, typer.Option("--resident", help="For whom; somebody new if left out.")
    ] = None,
    visit: Visit = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """What can be begun for a person, and what stands against the rest."""
    with terminal(home, as_json) as t:
        found = t.counter.matters.offers(t.seated(clerk, None, visit), resident)
        t.table("offers", [offer(t, one) for one in found])


@app.command()
def start(
    procedure: Annotated[str, typer.Argument(help="One of `counter matter procedures`.")],
    answers: Annotated[
        list[str] | None, typer.Argument(help="What was told: address='…' moved_in=2026-11-10.")
    ] = None,
    resident: Annotated[int | None, typer.Option("--resident", help="Whose it is.")] = None,
    understood: Annotated[
        list[str] | None,
        typer.Option("--understood", help="The code of a doubt that you have settled."),
    ] = None,
    visit: Visit = None,
    language: Annotated[str, typer.Option("--language", help="The visitor's: ko, en, vi …")] = "ko",
    window: Window = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Take a matter in."""
    told = dict(_parted(one) for one in answers or ())
    with terminal(home, as_json) as t:
        done = t.counter.matters.start(
            t.seated(clerk, window, visit),
            procedure,
            resident,
            told,
            action_id=new_action(action_id),
            ticket_id=visit,
            language=language,
            understood=understood or (),
        )
        answer(t, done)


@app.command("list")
def list_(
    resident: Annotated[int | None, typer.Option("--resident", help="All of a person.")] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Only what you or your window has.")] = False,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """What is open, the nearest date first; or all of a person, the newest first."""
    with terminal(home, as_json) as t:
        actor, matters = t.seated(clerk, None), t.counter.matters
        found = (
            matters.open(actor, mine=mine)
            if resident is None
            else matters.of_resident(actor, resident)
        )
        t.table("matters", [line(t, one) for one in found])


@app.command()
def show(
    number: Number,
    purpose: Annotated[
        str | None,
        typer.Option("--purpose", help="Show passport, telephone and addresses whole: what for."),
    ] = None,
    visit: Visit = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """A matter with its checklist and history; what is masked is shown once the purpose is said."""
    with terminal(home, as_json) as t:
        actor = t.seated(clerk, None, visit)
        seen = t.counter.matters.show(actor, number)
        if purpose is not None:
            tell(t, t.counter.matters.reveal(actor, number, purpose))
        else:
            answer(t, seen)


@app.command()
def tick(
    number: Number,
    key: Key,
    off: Annotated[bool, typer.Option("--off", help="Take the tick away.")] = False,
    ver: Ver = None,
    visit: Visit = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """A document was seen, or a step is done."""
    with terminal(home, as_json) as t:
        actor = t.seated(clerk, None, visit)
        seen, action = version_seen(t, actor, number, ver), new_action(action_id)
        done = t.counter.matters.tick(actor, number, key, not off, ver=seen, action_id=action)
        answer(t, done)


@app.command()
def pay(
    number: Number,
    tender: TenderOption = None,
    how: Pay = None,
    received: Received = None,
    waiver: WaiverGround = None,
    proof: Proof = "",
    consent: Consent = False,
    out: Annotated[Path | None, typer.Option("--out", help="The receipt as a PDF.")] = None,
    ver: Ver = None,
    visit: Visit = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Take the fee, or waive it, and print its receipt."""
    with terminal(home, as_json) as t:
        actor = t.seated(clerk, None, visit)
        terms = terms_of(tender, how, received, waiver, proof, consent)
        file = file_for(out, again=action_id is not None)
        seen, action = version_seen(t, actor, number, ver), new_action(action_id)
        done = t.counter.matters.pay(actor, number, terms, ver=seen, action_id=action)
        if done.paid and file:
            file.submit(t.counter.receipts.show(done.paid.receipt), done.paid.receipt, 1)
        elif done.paid:
            t.counter.receipts.print(actor, done.paid.receipt, t.counter.printers)
        answer(t, done)


@app.command("print")
def print_(
    number: Number,
    kind: Annotated[str, typer.Argument(help="form, slip or receipt.")],
    file: Annotated[
        Path | None, typer.Option("--file", help="Write the PDF here instead.", readable=False)
    ] = None,
    visit: Visit = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Print the form to sign, or the slip or receipt to take along, in the visitor's language."""
    with terminal(home, as_json) as t:
        actor, counter = t.seated(clerk, None, visit), t.counter
        if file is None:
            secure = counter.stationery.used
            counter.sheets.print_out(actor, number, kind, counter.printers, secure=secure)
        else:
            one = OneFile(file)
            one.check()
            one.submit(counter.sheets.give(actor, number, kind), number, 1)
        t.answer({"number": number, "kind": kind, "file": file})


@app.command("act")
def act(
    number: Number,
    what: Annotated[str, typer.Argument(help="One of the acts that `show` lists.")],
    reason: Annotated[
        str, typer.Option("--reason", help="Why it was turned down: a word that `show` lists.")
    ] = "",
    ver: Ver = None,
    visit: Visit = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Carry the matter on, by what `show` lists as next: propose, forward, finish, turn_down …"""
    _act(number, what, reason, ver, visit, action_id, home, clerk, as_json)


def _named(what: str, told: str) -> None:
    def command(
        number: Number,
        ver: Ver = None,
        visit: Visit = None,
        action_id: ActionId = None,
        home: Home = None,
        clerk: ClerkName = None,
        as_json: AsJson = False,
    ) -> None:
        _act(number, what, "", ver, visit, action_id, home, clerk, as_json)

    app.command(what, help=told)(command)


_named("propose", "Ask the district for the change.")
_named("finish", "Everything is done.")
_named("withdraw", "The visitor takes it back.")


def _act(
    number: str,
    what: str,
    reason: str,
    ver: int | None,
    visit: int | None,
    action_id: str | None,
    home: Path | None,
    clerk: str | None,
    as_json: bool,
) -> None:
    with terminal(home, as_json) as t:
        actor = t.seated(clerk, None, visit)
        seen, action = version_seen(t, actor, number, ver), new_action(action_id)
        answer(
            t, t.counter.matters.act(actor, number, what, ver=seen, action_id=action, reason=reason)
        )


def version_seen(t: Terminal, actor: Actor, number: str, ver: int | None) -> int:
    return t.counter.matters.show(actor, number).ver if ver is None else ver


def _parted(told: str) -> tuple[str, str]:
    key, equals, value = told.partition("=")
    if not equals:
        raise Refusal("matters.answer_form", told=told[:40])
    return key.strip(), value
