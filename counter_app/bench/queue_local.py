"""The queue in one file that many programs of a PC write to: calls beside a bare UPDATE."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from counter_app.bench.bed import Bed
from counter_app.bench.figures import Figure, percentile
from counter_app.bench.processes import NEW, PATIENCE, hear, meet, running
from counter_app.bench.queue_rows import RowsAlone
from counter_app.cli.progress import Tell
from counter_app.clock import SystemClock
from counter_app.config import read_config
from counter_app.errors import Refusal
from counter_app.keys import read_key
from counter_app.privacy.actor import Actor
from counter_app.queue.categories import CATEGORIES
from counter_app.queue.order import Head, Lane, Place, choose, lane_from
from counter_app.queue.settings import QueueSettings
from counter_app.queue.tickets import Tickets
from counter_app.queue.views import TicketView
from db.clerks import Role
from db.engine import connect, create_store, open_store
from db.migrate import upgrade
from db.queue import Priority

PROCESSES, WAITING = 16, 5_000
EVERY = 7
"""So many-th visitor has priority."""
SETTINGS = QueueSettings(
    tuple(range(1, PROCESSES + 1)),
    {code: replace(category, last=9_999) for code, category in CATEGORIES.items()},
)
BARE = (
    "CREATE TABLE bare (number INTEGER PRIMARY KEY, by_window INT)",
    "CREATE INDEX bare_waiting ON bare (number) WHERE by_window IS NULL",
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT ?)"
    " INSERT INTO bare (number) SELECT n FROM n",
)
CALL = (
    "UPDATE bare SET by_window = ? WHERE number = (SELECT number FROM bare"
    " WHERE by_window IS NULL ORDER BY number LIMIT 1) RETURNING number"
)

Called = list[tuple[int, float]]
"""The ticket of each call and the milliseconds it took."""


def local(bed: Bed, tell: Tell) -> Iterator[Figure]:
    """16 programs empty a queue of 5,000; then they only write what calls leave; before and after
    them, the bare loop does."""
    config = read_config(bed.home)
    key = read_key(bed.home, config.key)
    rates = [_bare(bed.home / "bare-1.db", key, tell)]
    store = bed.home / "queue.db"
    taken = _fill(store, key, tell)
    calls, seconds = _together(_call, store, key)
    written = bed.home / "rows.db"
    _fill(written, key, tell)
    rows, writing = _together(_rows_call, written, key)
    rates.append(_bare(bed.home / "bare-2.db", key, tell))
    bare = sum(rates) / len(rates)
    ids = [ticket for ticket, _ in calls]
    yield Figure("queue.local.call", 1000 * seconds / len(calls), "ms", 1000 / bare)
    yield Figure("queue.local.call.ratio", seconds / len(calls) * bare, "×")
    yield Figure("queue.local.rows", 1000 * writing / len(rows), "ms", 1000 / bare)
    yield Figure("queue.local.call.p99", percentile((took for _, took in calls), 99), "ms")
    yield Figure("queue.local.twice", sum(n - 1 for n in Counter(ids).values()), "tickets")
    yield Figure("queue.local.lost", len({ticket.id for ticket in taken} - {*ids}), "tickets")
    yield Figure("queue.local.disorder", _out_of_order(store, key, taken), "tickets")


def _bare(store: Path, key: bytes, tell: Tell) -> float:
    """Calls a second of the least that SQLite must do."""
    tell("bench.queueing", 0, 1)
    _made(store, key).dispose()
    with closing(connect(store, key)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for statement in BARE:
            connection.execute(statement, (WAITING,) if "?" in statement else ())
        connection.execute("COMMIT")
    calls, seconds = _together(_bare_call, store, key)
    return len(calls) / seconds


def _fill(store: Path, key: bytes, tell: Tell) -> list[TicketView]:
    """The waiting, in the order of their arrival."""
    engine = _made(store, key)
    tickets = Tickets(engine, SystemClock(), SETTINGS, lambda _: "")
    codes, taken = list(SETTINGS.categories), []
    for n in range(WAITING):
        priority = Priority.SENIOR if n % EVERY == 0 else None
        category = codes[n % len(codes)]
        taken.append(tickets.take(category, action_id=f"take-{n}", priority=priority))
        if n % 500 == 0:
            tell("bench.queueing", n, WAITING)
    engine.dispose()
    return taken


def _made(store: Path, key: bytes) -> Engine:
    engine = create_store(store, key)
    upgrade(engine)
    return engine


def _together(work: Callable[..., None], store: Path, key: bytes) -> tuple[Called, float]:
    """What all processes called, and the seconds from the first call to the last."""
    begin, answers = NEW.Barrier(PROCESSES + 1), NEW.Queue()
    given = (store, key, begin, answers)
    with running([(work, (n, *given)) for n in range(1, PROCESSES + 1)]) as crowd:
        meet(begin, crowd)
        start = time.perf_counter()
        calls = list(chain.from_iterable(hear(answers, crowd) for _ in crowd))
        return calls, time.perf_counter() - start


def _bare_call(window: int, store: Path, key: bytes, begin: Barrier, answers: Any) -> None:
    with closing(connect(store, key)) as connection:
        connection.set_busy_timeout(PATIENCE)  # it starves some for longer than a program waits

        def call(_: int) -> int | None:
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute(CALL, (window,)).fetchone()
            connection.execute("COMMIT")
            return row[0] if row else None

        answers.put(_until_none(call, begin))


def _rows_call(window: int, store: Path, key: bytes, begin: Barrier, answers: Any) -> None:
    with RowsAlone(window, store, key, PATIENCE) as rows:
        answers.put(_until_none(rows.call, begin))


def _call(window: int, store: Path, key: bytes, begin: Barrier, answers: Any) -> None:
    engine = open_store(store, key)
    tickets = Tickets(engine, SystemClock(), SETTINGS, lambda _: "")
    clerk = Actor(window, f"clerk{window}", "", Role.CLERK, window)

    def call(done: int) -> int | None:
        try:
            return tickets.call_next(clerk, action_id=f"call-{window}-{done}").id
        except Refusal as refusal:
            if refusal.code != "queue.empty":
                raise
            return None

    tickets.last_announcement()  # connected before the clock runs, as the floor is
    answers.put(_until_none(call, begin))
    engine.dispose()


def _until_none(call: Callable[[int], int | None], begin: Barrier) -> Called:
    done: Called = []
    begin.wait(PATIENCE)
    while True:
        start = time.perf_counter()
        ticket = call(len(done))
        if ticket is None:
            return done
        done.append((ticket, (time.perf_counter() - start) * 1000))


def _out_of_order(store: Path, key: bytes, taken: list[TicketView]) -> int:
    """Calls that were not of the ticket the rule names, in the order in which they were made."""
    engine = open_store(store, key)
    tickets = Tickets(engine, SystemClock(), SETTINGS, lambda _: "")
    calls = tickets.announcements(0, 2 * WAITING)
    engine.dispose()
    lanes: dict[Lane, deque[TicketView]] = {}
    for ticket in taken:
        lanes.setdefault(lane_from(ticket.lane), deque()).append(ticket)
    turns: Counter[int] = Counter()
    wrong = 0
    for call in calls:
        heads = [Head(lane, line[0].id, line[0].taken_at) for lane, line in lanes.items() if line]
        place = Place(call.window, turn=turns[call.window])
        choice = choose(heads, place, SETTINGS.fairness, call.at)
        wrong += choice is None or choice.head.id != call.ticket_id
        for line in lanes.values():
            if line and line[0].id == call.ticket_id:
                line.popleft()
        if choice:
            turns[call.window] = choice.turn
    return wrong
