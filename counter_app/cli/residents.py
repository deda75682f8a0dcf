"""counter resident …"""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from counter_app.certificates.kind_files import IDENTITIES, ROLES
from counter_app.certificates.requests import Applicant
from counter_app.cli.progress import progress
from counter_app.cli.terminal import (
    ActionId,
    Answer,
    AsJson,
    ClerkName,
    Home,
    Visit,
    new_action,
    terminal,
)
from counter_app.printing.files import OneFile
from counter_app.residents import identity_numbers
from counter_app.residents.understood import told
from counter_app.residents.views import Address, Hit
from counter_app.residents.worklist import LISTED
from counter_app.words import say

app = typer.Typer(no_args_is_help=True, help="Residents: find and show.")


@app.command()
def find(
    text: Annotated[str, typer.Argument(help="Number, name, initials, passport, birth date, MRZ.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=100)] = 20,
    visit: Visit = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Look people up; results are masked and the search is recorded."""
    with terminal(home, as_json) as t:
        found = t.counter.residents.find(t.seated(clerk, None, visit), text, limit)
        message = " ".join(told(found, t.language)) or None
        results = [_masked(hit) for hit in found.hits]
        if as_json:
            t.answer({"results": results, "warning": found.warning, "message": message})
            return
        t.table("results", results)
        if message:
            print(message)


@app.command()
def accesses(
    resident: Annotated[int, typer.Argument(help="The resident's id.")],
    out: Annotated[Path, typer.Option("--out", help="The PDF to write.")],
    purpose: Annotated[str, typer.Option("--purpose", help="Why it is given; on record.")],
    applicant: Annotated[str, typer.Option("--applicant", help=", ".join(ROLES[:3]))] = "self",
    identity: Annotated[str, typer.Option("--identity", help=", ".join(IDENTITIES))] = "card",
    applicant_name: Annotated[str, typer.Option("--applicant-name", help="Who came.")] = "",
    ground: Annotated[str, typer.Option("--ground", help="parent, guardian, delegate")] = "",
    ground_proof: Annotated[
        str, typer.Option("--ground-proof", help="The paper seen for it.")
    ] = "",
    since: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"])] = None,
    until: Annotated[datetime | None, typer.Option("--until", formats=["%Y-%m-%d"])] = None,
    visit: Visit = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Write who looked at a person's record, for that person or who comes for them; this too is
    recorded, and who asked."""
    with terminal(home, as_json) as t:
        first, last = (day.date() if day else None for day in (since, until))
        file = OneFile(out)
        file.check()
        asker = Applicant(applicant, identity, applicant_name, ground, ground_proof)
        pdf, listed = t.counter.accesses.give(
            t.seated(clerk, None, visit), resident, purpose, first, last, asker=asker
        )
        file.submit(pdf, "", 1)
        t.answer({"file": out.resolve(), "accesses": listed})


@app.command("show")
def show_resident(
    resident: Annotated[int, typer.Argument(help="The resident's id.")],
    purpose: Annotated[str, typer.Option("--purpose", help="Why the record is opened.")],
    visit: Visit = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Open one record, all of it: the view and the unmasking are recorded with the purpose."""
    with terminal(home, as_json) as t:
        actor = t.seated(clerk, None, visit)
        record = t.counter.residents.open(actor, resident, purpose)
        t.counter.residents.reveal(actor, resident, purpose)
        answer: Answer = asdict(record)
        answer["number"] = identity_numbers.formatted(record.number)
        texts = [say(alert.code, t.language, **alert.fields) for alert in record.alerts]
        if as_json:
            answer["alerts"] = [
                {**asdict(alert), "text": text}
                for alert, text in zip(record.alerts, texts, strict=True)
            ]
        else:
            answer["alerts"] = texts
            answer["addresses"] = [_line(address) for address in record.addresses]
        t.answer(answer)


@app.command()
def flags(
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Today if left out.")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Reckon what everybody must be told of, as a nightly job; shows how many, and nobody."""
    with terminal(home, as_json) as t, progress(t.language) as tell:
        done = t.counter.worklist.reckon(
            on.date() if on else None, lambda n, total: tell("worklist.reckoning", n, total)
        )
        t.answer({"day": done.day, "people": done.people, "flags": dict(done.counts)})


@app.command()
def due(
    flag: Annotated[str, typer.Argument(help=f"One of: {', '.join(LISTED)}.")],
    purpose: Annotated[str, typer.Option("--purpose", help="Why they are listed; on record.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000)] = 100,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """List who has a flag today, masked; the list is recorded with its purpose."""
    with terminal(home, as_json) as t, progress(t.language) as tell:
        listed = t.counter.worklist.due(
            t.actor(clerk),
            flag,
            purpose,
            limit,
            lambda n, total: tell("worklist.reckoning", n, total),
        )
        rows = [asdict(one) for one in listed.due]
        if as_json:
            t.answer({"day": listed.reckoned.day, "due": rows, "more": listed.more})
        else:
            t.table("due", rows)


@app.command()
def restrict(
    resident: Annotated[int, typer.Argument(help="The resident's id.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, as it was decided in writing.")],
    lift: Annotated[bool, typer.Option("--lift", help="Allow documents again.")] = False,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Bar every document of a person, as victims of domestic violence may ask for."""
    with terminal(home, as_json) as t:
        act = t.counter.residents.lift_restriction if lift else t.counter.residents.restrict
        act(t.actor(clerk), resident, reason)
        t.answer({"id": resident, "restricted": not lift})


@app.command("report-lost")
def report_lost(
    resident: Annotated[int, typer.Argument(help="The resident's id.")],
    day: Annotated[
        datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="Today if left out.")
    ] = None,
    action_id: ActionId = None,
    visit: Visit = None,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Note that a person has lost their registration card; the district is told."""
    with terminal(home, as_json) as t:
        actor, action = t.seated(clerk, None, visit), new_action(action_id)
        on = day.date() if day else t.counter.clock.now().date()
        t.counter.residents.report_card_lost(actor, resident, on, action_id=action)
        pending = [one.field for one in t.counter.sync.pending(resident)]
        t.answer({"id": resident, "card_lost_on": on, "pending": "card_lost_on" in pending})


def _line(address: Address) -> str:
    """ "2025-10-22 – 2026-01-03  ADDRESS", without the second date where they still live there."""
    until = "" if address.moved_out is None else f" {address.moved_out}"
    return f"{address.moved_in} –{until}  {address.text_ko}"


def _masked(hit: Hit) -> Answer:
    return {
        "id": hit.id,
        "name_roman": hit.name_roman,
        "name_hangul": hit.name_hangul,
        "number": hit.number,
        "birth_date": hit.birth_date,
        "nationality": hit.nationality,
        "status_of_stay": hit.status_of_stay,
        "address": hit.address,
        "centre": hit.centre,
        "matched": hit.matched,
        "also": list(hit.also),
    }
