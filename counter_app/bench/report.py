"""Figures as a table in the user's language, or as one JSON document; progress while they come."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from counter_app.bench.figures import Figure
from counter_app.cli.terminal import show
from counter_app.words import say

LIMITS = {
    "start": 1.5,
    "search": 50.0,
    "residents.typed.p99": 50.0,
    "residents.open.p99": 50.0,
    "residents.flags.each": 20.0,
    "call_next.p99": 100.0,
    "event_loop.longest": 50.0,
    "certificate.p99": 200.0,
    "certificates.signed.p99": 300.0,
    "certificates.render.ratio": 2.0,
    "certificates.batch.each": 1000 / 15,
    "certificates.batch.growth": 3.0,
    "certificates.size": 40.0,
    "certificates.verify_text.p99": 20.0,
    "certificates.verify_picture.p99": 300.0,
    "certificates.scans.unread": 0.0,
    "memory": 300.0,
    "memory.growth": 50.0,
    "keystrokes": 5.0,
    "demo": 20.0,
    "queue.local.call.ratio": 2.0,
    "queue.local.call.p99": 50.0,
    "queue.local.twice": 0.0,
    "queue.local.lost": 0.0,
    "queue.local.disorder": 0.0,
    "queue.local.reach.p99": 1000.0,
    "queue.shared.act.ratio": 2.0,
    "queue.shared.reach.p99": 300.0,
    "queue.shared.twice": 0.0,
    "queue.day.repaint.rise": 1.25,
    "queue.day.memory.growth": 3.0,
    "sync.copy": 3.0,
    "sync.copy.ratio": 1 / 0.3,
    "sync.copy.memory": 200.0,
    "sync.reach.p95": 250.0,
    "sync.crowd.p99": 500.0,
    "sync.crowd.errors": 0.0,
    "sync.crowd.missing": 0.0,
    "sync.drain": 20.0,
    "sync.growth": 10.0,
}
"""The most there may be. "search" holds for every p99 of its kinds, at up to MANY residents;
"sync.copy" for a large centre."""
LEAST = {"residents.recall.at_1": 0.95, "residents.recall.at_5": 0.99}
"""The least there must be."""
LARGE_CENTRE = 35_000
MANY = 50_000
SEARCH_AMONG_MORE = 100.0


def limit(name: str, residents: int) -> float | None:
    """The most that a figure may be in a centre of so many; None where nothing was promised."""
    if name.startswith("search."):
        promised = LIMITS["search"] if residents <= MANY else SEARCH_AMONG_MORE
        return promised if name.endswith(".p99") else None
    if name == "sync.copy" and residents > LARGE_CENTRE:
        return None
    return LIMITS.get(name)


def as_document(figures: Sequence[Figure]) -> None:
    show({"figures": [_plain(figure) for figure in figures]}, True)


def as_table(figures: Sequence[Figure], residents: int, language: str) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("bench.figure", language))
    for column in ("value", "unit", "floor", "ratio", "limit"):
        table.add_column(say(f"bench.{column}", language), justify="right", no_wrap=True)
    table.add_column(say("bench.verdict", language), no_wrap=True)
    for figure in figures:
        most, least = limit(figure.name, residents), LEAST.get(figure.name)
        promised = f"≥ {least:.4g}" if least else "" if most is None else f"≤ {most:.4g}"
        kept = figure.value >= least if least else most is None or figure.value <= most
        words = say(f"bench.{'kept' if kept else 'missed'}", language) if promised else ""
        table.add_row(
            label(figure.name, language),
            number(figure.value),
            figure.unit,
            number(figure.floor),
            number(figure.ratio),
            promised,
            words,
        )
    Console().print(say("bench.among", language, residents=f"{residents:,}"), table, sep="\n")


def label(name: str, language: str) -> str:
    """`search.mrz.p99` as the user reads it; the name itself stays beside it, for programs."""
    family, *rest = name.split(".")
    words = [say(f"bench.{family}", language), *(say(f"bench.part_{r}", language) for r in rest)]
    return " ".join(words)


def number(value: float | None) -> str:
    """Three figures, more only before the point: 0.0123, 1.23, 12.3, 1230."""
    if value is None:
        return "–"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _plain(figure: Figure) -> dict[str, object]:
    ratio = figure.ratio
    return {
        "name": figure.name,
        "value": round(figure.value, 3),
        "unit": figure.unit,
        "floor": None if figure.floor is None else round(figure.floor, 3),
        "ratio": None if ratio is None else round(ratio, 2),
    }
