"""A board begins where it stopped, loses no call over a break, and speaks no old ones."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from counter_app.announcements.feed import FRESH, Calls, Feed
from counter_app.announcements.kept import Kept
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from db.queue import Call
from tests.asking import NewAction


@pytest.fixture
def call(counter: Counter, clerk: Actor, action: NewAction) -> Callable[[], None]:
    """The next visitor comes and is called at window 3."""

    def one() -> None:
        counter.tickets.take("E", "vi", action_id=action())
        counter.tickets.call_next(clerk, action_id=action())

    return one


def ids(calls: Calls) -> tuple[list[int], list[int], list[int], int | None]:
    known, stale, new = ([c.id for c in of] for of in (calls.known, calls.stale, calls.new))
    return known, stale, new, calls.begin


def test_a_new_board_shows_what_was_called_and_announces_what_comes(
    counter: Counter, clock: FixedClock, call: Callable[[], None]
) -> None:
    call()
    feed = Feed(counter.tickets, clock, Kept())
    assert ids(feed.calls(0)) == ([1], [], [], 1)
    call()
    call()
    assert ids(feed.calls(1)) == ([], [], [2, 3], None)
    assert ids(feed.calls(3)) == ([], [], [], None)


def test_before_the_first_call_of_all(
    counter: Counter, clock: FixedClock, call: Callable[[], None]
) -> None:
    feed = Feed(counter.tickets, clock, Kept())
    assert ids(feed.calls(0)) == ([], [], [], 0)
    call()
    assert ids(feed.calls(0)) == ([], [], [1], None)


def test_a_board_that_was_restarted_goes_on_where_it_stopped(
    counter: Counter, clock: FixedClock, call: Callable[[], None]
) -> None:
    call()
    place = Kept(1, clock.now())
    for _ in range(5):
        clock.at += timedelta(seconds=1)
        call()
    assert ids(Feed(counter.tickets, clock, place).calls(0)) == ([1], [], [2, 3, 4, 5, 6], 1)


def test_after_a_long_time_only_fresh_calls_are_announced(
    counter: Counter, clock: FixedClock, call: Callable[[], None]
) -> None:
    call()
    place = Kept(1, clock.now())
    call()
    clock.at += FRESH + timedelta(seconds=1)
    call()
    assert ids(Feed(counter.tickets, clock, place).calls(0)) == ([1], [2], [3], 1)


def test_a_break_of_half_a_minute_loses_nothing_whatever_the_clocks_say(
    counter: Counter, clock: FixedClock, call: Callable[[], None]
) -> None:
    feed = Feed(counter.tickets, clock, Kept())
    feed.calls(0)
    clock.at -= timedelta(hours=1)  # the window's PC is an hour behind
    call()
    clock.at += timedelta(hours=1, seconds=30)
    assert ids(feed.calls(0)) == ([], [], [1], None)


def test_a_break_of_an_hour_announces_what_is_fresh(
    counter: Counter, clock: FixedClock, call: Callable[[], None]
) -> None:
    feed = Feed(counter.tickets, clock, Kept())
    feed.calls(0)
    call()
    clock.at += timedelta(hours=1)
    call()
    assert ids(feed.calls(0)) == ([], [1], [2], None)


def test_a_clock_set_back_loses_nothing(
    counter: Counter, clock: FixedClock, call: Callable[[], None]
) -> None:
    call()
    feed = Feed(counter.tickets, clock, Kept(1, clock.now()))
    feed.calls(0)
    clock.at -= timedelta(hours=1)
    call()
    assert ids(feed.calls(1)) == ([], [], [2], None)
    assert ids(Feed(counter.tickets, clock, Kept()).calls(0))[3] == 2


def test_a_place_in_another_store_begins_anew(
    counter: Counter, clock: FixedClock, call: Callable[[], None]
) -> None:
    call()
    call()
    elsewhere = Kept(1, clock.now() - timedelta(days=1))
    assert ids(Feed(counter.tickets, clock, elsewhere).calls(0)) == ([1, 2], [], [], 2)
    ahead = Kept(900, clock.now())
    assert ids(Feed(counter.tickets, clock, ahead).calls(0)) == ([1, 2], [], [], 2)


def test_a_store_put_back_while_the_board_runs_begins_anew(
    counter: Counter, clock: FixedClock, call: Callable[[], None]
) -> None:
    call()
    feed = Feed(counter.tickets, clock, Kept())
    feed.calls(0)
    assert ids(feed.calls(70)) == ([1], [], [], 1)


def test_many_calls_at_once_come_in_order(
    counter: Counter, clock: FixedClock, call: Callable[[], None]
) -> None:
    feed = Feed(counter.tickets, clock, Kept())
    feed.calls(0)
    for _ in range(120):
        call()
    assert [c.id for c in feed.calls(0).new] == list(range(1, 121))


def test_a_call_taken_back_is_told(
    counter: Counter, clerk: Actor, clock: FixedClock, action: NewAction
) -> None:
    counter.tickets.take("E", action_id=action())
    called = counter.tickets.call_next(clerk, action_id=action())
    counter.tickets.undo(clerk, called.id, version=called.version, action_id=action())
    feed = Feed(counter.tickets, clock, Kept(1, clock.now()))
    assert [c.kind for c in feed.calls(0).new] == [Call.WITHDRAWN]
