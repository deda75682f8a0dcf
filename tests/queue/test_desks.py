"""Windows open, pause, eat in turns and call by themselves; twice is once, and all is on record."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.queue.desks import DeskState, lunch_turn
from counter_app.queue.settings import Lunch
from db.audit import AuditRow
from db.engine import reading
from tests.conftest import PASSWORD


def recorded(counter: Counter) -> list[str]:
    with reading(counter.engine) as session:
        rows = session.exec(select(AuditRow).where(col(AuditRow.action) == "desk.set"))
        return [row.detail for row in rows]


def test_a_paused_window_calls_nobody_until_it_is_open(
    counter: Counter, clerk: Actor, clock: FixedClock
) -> None:
    counter.tickets.take("A", action_id="slip")
    paused = counter.desks.pause(clerk, " 회의 ")
    assert (paused.state, paused.reason, paused.since) == (DeskState.PAUSED, "회의", clock.at)
    with pytest.raises(Refusal, match="desk_paused"):
        counter.tickets.call_next(clerk, action_id="call")
    assert counter.desks.open(clerk).state is DeskState.OPEN
    assert counter.tickets.call_next(clerk, action_id="call").number == "A-001"
    assert counter.desks.at(clerk.window or 0).ticket == "A-001"  # type: ignore[union-attr]  # there is one


def test_asked_for_twice_it_is_done_once(counter: Counter, clerk: Actor, clock: FixedClock) -> None:
    first = counter.desks.lunch(clerk)
    clock.at += timedelta(minutes=1)
    assert counter.desks.lunch(clerk) == first
    assert counter.desks.call_by_itself(clerk, True) == counter.desks.call_by_itself(clerk, True)
    assert len(recorded(counter)) == 2
    assert verify(counter.engine).ok


@pytest.mark.parametrize("reason", ["", "   ", "가" * 201])
def test_a_pause_needs_a_reason(counter: Counter, clerk: Actor, reason: str) -> None:
    with pytest.raises(Refusal, match="reason_needed"):
        counter.desks.pause(clerk, reason)
    assert counter.desks.all() == ()


def test_nobody_without_a_window_sets_one(counter: Counter, clerk: Actor) -> None:
    standing = Actor(clerk.clerk_id, clerk.login, clerk.name, clerk.role, None)
    with pytest.raises(Refusal, match="no_window"):
        counter.desks.open(standing)


def test_a_window_serves_whom_it_is_told_to(counter: Counter, clerk: Actor) -> None:
    for place, category in enumerate("AEB"):
        counter.tickets.take(category, action_id=f"slip-{place}")
    desk = counter.desks.serve(clerk, [["E"], ["B"]])
    assert desk.serves == (("E",), ("B",))
    numbers = [counter.tickets.call_next(clerk, action_id=f"call-{n}").number for n in range(2)]
    assert numbers == ["E-001", "B-001"]
    with pytest.raises(Refusal, match="empty"):
        counter.tickets.call_next(clerk, action_id="call-2")
    with pytest.raises(Refusal, match="no_category"):
        counter.desks.serve(clerk, [["Z"]])


def test_a_window_serves_somebody(counter: Counter, clerk: Actor) -> None:
    with pytest.raises(Refusal, match="serves_nobody"):
        counter.desks.serve(clerk, [[], []])
    assert counter.desks.serve(clerk, [["E"], []]).serves == (("E",),)


def test_whom_it_serves_opens_no_window_and_calling_by_itself_does(
    counter: Counter, clerk: Actor
) -> None:
    assert counter.desks.serve(clerk, [["E"]]).state is DeskState.CLOSED
    assert counter.desks.call_by_itself(clerk, False).state is DeskState.CLOSED
    desk = counter.desks.call_by_itself(clerk, True)
    assert (desk.state, desk.auto_call, desk.clerk_name) == (DeskState.OPEN, True, clerk.name)
    counter.desks.close(clerk)
    assert counter.desks.call_by_itself(clerk, True).state is DeskState.OPEN


def test_who_left_is_not_at_the_window_and_keeps_what_was_set(
    counter: Counter, clerk: Actor, clock: FixedClock
) -> None:
    counter.tickets.take("A", action_id="slip")
    counter.desks.serve(clerk, [["A"]])
    assert counter.desks.open(clerk).clerk_name == clerk.name
    clock.at += timedelta(hours=1)
    closed = counter.desks.close(clerk)
    assert (closed.state, closed.since, closed.serves) == (DeskState.CLOSED, clock.at, (("A",),))
    assert counter.desks.close(clerk) == closed
    counter.tickets.call_next(clerk, action_id="call")
    opened = counter.desks.at(3)
    assert opened
    assert (opened.state, opened.clerk_name) == (DeskState.OPEN, clerk.name)


def test_who_comes_finds_no_window_that_somebody_else_left_open(
    counter: Counter, clerk: Actor
) -> None:
    assert counter.desks.arrive(clerk) is None
    opened = counter.desks.open(clerk)
    assert counter.desks.arrive(clerk) == opened
    successor = counter.clerks.sign_in("jihun", PASSWORD, clerk.window, take_over=True)
    found = counter.desks.arrive(successor)
    assert found
    assert found.state is DeskState.CLOSED
    assert counter.desks.pause(successor, "교육").clerk_name == successor.name
    assert counter.desks.open(successor).clerk_name == successor.name
    back = counter.clerks.sign_in(clerk.login, PASSWORD, clerk.window, take_over=True)
    assert counter.desks.open(back).clerk_name == clerk.name


def test_a_clerk_suspended_meanwhile_leaves_a_closed_window(
    counter: Counter, clerk: Actor, administrator: Actor
) -> None:
    counter.desks.open(clerk)
    counter.accounts.suspend(administrator, clerk.clerk_id, "휴직")
    with pytest.raises(Refusal, match="suspended"):
        counter.desks.lunch(clerk)
    assert counter.desks.close(clerk).state is DeskState.CLOSED


@given(
    shifts=st.integers(1, 4),
    count=st.integers(1, 20),
    day=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
)
def test_turns_at_lunch_fill_the_time_and_go_round(shifts: int, count: int, day: date) -> None:
    lunch, windows = Lunch(time(12), time(13), shifts), tuple(range(1, count + 1))
    turns = [lunch_turn(lunch, windows, window, day) for window in windows]
    assert len(set(turns)) == min(shifts, count)
    assert all(time(12) <= begins < ends <= time(13) for begins, ends in turns)
    whole = sorted({lunch_turn(lunch, (1,), 1, day + timedelta(days=d)) for d in range(shifts)})
    assert (whole[0][0], whole[-1][1]) == (time(12), time(13))
    assert all(first[1] == second[0] for first, second in pairwise(whole))


def test_a_window_taken_over_serves_no_more_from_the_old_seat(
    counter: Counter, clerk: Actor
) -> None:
    counter.tickets.take("A", action_id="slip")
    with pytest.raises(Refusal, match="window_taken"):
        counter.clerks.sign_in("jihun", PASSWORD, clerk.window)
    successor = counter.clerks.sign_in("jihun", PASSWORD, clerk.window, take_over=True)
    acts = (
        lambda: counter.tickets.call_next(clerk, action_id="call"),
        lambda: counter.desks.open(clerk),
        lambda: counter.desks.pause(clerk, "회의"),
    )
    for act in acts:
        with pytest.raises(Refusal, match="seat_lost") as refused:
            act()
        assert refused.value.fields == {"window": 3, "name": successor.name}
    assert counter.tickets.call_next(successor, action_id="call").number == "A-001"
