"""counter till …: the drawer, corrections and the fees. What a day comes to is in books."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from counter_app.cli.paying import (
    Consent,
    Earlier,
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
    SecondLogin,
    Terminal,
    file_for,
    new_action,
    second_of,
    terminal,
)
from counter_app.errors import Refusal
from counter_app.till.grounds import grounds
from counter_app.till.sheet import Drawer
from db.till import DrawerKind

app = typer.Typer(no_args_is_help=True, help="The drawer, the books and the daily settlement.")

Day = Annotated[
    datetime | None,
    typer.Option(
        "--date", formats=["%Y-%m-%d"], help="The day that waits to be closed if left out."
    ),
]
Reason = Annotated[str, typer.Option("--reason", help="Why; goes on record.")]


@app.command("open")
def open_drawer(
    won: Annotated[int, typer.Argument(help="The float: change the day begins with.")],
    reason: Reason = "",
    on: Day = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Set the float a day begins with."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        action = new_action(action_id)
        _tell_drawer(t, t.counter.till.open(actor, won, reason, action_id=action, day=date_of(on)))


@app.command("in")
def put_in(
    won: Annotated[int, typer.Argument(help="Won put into the drawer.")],
    reason: Reason = "",
    on: Day = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Put cash in without a payment."""
    _move(DrawerKind.IN, won, reason, on, action_id, home, clerk, as_json)


@app.command("out")
def take_out(
    won: Annotated[int, typer.Argument(help="Won taken out of the drawer.")],
    reason: Reason = "",
    on: Day = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Take cash out without a payment."""
    _move(DrawerKind.OUT, won, reason, on, action_id, home, clerk, as_json)


@app.command()
def count(
    pieces: Annotated[str, typer.Argument(help="DENOMINATION:PIECES,… such as 10000:3,1000:12")],
    on: Day = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Write down what lies in the drawer."""
    with terminal(home, as_json) as t:
        actor, lying = t.actor(clerk), _pieces(pieces)
        action = new_action(action_id)
        _tell_drawer(t, t.counter.till.count(actor, lying, action_id=action, day=date_of(on)))


@app.command()
def reverse(
    receipt: Annotated[str, typer.Argument(help="The receipt's number.")],
    reason: Reason = "",
    tender: TenderOption = None,
    pay: Pay = None,
    received: Received = None,
    waiver: WaiverGround = None,
    proof: Proof = "",
    consent: Consent = False,
    earlier: Earlier = "",
    second: SecondLogin = None,
    out: Annotated[Path | None, typer.Option("--out", help="The new receipt as a PDF.")] = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Give a payment back and take it as it should have been, or waive it, which two sign."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        file = file_for(out, again=action_id is not None)
        terms = terms_of(tender, pay, received, waiver, proof, consent, earlier)
        made = t.counter.reversing.correct(
            actor,
            receipt,
            reason,
            terms,
            action_id=new_action(action_id),
            second=second_of(t, second),
        )
        if file:
            file.submit(t.counter.receipts.show(made.receipt), made.receipt, 1)
        t.answer({**asdict(made), "file": out})


@app.command("give-back")
def give_back(
    receipt: Annotated[str, typer.Argument(help="The receipt's number.")],
    reason: Reason = "",
    second: SecondLogin = None,
    out: Annotated[Path | None, typer.Option("--out", help="The refund receipt as a PDF.")] = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Give back the fee of a matter for which nothing was done; two sign where money goes back."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        file = file_for(out, again=action_id is not None)
        made = t.counter.reversing.give_back(
            actor, receipt, reason, action_id=new_action(action_id), second=second_of(t, second)
        )
        if file:
            file.submit(t.counter.receipts.show(made.counter_entry), made.counter_entry, 1)
        t.answer({**asdict(made), "file": out})


@app.command("fees")
def list_fees(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """The fees in force today, by the office's profile, each with its source."""
    with terminal(home, as_json) as t:
        if clerk:
            t.actor(clerk)
        today = t.counter.clock.now().date()
        rows = t.counter.rules.in_force("fee.", today) + t.counter.rules.in_force("view.", today)
        t.table("fees", [asdict(rule) for rule in rows])


@app.command("waivers")
def list_waivers(home: Home = None, clerk: ClerkName = None, as_json: AsJson = False) -> None:
    """The grounds on which fees are waived, each with its law."""
    with terminal(home, as_json) as t:
        if clerk:
            t.actor(clerk)
        rows = [
            asdict(ground) | {"papers": [str(one.name) for one in ground.papers]}
            for ground in grounds().values()
        ]
        t.table("waivers", rows)


def _move(
    kind: DrawerKind,
    won: int,
    reason: str,
    on: datetime | None,
    action_id: str | None,
    home: Path | None,
    clerk: str | None,
    as_json: bool,
) -> None:
    with terminal(home, as_json) as t:
        actor, action = t.actor(clerk), new_action(action_id)
        till = t.counter.till
        _tell_drawer(t, till.move(actor, kind, won, reason, action_id=action, day=date_of(on)))


def _tell_drawer(t: Terminal, drawer: Drawer) -> None:
    t.answer(drawer_told(drawer))


def drawer_told(drawer: Drawer) -> Answer:
    return {
        "opening": drawer.opening,
        "put_in": drawer.put_in,
        "taken_out": drawer.taken_out,
        "cash": drawer.cash,
        "of_later_days": drawer.of_later_days,
        "expected": drawer.expected,
        "counted": drawer.counted,
        "difference": drawer.difference,
    }


def _pieces(text: str) -> dict[int, int]:
    """Raises Refusal till.bad_pieces."""
    found: dict[int, int] = {}
    for entry in text.split(","):
        value, colon, pieces = entry.strip().partition(":")
        if not (colon and value.isdecimal() and pieces.isdecimal()) or len(entry) > 20:
            raise Refusal("till.bad_pieces", text=entry)
        found[int(value)] = found.get(int(value), 0) + int(pieces)
    return found


def date_of(on: datetime | None) -> date | None:
    return on.date() if on else None
