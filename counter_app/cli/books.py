"""counter till close, show and reconcile: a day's books."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from counter_app.cli.receipts import write_sealed
from counter_app.cli.terminal import (
    ActionId,
    Answer,
    AsJson,
    ClerkName,
    Home,
    Terminal,
    file_for,
    new_action,
    second_password,
    terminal,
)
from counter_app.cli.till import Day, date_of, drawer_told
from counter_app.printing.files import OneFile
from counter_app.till.sheet import Sheet


def add_to(app: typer.Typer) -> None:
    for command in (close, show, reconcile):
        app.command()(command)


def close(
    supervisor: Annotated[str, typer.Option("--supervisor", help="Login of the second person.")],
    reason: Annotated[str, typer.Option("--reason", help="Why the drawer differs.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="The settlement as a PDF.")] = None,
    on: Day = None,
    action_id: ActionId = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Close a day: signed by the clerk and a supervisor, each with their password."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        sheet = file_for(out, again=action_id is not None)
        settled = t.counter.closing.close(
            actor,
            t.password(actor.login),
            supervisor,
            second_password(t, supervisor),
            action_id=new_action(action_id),
            reason=reason,
            day=date_of(on),
        )
        written = _write(t, settled.sheet.day, sheet) if sheet else {}
        t.answer(
            {
                **_sheet(settled.sheet),
                **drawer_told(settled.sheet.drawer),
                "difference_reason": settled.difference_reason,
                "signed": [settled.clerk, settled.supervisor],
                "closed_at": settled.at,
                "file": out,
                **written,
            }
        )


def show(
    on: Day = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="A closed day's settlement as a PDF.")
    ] = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """What a day came to so far, or as it was closed."""
    with terminal(home, as_json) as t:
        t.actor(clerk)
        found = t.counter.till.show(date_of(on))
        sheet = found.sheet
        written: Answer = {}
        if out:
            file = OneFile(out)
            file.check()
            written = _write(t, sheet.day, file)
        lines: dict[str, list[Answer]] = {
            name: [asdict(line) for line in getattr(sheet, name) or ()]
            for name in ("tenders", "kinds", "clerks", "grounds", "reversals", "slips")
        }
        lines["moves"] = [asdict(move) for move in sheet.drawer.moves or ()]
        if papers := sheet.papers:
            lines["voided"] = [asdict(one) for one in papers.voided]
            lines["left_out"] = [asdict(one) for one in papers.left_out or ()]
            lines["reprinted"] = [asdict(one) for one in papers.reprinted]
            lines["secure_paper"] = [asdict(papers.secure)] if papers.secure else []
        settled = found.settled
        answer: Answer = {
            **_sheet(sheet),
            **drawer_told(sheet.drawer),
            "closed": settled is not None,
        }
        if settled:
            answer["signed"] = [settled.clerk, settled.supervisor]
        answer |= written
        if as_json:
            t.answer(answer | lines)
            return
        t.answer(answer)
        for rows in lines.values():
            if rows:
                print()
                t.table("", rows)


def reconcile(
    on: Annotated[
        datetime | None, typer.Argument(formats=["%Y-%m-%d"], help="Today if left out.")
    ] = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Compare payments, receipts, certificates and drawer; name the first disagreement."""
    with terminal(home, as_json) as t:
        if clerk:
            t.actor(clerk)
        found = t.counter.till.reconcile(date_of(on) or t.counter.clock.now().date())
        wrong = found.disagreement
        said = t.say(wrong.code, **wrong.fields) if wrong else t.say("till.agrees", day=found.day)
        if found.explained and not wrong:
            difference = f"{found.difference:+,}"
            said = t.say(
                "till.explained", day=found.day, difference=difference, reason=found.explained
            )
        t.answer(
            {
                "day": found.day,
                "ok": wrong is None,
                "payments": found.payments,
                "certificates": found.certificates,
                "issued": found.issued,
                "given_back": found.given_back,
                "won": found.won,
                "waived": found.waived,
                "closed": found.closed,
                "difference": found.difference,
                "difference_reason": found.explained,
                "disagreement": wrong.code if wrong else None,
                "message": said,
            }
        )
    if wrong:
        raise typer.Exit(1)


def _sheet(sheet: Sheet) -> Answer:
    return {
        "day": sheet.day,
        "won": sheet.won,
        "waived": sheet.waived,
        "certificates": sheet.certificates,
        "issued": sheet.issued,
        "given_back": sheet.given_back,
        "receipts": sheet.receipts,
        "first_receipt": sheet.first_receipt,
        "last_receipt": sheet.last_receipt,
    }


def _write(t: Terminal, day: date, file: OneFile) -> Answer:
    """Writes a closed day's settlement. Returns whether it is sealed, and if not, why."""
    from counter_app.till.page import render_settlement  # noqa: PLC0415 - draws only here

    return write_sealed(
        t, render_settlement(t.counter.till.settled(day)), f"settlement-{day}", file
    )
