"""counter day: what a day of the queue came to."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from counter_app.cli.terminal import Answer, AsJson, ClerkName, Home, Terminal, terminal
from counter_app.errors import Refusal
from counter_app.queue.figures import Group, Hour, Times


def day(
    on: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Today if left out."),
    ] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="A new file to write them to.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; goes on record.")] = "",
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """What a day came to: waits and service, by hour, service, window and clerk."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        reports, today = t.counter.reports, t.counter.clock.now().date()
        asked = on.date() if on else today
        if asked > today:
            raise Refusal("figures.to_come", day=asked)
        if csv is not None:
            path = reports.export(actor, asked, asked, reason, csv, t.language)
            t.answer({"date": asked, "file": path.resolve(), "reason": reason.strip()})
            return
        found = reports.day(actor, asked)
        outlook = t.counter.estimates.outlook() if asked == today else None
        _tell(
            t,
            {
                "date": asked,
                **_group(found.total),
                "waiting": found.waiting,
                "crowd": outlook.words(t.language) if outlook else None,
            },
            {
                "categories": [_named("category", group) for group in found.categories],
                "windows": [_named("window", group) for group in found.windows],
                "clerks": [_named("clerk", group) for group in found.clerks],
                "hours": [_hour(hour) for hour in found.hours],
            },
        )


def _tell(t: Terminal, total: Answer, tables: dict[str, list[Answer]]) -> None:
    """One document, or the day's lines and then its tables, but for empty ones."""
    if t.as_json:
        t.answer(total | tables)
        return
    t.answer(total)
    for name, rows in tables.items():
        if rows:
            print()
            t.table(name, rows)


def _named(by: str, group: Group) -> Answer:
    name: Answer = {"name": group.name} if group.name else {}
    return {by: group.key, **name, **_group(group)}


def _group(group: Group) -> Answer:
    """Times in whole seconds; None where there are none."""
    return {
        "visitors": group.visitors,
        "served": group.served,
        "no_shows": group.no_shows,
        "cancelled": group.cancelled,
        **_times("waited", group.waited),
        **_times("service", group.service),
    }


def _hour(hour: Hour) -> Answer:
    usual = None if hour.usual is None else round(hour.usual, 1)
    counts: Answer = {"hour": hour.hour, "taken": hour.taken, "called": hour.called, "usual": usual}
    return counts | _times("waited", hour.waited)


def _times(name: str, times: Times | None) -> Answer:
    known = asdict(times) if times else {}
    return {f"{name}_{part}_s": known.get(part) for part in ("median", "ninetieth")}
