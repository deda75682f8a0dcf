"""What the moves of a visit do to the ticket, one by one."""

from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.privacy.actor import Actor
from counter_app.queue.moves import Move, TicketState
from counter_app.queue.settings import QueueSettings
from counter_app.queue.tickets import Task, Tickets, TicketView
from db.clerks import Role
from db.engine import create_store
from db.migrate import upgrade
from tests.asking import NewAction, refusal
from tests.conftest import MORNING

ONE, TWO = (Actor(n, f"clerk{n}", "", Role.CLERK, n) for n in (1, 2))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture
def tickets(tmp_path: Path, clock: FixedClock) -> Tickets:
    engine = create_store(tmp_path / "counter.db", b"k" * 32)
    upgrade(engine)
    rules = QueueSettings((1, 2), no_show_recalls=2, no_show_seconds=30)
    return Tickets(engine, clock, rules, lambda _: "")


def test_a_no_show_takes_recalls_and_time(
    tickets: Tickets, clock: FixedClock, action: NewAction
) -> None:
    tickets.take("A", action_id=action())
    seen = tickets.call_next(ONE, action_id=action())

    def move(of: TicketView, what: Move) -> TicketView:
        return tickets.move(ONE, of.id, what, version=of.version, action_id=action())

    assert refusal(lambda: move(seen, Move.NO_SHOW)) == "queue.recall_first"
    for _ in range(2):
        seen = move(seen, Move.RECALL)
    assert refusal(lambda: move(seen, Move.NO_SHOW)) == "queue.wait_first"
    clock.at += timedelta(seconds=30)
    assert move(seen, Move.NO_SHOW).state == TicketState.NO_SHOW


def test_a_clock_set_back_makes_nobody_wait_an_hour_for_a_no_show(
    tickets: Tickets, clock: FixedClock, action: NewAction
) -> None:
    tickets.take("A", action_id=action())
    seen = tickets.call_next(ONE, action_id=action())
    for _ in range(2):
        seen = tickets.move(ONE, seen.id, Move.RECALL, version=seen.version, action_id=action())
    clock.at -= timedelta(hours=1)
    given_up = tickets.move(ONE, seen.id, Move.NO_SHOW, version=seen.version, action_id=action())
    assert given_up.state == TicketState.NO_SHOW


def test_a_restored_no_show_has_its_place_again(
    tickets: Tickets, clock: FixedClock, action: NewAction
) -> None:
    taken = [tickets.take("A", action_id=action()) for _ in range(3)]
    seen = tickets.call_next(ONE, action_id=action())
    for _ in range(2):
        seen = tickets.move(ONE, seen.id, Move.RECALL, version=seen.version, action_id=action())
    clock.at += timedelta(minutes=1)
    seen = tickets.move(ONE, seen.id, Move.NO_SHOW, version=seen.version, action_id=action())
    assert tickets.view(1).absent == (seen,)
    tickets.move(TWO, seen.id, Move.RESTORE, version=seen.version, action_id=action())
    assert [ticket.id for ticket in tickets.view(1).waiting] == [ticket.id for ticket in taken]


def test_a_transfer_keeps_number_arrival_and_place(tickets: Tickets, action: NewAction) -> None:
    taken = tickets.take("A", action_id=action(), tasks=[Task("등본", 2)])
    tickets.take("B", action_id=action())
    called = tickets.call_next(ONE, action_id=action())
    sent = tickets.transfer(
        ONE, called.id, window=2, note="여권 확인", version=called.version, action_id=action()
    )
    assert (sent.number, sent.taken_at, sent.tasks) == (taken.number, taken.taken_at, taken.tasks)
    assert (sent.state, sent.for_window, sent.note) == (TicketState.WAITING, 2, "여권 확인")
    assert tickets.view(1).callable == 1
    assert tickets.call_next(TWO, action_id=action()).id == taken.id
    nowhere = refusal(lambda: tickets.transfer(ONE, sent.id, version=1, action_id=action()))
    assert nowhere == "queue.transfer_where"


def test_one_called_out_of_turn_needs_a_reason_and_a_free_window(
    tickets: Tickets, action: NewAction
) -> None:
    first, second = (tickets.take("A", action_id=action()) for _ in range(2))

    def call(of: TicketView, reason: str) -> TicketView:
        return tickets.call_this(ONE, of.id, reason, version=of.version, action_id=action())

    assert refusal(lambda: call(second, " ")) == "queue.reason_needed"
    called = call(second, "아기가 울어서")
    assert called.why is not None
    assert called.why.words("ko") == "지정 호출: 아기가 울어서"
    assert tickets.history(second.id)[-1].reason == "아기가 울어서"
    assert refusal(lambda: call(first, "바쁨")) == "queue.window_busy"


def test_who_took_no_number_is_served_and_booked(tickets: Tickets, action: NewAction) -> None:
    quick = tickets.quick(ONE, "A", action_id=action())
    assert (quick.number, quick.state, quick.window) == ("Q-001", TicketState.SERVING, 1)
    assert refusal(lambda: tickets.quick(ONE, "A", action_id=action())) == "queue.window_busy"
    assert tickets.take("A", action_id=action()).number == "A-001"
