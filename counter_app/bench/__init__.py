"""counter bench: measures the program as it is used, each figure beside its floor."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import typer

from counter_app.bench.bed import Bed, copied, made
from counter_app.bench.certificates import certificates
from counter_app.bench.demo import demo
from counter_app.bench.estimates import estimates
from counter_app.bench.figures import Figure
from counter_app.bench.finding import recall, typed
from counter_app.bench.queue_day import queue_day
from counter_app.bench.queue_local import local
from counter_app.bench.report import as_document, as_table
from counter_app.bench.residents import residents
from counter_app.bench.search import search
from counter_app.bench.window import start, visits
from counter_app.cli.progress import Tell, progress
from counter_app.config import default_home, language_of
from counter_app.words import say

USUAL = 50_000
CENTRE = 35_000
"""Residents of a large centre, for the sync."""


def queue(bed: Bed, tell: Tell) -> Iterator[Figure]:
    """On one PC's store, then on one that several share."""
    from counter_app.bench.queue_shared import shared  # noqa: PLC0415 - loads PostgreSQL's driver

    yield from local(bed, tell)
    yield from shared(bed, tell)


def with_district(bed: Bed, tell: Tell) -> Iterator[Figure]:
    """Needs the extra `district`."""
    from counter_app.bench.sync import sync  # noqa: PLC0415 - loads the district

    yield from sync(bed, tell)


def first_copy(bed: Bed, tell: Tell) -> Iterator[Figure]:
    """Of the sync nothing else: for a district of hundreds of thousands."""
    from counter_app.bench.sync import first_copy as of_a_district  # noqa: PLC0415

    yield from of_a_district(bed, tell)


BENCHES: dict[str, Callable[[Bed, Tell], Iterable[Figure]]] = {
    "demo": demo,
    "search": search,
    "residents": residents,
    "residents.recall": recall,
    "residents.typed": typed,
    "start": start,
    "call_next": visits,
    "event_loop": visits,
    "certificate": visits,
    "certificates": certificates,
    "memory": visits,
    "keystrokes": visits,
    "estimates": estimates,
    "queue": queue,
    "queue.day": queue_day,
    "sync": with_district,
}
"""By what the names of its figures begin with."""
ALONE = {"sync.copy": first_copy}
"""Parts of a bench that can be had without the rest."""


def run(name: str | None, residents: int | None, home: Path | None, as_json: bool) -> None:
    """Measures in a new centre of so many `residents`; if none are named, in a copy of `home`.

    Raises typer.BadParameter for an unknown `name`, Refusal bench.*, demo.*, config.*, store.*.
    """
    language = language_of(home or default_home())
    if name is not None and name not in {**BENCHES, **ALONE}:
        problem = say("bench.unknown", language, names=", ".join([*BENCHES, *ALONE]))
        raise typer.BadParameter(problem)
    asked = [ALONE[name]] if name in ALONE else [b for of, b in BENCHES.items() if _asked(of, name)]
    with progress(language) as tell, _bed(name, residents, home, tell) as bed:
        figures = [
            figure
            for bench in dict.fromkeys(asked)
            for figure in bench(bed, tell)
            if _asked(figure.name, name)
        ]
    if as_json:
        as_document(figures)
    else:
        as_table(figures, bed.residents, language)


def makes_its_own(name: str | None) -> bool:
    """Whether what it measures is made new for it, whatever --home names."""
    return BENCHES.get((name or "").partition(".")[0]) in (demo, with_district)


def _asked(name: str, asked: str | None) -> bool:
    """Whether a bench or a figure is, or is part of, what was asked for."""
    return asked is None or f"{name}.".startswith(f"{asked}.")


def _bed(
    name: str | None, residents: int | None, home: Path | None, tell: Tell
) -> AbstractContextManager[Bed]:
    if BENCHES.get((name or "").partition(".")[0]) is with_district:
        return nullcontext(Bed(Path(), residents or CENTRE, None))  # it makes a district of its own
    if home and residents is None and not makes_its_own(name):
        return copied(home)
    return made(USUAL if residents is None else residents, tell)
