"""The made-up month: the same from the same seed, worked by the rules, told truthfully."""

from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import pytest

from counter_app.demo.month import Taking, Visitor, month, record
from counter_app.demo.past_queue import put_day
from counter_app.main import Counter
from counter_app.queue.history import replay
from counter_app.queue.order import Fairness
from db.acts import iso

MONDAY = date(2026, 10, 5)


def played(seed: int, takings: list[Taking] | None = None) -> list[list[Visitor]]:
    watch = takings.append if takings is not None else lambda _: None
    return list(month(MONDAY, seed, Fairness(), watch))


@pytest.fixture(scope="module")
def days() -> list[list[Visitor]]:
    return played(1)


def test_the_same_seed_gives_the_same_month(days: list[list[Visitor]]) -> None:
    def told(month: list[list[Visitor]]) -> list[tuple[object, ...]]:
        return [(v.head, v.called, v.window) for visitors in month for v in visitors]

    assert told(played(1)) == told(days)
    assert told(played(2)) != told(days)


def test_twenty_working_days_with_full_mondays(days: list[list[Visitor]]) -> None:
    dates = [visitors[0].head.taken_at.date() for visitors in days]
    assert len(set(dates)) == 20
    assert all(day.weekday() < 5 for day in dates)
    by_weekday = [
        [len(v) for v, day in zip(days, dates, strict=True) if day.weekday() == n] for n in range(5)
    ]
    assert median(by_weekday[0]) > 1.2 * median(by_weekday[2])


def test_everyone_is_called_and_no_window_serves_two_at_once(days: list[list[Visitor]]) -> None:
    for visitors in days:
        by_window: dict[int, list[Visitor]] = {}
        for visitor in visitors:
            assert visitor.called is not None
            assert visitor.called >= visitor.head.taken_at
            by_window.setdefault(visitor.window, []).append(visitor)
        for line in by_window.values():
            line.sort(key=lambda v: v.called or v.head.taken_at)
            for one, other in pairwise(line):
                assert one.left and other.called
                assert one.left <= other.called


def test_a_taking_shows_the_queue_as_it_stood() -> None:
    takings: list[Taking] = []
    played(3, takings)
    some = takings[::50]
    for taking in some:
        waiting = {head.id for head in taking.waiting}
        assert taking.visitor.head.id not in waiting
        assert waiting == {
            v.head.id for v in taking.before if v.called is None or v.called > taking.now
        }
    assert max(len(taking.waiting) for taking in some) > 10


def test_a_day_put_into_a_store_is_one_that_was_worked_there(
    counter: Counter, days: list[list[Visitor]]
) -> None:
    today = days[0]
    put_day(counter.engine, today, counter.config.queue.categories)
    counter.clock.at = today[0].head.taken_at  # type: ignore[attr-defined]  # a FixedClock
    tickets = counter.tickets.today()
    assert [t.category for t in tickets] == [v.head.lane.category for v in today]
    for ticket, visitor in list(zip(tickets, today, strict=True))[::20]:
        columns = replay(counter.tickets.history(ticket.id))
        assert (ticket.called_at, ticket.ended_at) == (visitor.called, visitor.left)
        assert columns["called_at"] == (iso(ticket.called_at) if ticket.called_at else None)
        assert columns["version"] == ticket.version


def test_a_day_put_in_up_to_a_moment_is_still_under_way(
    counter: Counter, days: list[list[Visitor]]
) -> None:
    noon = days[0][0].head.taken_at.replace(hour=11, minute=0)
    put_day(counter.engine, days[0], counter.config.queue.categories, until=noon)
    counter.clock.at = noon  # type: ignore[attr-defined]  # a FixedClock
    view = counter.tickets.view(None)
    expected = {
        v.head.id
        for v in days[0]
        if v.head.taken_at <= noon and (v.called is None or v.called > noon)
    }
    assert {ticket.id for ticket in view.waiting} == expected
    assert expected


def test_a_record_knows_what_the_visitors_did(days: list[list[Visitor]]) -> None:
    today = days[0]
    day = today[0].head.taken_at.date()
    found = record(day, today)
    assert len(found.visits) == len(found.stays) == len(today)
    half = record(day, today, today[0].head.taken_at + timedelta(hours=3))
    assert 0 < len(half.stays) < len(today)
