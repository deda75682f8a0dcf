"""A day's figures: what they count, and that they say nothing where there was nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from statistics import median

import pytest

from counter_app.clock import FixedClock
from counter_app.demo.month import Visitor, month, record
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.crowd import Arrival, Crowd
from counter_app.queue.figures import NOBODY, Figures, Group, figures
from counter_app.queue.learning import arrivals
from counter_app.queue.moves import Move, TicketState
from counter_app.queue.order import Fairness, Lane
from counter_app.queue.record import Record, Stay, Visit

DAY = date(2026, 11, 16)
NINE = 9 * 3600.0
NAMES = {"a": ("a", "가"), "b": ("b", "나")}


def visit(
    minute: float,
    category: str = "A",
    *,
    called: float | None = None,
    left: float | None = None,
    window: int = 3,
    clerk: str | None = "a",
    state: TicketState = TicketState.DONE,
    started: float | None = None,
    quick: bool = False,
) -> Visit:
    """Minutes after nine; `called` and `left` make one stay."""
    made = Visit(category, NINE + minute * 60, None, quick, state)
    if called is None:
        made.waiting_since = made.taken if state is TicketState.WAITING else None
        return made
    made.waits.append((made.taken, NINE + called * 60))
    out = Move.NO_SHOW if state is TicketState.NO_SHOW else Move.FINISH
    begin, end = NINE + called * 60, NINE + (left or called) * 60
    start = None if started is None else NINE + started * 60
    made.stays.append(Stay(category, window, clerk, made.taken, begin, start, end, out))
    return made


def of(*visits: Visit) -> Figures:
    found = Record(DAY)
    found.visits = dict(enumerate(visits))
    return figures(DAY, DAY, [found], NAMES.get)


def group(groups: tuple[Group, ...], key: str) -> Group:
    (found,) = [group for group in groups if group.key == key]
    return found


def test_an_empty_day_says_nothing() -> None:
    found = of()
    assert found.total == NOBODY
    assert (found.categories, found.windows, found.clerks) == ((), (), ())
    assert (found.hours, found.line, found.waiting) == ((), (), 0)


def test_waiting_ends_with_the_first_call_and_service_with_the_leave() -> None:
    (total, *_) = [of(visit(0, called=4, left=10)).total]
    assert total.waited is not None
    assert total.service is not None
    assert (total.waited.median, total.service.median) == (240, 360)
    assert (total.visitors, total.served, total.no_shows) == (1, 1, 0)


def test_service_begins_with_the_start_where_it_was_pressed() -> None:
    total = of(visit(0, called=4, started=5, left=10)).total
    assert total.service is not None
    assert total.service.median == 300


def test_half_and_nine_in_ten() -> None:
    total = of(*(visit(n, called=n + n, left=n + n + 1) for n in range(1, 11))).total
    assert total.waited is not None
    assert (total.waited.count, total.waited.median, total.waited.ninetieth) == (10, 330, 540)


def test_who_did_not_come_was_not_served() -> None:
    found = of(
        visit(0, called=5, left=7, state=TicketState.NO_SHOW),
        visit(1, state=TicketState.CANCELLED),
    )
    assert (found.total.served, found.total.no_shows, found.total.cancelled) == (0, 1, 1)
    assert found.total.service is None
    assert found.total.waited is not None
    assert found.total.waited.count == 1
    assert group(found.windows, "3").no_shows == 1


def test_who_took_no_number_did_not_wait() -> None:
    found = of(visit(0, called=0, left=6, quick=True))
    assert found.total.waited is None
    assert found.total.visitors == 1
    assert [hour.taken for hour in found.hours] == [0]


def test_windows_and_clerks_have_those_they_had_last() -> None:
    moved = visit(0, called=2, left=5, window=3)
    moved.stays.append(Stay("D", 5, "b", moved.taken, NINE + 900, None, NINE + 1500, Move.FINISH))
    found = of(moved, visit(1, called=6, left=8))
    assert [(g.key, g.visitors) for g in found.windows] == [("3", 1), ("5", 1)]
    first, second = found.windows
    assert first.waited is not None
    assert first.service is not None
    assert (first.waited.count, first.service.count) == (2, 2)
    assert (second.waited, second.service and second.service.median) == (None, 600)
    assert [(g.key, g.name, g.visitors) for g in found.clerks] == [("a", "가", 1), ("b", "나", 1)]


def test_clerks_that_are_not_named_are_left_out() -> None:
    assert of(visit(0, called=1, left=2, clerk="c"), visit(1, called=2, clerk=None)).clerks == ()


def test_windows_stand_in_the_order_of_their_numbers() -> None:
    found = of(*(visit(n, called=n, left=n + 1, window=n) for n in (10, 9, 1)))
    assert [g.key for g in found.windows] == ["1", "9", "10"]


def test_hours_and_the_line_of_those_who_wait() -> None:
    found = of(
        visit(0, called=70, left=80),
        visit(10, called=80, left=90),
        visit(130, state=TicketState.WAITING),
    )
    assert [(h.hour, h.taken, h.called) for h in found.hours] == [(9, 2, 0), (10, 0, 2), (11, 1, 0)]
    line = dict(found.line)
    assert line[int(NINE)] == 1
    assert line[int(NINE) + 600] == 2
    assert line[int(NINE) + 70 * 60] == 1
    assert line[int(NINE) + 80 * 60] == 0
    assert line[int(NINE) + 130 * 60] == 1
    assert found.waiting == 1


def test_what_is_usual_stands_beside_the_hours() -> None:
    past = [Arrival(NINE + 60 * n, Lane("A")) for n in range(12)]
    found = figures(DAY, DAY, [Record(DAY)], NAMES.get, Crowd([(True, past)]))
    assert [(hour.hour, hour.taken, hour.usual) for hour in found.hours] == [(9, 0, 12)]


def test_a_clock_set_back_makes_no_time_negative() -> None:
    total = of(visit(30, called=10, left=5)).total
    assert total.waited is not None
    assert total.service is not None
    assert (total.waited.median, total.service.median) == (0, 0)


def test_what_was_left_open_overnight_has_no_service_time() -> None:
    morning = 24 * 60.0
    total = of(visit(0, called=1, left=5), visit(530, called=531, left=morning)).total
    assert (total.visitors, total.served) == (2, 2)
    assert (total.waited and total.waited.count, total.service and total.service.count) == (2, 1)
    left = of(visit(530, called=531, left=morning, state=TicketState.DONE)).total
    assert (left.served, left.service) == (1, None)


@pytest.fixture(scope="module")
def days() -> list[list[Visitor]]:
    return list(month(DAY, 9, Fairness(), lambda _: None))


def test_groups_of_a_whole_day_add_up(days: list[list[Visitor]]) -> None:
    day = record(DAY, days[0])
    found = figures(DAY, DAY, [day], NAMES.get)
    total = found.total
    for groups in (found.categories, found.windows):
        for name in ("visitors", "served", "no_shows"):
            assert sum(getattr(g, name) for g in groups) == getattr(total, name)
        assert sum(g.waited.count for g in groups if g.waited) == total.visitors
    assert sum(hour.taken for hour in found.hours) == total.visitors == len(days[0])
    waits = [(v.called - v.head.taken_at).total_seconds() for v in days[0] if v.called]
    assert total.waited is not None
    assert total.waited.median == round(median(waits))
    assert found.line[-1][1] == 0
    assert min(waiting for _, waiting in found.line) == 0


def test_several_days_are_one_heap(days: list[list[Visitor]]) -> None:
    records = [record(visitors[0].head.taken_at.date(), visitors) for visitors in days[:5]]
    found = figures(records[0].day, records[-1].day, records, NAMES.get)
    assert found.total.visitors == sum(len(visitors) for visitors in days[:5])
    assert found.line == ()


def test_figures_of_acts_in_a_store(
    counter: Counter, clerk: Actor, clock: FixedClock, action: Callable[[], str]
) -> None:
    first = counter.tickets.take("A", action_id=action())
    counter.tickets.take("B", action_id=action())
    clock.at += timedelta(minutes=3)
    counter.tickets.call_next(clerk, action_id=action())
    clock.at += timedelta(minutes=6)
    called = counter.tickets.call_next(clerk, action_id=action())
    counter.tickets.move(clerk, called.id, Move.NO_SHOW, version=called.version, action_id=action())
    from counter_app.queue.reports import Reports

    reports = Reports(counter.queue, counter.engine, clock, counter.config.queue)
    found = reports.day(clerk)
    assert first.number == "A-001"
    assert (found.total.visitors, found.total.served, found.total.no_shows) == (2, 1, 1)
    assert [(g.key, g.waited and g.waited.median) for g in found.categories] == [
        ("A", 180),
        ("B", 540),
    ]
    assert [(g.key, g.name) for g in found.clerks] == [("minseo", "김민서")]
    assert len(arrivals(Record(DAY))) == 0
