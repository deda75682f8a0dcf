"""A queue's years: days long gone, put into its store by the shortest way, and all that is asked of
it after them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.estimates import Estimates
from counter_app.queue.moves import Move
from counter_app.queue.reports import Reports
from tests.queue.acts import ACTS, Asked, Scene

Run = Callable[[str], object]

VISITORS = 100
"""A day."""
MOVES = {"take": "waiting", "call": "called", "start": "serving", "finish": "done"}
_MINUTE = "'T' || (10 + i / 50 % 8) || ':' || (10 + i % 50) || '"


def all_there_is(counter: Counter, clerk: Actor, clock: FixedClock, folder: Path) -> Iterator[str]:
    """Does one thing after the other, and says each time what it was: every act, every view, the
    first number of a day."""
    counter.estimates.waits()
    yield "learning"
    _later(counter, clock)
    yield "estimates before the first number"
    ids = count()
    scene = Scene(counter.tickets, clerk, lambda: f"act-{next(ids)}")
    for name, act in ACTS.items():
        seen = act.begin(scene)
        act.do(Asked(counter.tickets, clerk, seen.id, seen.version, scene.new()))
        yield name
        scene.tidy()
    seen = scene.take()
    today = clock.at.date()
    reports = Reports(counter.queue, counter.engine, clock, counter.config.queue)
    views: dict[str, Callable[[], object]] = {
        "panel": lambda: counter.tickets.view(clerk.window),
        "board": lambda: counter.tickets.announcements(counter.tickets.last_announcement() - 3),
        "history": lambda: counter.tickets.history(seen.id),
        "desks": counter.desks.all,
        "desk": lambda: counter.desks.pause(clerk, "회의"),
        "desk again": lambda: counter.desks.open(clerk),
        "beside": lambda: reports.beside(today),
        "learning": lambda: Estimates(counter.queue.engine, clock, counter.config.queue).waits(),
        "outlook": counter.estimates.outlook,
        "estimates later": lambda: _later(counter, clock),
        "day": lambda: reports.day(clerk, today - timedelta(days=1)),
        "month": lambda: reports.export(
            clerk, today - timedelta(days=30), today, "보고", folder / "month.csv", "ko"
        ),
    }
    for name, view in views.items():
        view()
        yield name
    clock.at += timedelta(days=1)
    scene.take()
    yield "first of a day"


def _later(counter: Counter, clock: FixedClock) -> None:
    clock.at += timedelta(minutes=1)
    counter.estimates.waits()


def put_days(run: Run, today: date, days: int, *, postgres: bool) -> None:
    """So many days before today, all of whose visitors were served; but their tickets are as they
    were that morning, waiting, until `serve`."""
    for n in range(days):
        for statement in _day(today - timedelta(days=days - n), n * VISITORS, postgres):
            run(statement)
    tickets = days * VISITORS
    events = tickets * len(MOVES)
    run(f"UPDATE audit_head SET seq = seq + {events}")
    if postgres:
        run(f"SELECT setval('ticket_id_seq', {tickets}), setval('ticket_event_id_seq', {events})")


def serve(run: Run) -> None:
    """All of them have been called and served by now."""
    run(
        "UPDATE ticket SET state = 'done', \"window\" = 1 + id % 6, called_at = taken_at,"
        " started_at = taken_at, ended_at = taken_at, version = 4"
    )


def _day(day: date, before: int, postgres: bool) -> Iterator[str]:
    n = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {VISITORS})"
    id_, lane, date_ = f"({before} + i)", "substr('ABCDE', 1 + i % 5, 1)", f"'{day}'"
    no = "0"
    at = [f"'{day}' || {_MINUTE}:{second}0.000000+09:00'" for second in range(4)]
    if postgres:
        date_, no, at = f"DATE '{day}'", "false", [f"({moment})::timestamptz" for moment in at]
    yield (
        "INSERT INTO ticket (id, day, category, serial, number, state, lane, language, interpreter,"
        f" tasks, note, taken_at, recalls, version) {n} SELECT {id_}, {date_}, {lane}, i,"
        f" {lane} || '-' || i, 'waiting', {lane} || '|||', 'ko', {no}, '[]', '', {at[0]}, 0, 1"
        " FROM n"
    )
    yield (
        "INSERT INTO announcement (id, kind, ticket_id, day, number, category, language,"
        f" \"window\", at) {n} SELECT {id_}, 'call', {id_}, {date_}, {lane} || '-' || i, {lane},"
        f" 'ko', 1, {at[1]} FROM n"
    )
    for k, (move, state) in enumerate(MOVES.items()):
        seq, name = f"(({before} + i - 1) * 4 + {k + 1})", f"'old-{move}-' || {id_}"
        link = f"(SELECT seq FROM audit_head) + {seq}"
        said = f"'{{\"category\": \"' || {lane} || '\"}}'" if move == Move.TAKE else "'{}'"
        yield (
            "INSERT INTO ticket_event (id, action_id, ticket_id, move, state, version, at,"
            f' "window", clerk, changes) {n} SELECT {seq}, {name},'
            f" {id_}, '{move}', '{state}', {k + 1}, {at[k]}, 1 + i % 6, 'haneul', {said} FROM n"
        )
        yield (
            'INSERT INTO audit (seq, at, clerk, "window", terminal, action, subject, detail,'
            f" previous, hash) {n} SELECT {link}, {at[k]}, 'haneul', 1, '-', 'ticket.{move}',"
            f" 'ticket:' || {id_}, '{{}}', '', '' FROM n"
        )
        yield (
            f"INSERT INTO outbox (op_seq, op_id, kind, payload, at) {n}"
            f" SELECT {link}, {name}, 'ticket', '{{}}', {at[k]} FROM n"
        )
