"""counter privacy …: what a privacy officer does with the log of accesses."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from counter_app.cli.progress import progress
from counter_app.cli.terminal import Answer, AsJson, ClerkName, Home, terminal
from counter_app.printing.files import OneFile
from counter_app.privacy.acts import KINDS
from counter_app.privacy.lines import Asked
from counter_app.privacy.review import MonthReview, Noted
from counter_app.privacy.review_files import because

app = typer.Typer(no_args_is_help=True, help="Accesses: review a month, sign it, delete old ones.")

MonthOf = Annotated[str, typer.Option("--month", help="Such as 2026-11.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; goes on record.")]


@app.command()
def prune(
    reason: Reason = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be deleted.")
    ] = False,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Delete accesses that have been kept for two years; the chain proves what was deleted."""
    with terminal(home, as_json) as t:
        actor, pruning = t.actor(clerk), t.counter.pruning
        if dry_run:
            t.answer(asdict(pruning.due(actor)))
            return
        with progress(t.language) as tell:
            done = pruning.prune(
                actor, reason, lambda n, total: tell("access_review.pruning", n, total)
            )
        t.answer(asdict(done))


@app.command()
def forget(
    reason: Reason = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say how much would be emptied.")
    ] = False,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Empty what tickets of more than 90 days ago say of their visitors; counts and times stay."""
    with terminal(home, as_json) as t:
        actor, forgetting = t.actor(clerk), t.counter.forgetting
        if dry_run:
            t.answer(asdict(forgetting.due(actor)))
            return
        with progress(t.language) as tell:
            done = forgetting.forget(
                actor, reason, lambda n, days: tell("access_review.forgetting", n, days)
            )
        t.answer(asdict(done))


@app.command()
def review(
    month: MonthOf, home: Home = None, clerk: ClerkName = None, as_json: AsJson = False
) -> None:
    """What a month's accesses come to, and what is unusual among them."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        with progress(t.language) as tell:
            found = t.counter.review.month(
                actor, month, lambda n, days: tell("access_review.judging", n, days)
            )
        findings = [_finding(noted, t.language) for noted in found.found]
        if as_json:
            t.answer(_told(found) | {"findings": findings})
            return
        t.answer(_told(found))
        if findings:
            print()
            t.table("findings", findings)


@app.command()
def log(
    month: MonthOf,
    by: Annotated[str | None, typer.Option("--by", help="Login of the clerk.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=", ".join(KINDS))] = None,
    person: Annotated[int | None, typer.Option("--resident", help="The resident's id.")] = None,
    window: Annotated[int | None, typer.Option("--window", help="Its number.")] = None,
    pc: Annotated[str | None, typer.Option("--pc", help="Name of a PC, or part of it.")] = None,
    purpose: Annotated[
        str | None, typer.Option("--purpose", help="Its code, or part of what was written.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000)] = 200,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """A month's accesses, the newest first; what was typed in one go is one, with its keys."""
    with terminal(home, as_json) as t:
        asked = Asked(by, kind, person, window, pc, purpose)
        lines = t.counter.review.lines(t.actor(clerk), month, asked, limit)
        t.table("accesses", [asdict(line) for line in lines])


@app.command()
def note(
    month: MonthOf,
    finding: Annotated[str, typer.Argument(help="Its key, as `review` tells it.")],
    text: Annotated[str, typer.Option("--note", help="What came out; kept with it.")],
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Mark a finding as looked into."""
    with terminal(home, as_json) as t:
        actor = t.actor(clerk)
        t.counter.review.note(actor, month, finding, text)
        t.answer({"finding": finding, "note": text.strip()})


@app.command()
def sign(
    month: MonthOf,
    text: Annotated[str, typer.Option("--note", help="What the review came to.")],
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Sign the report on a month that is over, once every finding has been looked into."""
    with terminal(home, as_json) as t:
        t.answer(_told(t.counter.review.sign(t.actor(clerk), month, text)))


@app.command()
def export(
    month: MonthOf,
    out: Annotated[Path, typer.Option("--out", help="The .csv or .pdf to write.")],
    reason: Reason,
    home: Home = None,
    clerk: ClerkName = None,
    as_json: AsJson = False,
) -> None:
    """Write the report on a month; that it was taken, and why, is on record."""
    with terminal(home, as_json) as t:
        file, form = OneFile(out), out.suffix.lower().lstrip(".")
        file.check()
        written = t.counter.review.export(t.actor(clerk), month, reason, form, t.language)
        file.submit(written, "", 1)
        t.answer({"month": month, "file": out.resolve()})


def _told(found: MonthReview) -> Answer:
    signed = found.signed
    return {
        "month": found.month,
        "accesses": found.accesses,
        **{kind: found.kinds.get(kind, 0) for kind in KINDS},
        "open": found.open,
        "signed_by": signed.clerk if signed else None,
        "signed_at": signed.at if signed else None,
        "digest": found.digest,
    }


def _finding(noted: Noted, language: str) -> Answer:
    found = noted.finding
    return {
        "key": found.key,
        "rule": found.rule,
        "clerk": found.clerk,
        "day": found.day,
        "resident": found.person,
        "count": found.count,
        "because": because(noted, language),
        "note": noted.note or None,
    }
