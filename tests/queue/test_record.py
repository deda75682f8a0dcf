"""A day's record, read off real acts: who came, and where they were from when to when."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.moves import Move, TicketState
from counter_app.queue.record import Record, Visit
from counter_app.queue.tickets import TicketView
from db import queue_past
from db.acts import looking
from db.queue import Priority
from tests.asking import NewAction

TEN = 10 * 3600.0


class Window:
    """A clerk at work; every act takes the minutes said before it happens."""

    def __init__(self, counter: Counter, clerk: Actor, clock: FixedClock, new: NewAction) -> None:
        self.tickets, self.clerk, self.clock, self.new = counter.tickets, clerk, clock, new

    def take(self, category: str = "A", priority: Priority | None = None) -> TicketView:
        return self.tickets.take(category, action_id=self.new(), priority=priority)

    def call(self, after: float = 0) -> TicketView:
        self.clock.at += timedelta(minutes=after)
        return self.tickets.call_next(self.clerk, action_id=self.new())

    def move(self, ticket: TicketView, move: Move, after: float = 0) -> TicketView:
        self.clock.at += timedelta(minutes=after)
        now = self.tickets.ticket(ticket.id)
        return self.tickets.move(
            self.clerk, ticket.id, move, version=now.version, action_id=self.new()
        )

    def undo(self, ticket: TicketView) -> TicketView:
        now = self.tickets.ticket(ticket.id)
        return self.tickets.undo(self.clerk, ticket.id, version=now.version, action_id=self.new())


@pytest.fixture
def window(counter: Counter, clerk: Actor, clock: FixedClock, action: NewAction) -> Window:
    return Window(counter, clerk, clock, action)


@pytest.fixture
def record(counter: Counter, clock: FixedClock) -> Callable[[], Record]:
    def read() -> Record:
        day = clock.at.date()
        with looking(counter.queue.engine) as sql:
            return Record(day, sql.all(queue_past.OF_DAY, day.isoformat()))

    return read


Read = Callable[[], Record]


def only(record: Record) -> Visit:
    (visit,) = record.visits.values()
    return visit


def test_a_day_without_numbers_is_empty(record: Read) -> None:
    assert record().visits == {}
    assert record().stays == []
    assert record().windows == set()


def test_a_stay_lasts_from_the_call_to_the_end(window: Window, record: Read) -> None:
    ticket = window.take(priority=Priority.SENIOR)
    window.call(after=3)
    window.move(ticket, Move.START, after=1)
    window.move(ticket, Move.FINISH, after=5)
    visit = only(record())
    (stay,) = visit.stays
    assert (visit.category, visit.priority, visit.taken) == ("A", Priority.SENIOR, TEN)
    assert (stay.called, stay.started, stay.left) == (TEN + 180, TEN + 240, TEN + 540)
    assert (stay.window, stay.clerk, stay.out) == (3, window.clerk.login, Move.FINISH)
    assert visit.state is TicketState.DONE


def test_a_stay_that_goes_on_has_no_end(window: Window, record: Read) -> None:
    window.take()
    window.call(after=2)
    visit = only(record())
    assert (visit.stays, visit.called) == ([], TEN + 120)
    assert record().windows == {3}


def test_who_comes_back_stays_twice(window: Window, record: Read) -> None:
    ticket = window.take()
    window.call()
    window.move(ticket, Move.HOLD, after=2)
    window.move(ticket, Move.RESUME, after=30)
    window.move(ticket, Move.FINISH, after=4)
    assert [(s.seconds, s.out) for s in only(record()).stays] == [
        (120, Move.HOLD),
        (240, Move.FINISH),
    ]


def test_a_call_undone_never_was(window: Window, record: Read) -> None:
    ticket = window.take()
    window.call()
    window.undo(ticket)
    visit = only(record())
    assert (visit.stays, visit.begun, visit.state) == ([], None, TicketState.WAITING)


def test_somebody_without_a_number_taken_back_never_came(window: Window, record: Read) -> None:
    served = window.tickets.quick(window.clerk, "A", action_id=window.new())
    window.undo(served)
    assert record().visits == {}


def test_an_end_undone_goes_on(window: Window, record: Read) -> None:
    ticket = window.take()
    window.call()
    window.move(ticket, Move.FINISH, after=2)
    window.undo(ticket)
    window.move(ticket, Move.FINISH, after=3)
    assert [stay.seconds for stay in only(record()).stays] == [300]


def test_a_stay_counts_for_what_the_ticket_was_then(window: Window, record: Read) -> None:
    ticket = window.take("A")
    window.call()
    window.clock.at += timedelta(minutes=1)
    version = window.tickets.ticket(ticket.id).version
    window.tickets.transfer(
        window.clerk, ticket.id, version=version, action_id=window.new(), category="D"
    )
    window.call()
    window.move(ticket, Move.FINISH, after=9)
    visit = only(record())
    assert [(stay.category, stay.seconds) for stay in visit.stays] == [("A", 60), ("D", 540)]
    assert visit.category == "D"


def test_who_took_no_number_was_quick(window: Window, record: Read) -> None:
    window.tickets.quick(window.clerk, "C", action_id=window.new())
    visit = only(record())
    assert (visit.quick, visit.category, visit.called) == (True, "C", TEN)


def test_a_clock_set_back_makes_no_stay_shorter_than_none(window: Window, record: Read) -> None:
    ticket = window.take()
    window.call(after=5)
    window.move(ticket, Move.FINISH, after=-60)
    assert [stay.seconds for stay in only(record()).stays] == [0]


def test_when_the_day_ends_nobody_knows_when_it_was_left(
    window: Window, record: Read, clock: FixedClock
) -> None:
    window.take()
    window.call()
    yesterday = clock.at
    clock.at += timedelta(days=1)
    window.take()
    clock.at = yesterday
    visit = only(record())
    assert (visit.archived, visit.stays) == (True, [])
    assert visit.called == TEN


def test_what_is_finished_the_next_morning_teaches_nothing(
    window: Window, record: Read, clock: FixedClock
) -> None:
    ticket = window.take()
    window.call()
    yesterday = clock.at
    window.move(ticket, Move.FINISH, after=23 * 60)
    clock.at = yesterday
    assert record().stays == []
    assert [stay.overnight for stay in only(record()).stays] == [True]


def test_what_comes_later_is_read_on_top_and_all_else_once(
    window: Window, counter: Counter, record: Read
) -> None:
    first = window.take()
    window.call()
    read = record()
    second = window.take()
    window.call(after=7)
    window.move(second, Move.NO_SHOW, after=1)
    with looking(counter.queue.engine) as sql:
        read.read(sql.all(queue_past.NEWER, 0, read.day.isoformat()))
    assert read.visits == record().visits
    assert [visit.state for visit in read.visits.values()] == [
        TicketState.DONE,
        TicketState.NO_SHOW,
    ]
    assert first.id in read.visits
