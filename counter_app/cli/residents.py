"""counter resident …"""

from dataclasses import asdict
from typing import Annotated

import typer

from counter_app.cli.terminal import Answer, AsJson, ClerkName, Home, terminal
from counter_app.residents import identity_numbers
from counter_app.residents.views import Hit
from counter_app.words import say

app = typer.Typer(no_args_is_help=True, help="Residents: find and show.")


@app.command()
def find(
    text: Annotated[str, typer.Argument(help="Number, name, initials, passport, birth date, MRZ.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=100)] = 20,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Look people up; results are masked and the search is recorded."""
    with terminal(home, as_json) as t:
        found = t.counter.residents.find(t.actor(clerk), text, limit)
        t.table("results", [_masked(hit) for hit in found.hits])
        if found.warning and not as_json:
            print(t.say(found.warning))


@app.command("show")
def show_resident(
    resident: Annotated[int, typer.Argument(help="The resident's id.")],
    purpose: Annotated[str, typer.Option("--purpose", help="Why the record is opened.")],
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Open one record; the view is recorded with its purpose."""
    with terminal(home, as_json) as t:
        record = t.counter.residents.open(t.actor(clerk), resident, purpose)
        answer: Answer = asdict(record)
        answer["number"] = identity_numbers.formatted(record.number)
        answer["alerts"] = [
            {**asdict(alert), "text": say(alert.code, t.language, **alert.fields)}
            for alert in record.alerts
        ]
        t.answer(answer)


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
    }
