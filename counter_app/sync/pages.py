"""The pages of a copy: while one is put away, the next is made into rows and one more comes."""

import gc
import sys
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from counter_app.residents import spellings
from counter_app.sync.packing import Change, Malformed, Trailer
from counter_app.sync.peer import District, Lines
from counter_app.sync.rows import Rows, rows_of
from counter_app.sync.wire import PAGE_ROWS, Table

TABLES = tuple(Table)
_SOON, _MORE = 1_000, 4 / 3
"""Records of the first page, until which is made nothing can be put away; and by how much the next
is larger, so that it is made by the time the one before is away."""
_TURN = 0.0005
"""Seconds that a thread keeps the interpreter for when others want it."""
_MADE = 100_000
"""Objects after which garbage is looked for."""
_LEARNT = 50_000
"""Words remembered, so that few are told again; of a city there are more than memory is for."""

Place = tuple[str, str]
"""A table, and the key after which a page of it begins."""


@dataclass(frozen=True, slots=True)
class Page:
    """What came, and how much; for a first copy as rows alone, with the words of names that few
    pages before had. `after` is the place of the next page, None behind the last."""

    count: int
    changes: list[Change]
    after: Place | None
    rows: Rows | None = None
    spelling: list[tuple[str, str]] = field(default_factory=list)


def pages(district: District, begin: Place, *, first: bool) -> Generator[Page]:
    """To be closed, also when not all are wanted. Raises Refused, Unreachable, Malformed."""
    learnt = set[str]()
    with (
        ThreadPoolExecutor(1, "counter-fetch") as fetching,
        ThreadPoolExecutor(1, "counter-make") as making,
        _in_bulk(),
    ):
        sizes = _sizes()

        def ask(at: Place) -> Future[Lines]:
            return fetching.submit(district.page, *at, next(sizes))

        def make(at: Place, coming: Future[Lines]) -> tuple[Page, Future[Lines] | None]:
            changes, trailer = coming.result()
            if any(change.table != at[0] for change in changes):
                raise Malformed("table")
            page = Page(len(changes), changes, _next(*at, trailer))
            following = ask(page.after) if page.after else None
            return (_made(page, learnt) if first else page), following

        coming = making.submit(make, begin, ask(begin))
        while True:
            page, following = coming.result()
            if page.after and following:
                coming = making.submit(make, page.after, following)
            yield page
            if following is None:
                return


def _sizes() -> Iterator[int]:
    most = float(_SOON)
    while True:
        yield round(most)
        most = min(most * _MORE, PAGE_ROWS)


def _made(page: Page, learnt: set[str]) -> Page:
    rows = rows_of(page.changes)
    new = rows.spelt - learnt
    if len(learnt) > _LEARNT:
        learnt.clear()
    learnt |= new
    made = replace(rows, spelt=set())
    return replace(page, changes=[], rows=made, spelling=spellings.entries(new))


def _next(table: str, after: str, trailer: Trailer) -> Place | None:
    if not trailer.complete:
        if trailer.next <= after:
            raise Malformed("next")  # or the pages would never end
        return table, trailer.next
    later = TABLES[TABLES.index(Table(table)) + 1 :]
    return (later[0].value, "") if later else None


@contextmanager
def _in_bulk() -> Iterator[None]:
    """Who puts a page away needs the interpreter only for moments between long steps of the
    database; with the usual turns it would wait longer for each of them than they take. And
    rows are many and hold no cycles: looking for garbage among them as often as usual takes a
    tenth of the time."""
    turn, often = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(_TURN)
    gc.set_threshold(_MADE, *often[1:])
    try:
        yield
    finally:
        sys.setswitchinterval(turn)
        gc.set_threshold(*often)
