"""Two PCs that both are one window: the second is refused in words, or takes it over on record."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from counter_app.errors import Refusal
from counter_app.leaving import leave
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.queue.desks import DeskState
from counter_app.queue.moves import Move
from counter_app.queue.tickets import Wishes
from tests.asking import NewAction, Sql
from tests.conftest import PASSWORD


@pytest.fixture
def double(other: Counter) -> Actor:
    """Somebody at the other PC who also is window 3."""
    return other.clerks.sign_in("jihun", PASSWORD, 3)


def test_the_second_pc_is_refused_in_words(
    counter: Counter, other: Counter, clerk: Actor, double: Actor, action: NewAction
) -> None:
    for _ in range(3):
        counter.tickets.take("A", action_id=action())
    here = counter.tickets.call_next(clerk, action_id=action())
    assert other.desks.arrive(double) == counter.desks.at(3)
    acts = (
        lambda: other.tickets.call_next(double, action_id=action()),
        lambda: other.tickets.call_this(double, 2, "예약", version=1, action_id=action()),
        lambda: other.tickets.quick(double, "A", action_id=action()),
        lambda: other.desks.open(double),
        lambda: other.desks.pause(double, "회의"),
        lambda: other.desks.call_by_itself(double, True),
        lambda: other.desks.close(double),
    )
    for act in acts:
        with pytest.raises(Refusal, match="desk_taken") as refused:
            act()
        assert refused.value.fields["name"] == clerk.name
    assert counter.tickets.view(3).current == here
    assert counter.desks.at(3).state is DeskState.OPEN  # type: ignore[union-attr]  # there is one
    leave(other, double)
    assert counter.desks.at(3).state is DeskState.OPEN  # type: ignore[union-attr]  # there is one
    assert counter.tickets.call_next(clerk, action_id=action()).number == "A-002"


def test_the_visitor_at_the_window_is_left_to_the_pc_that_has_it_open(
    counter: Counter, other: Counter, clerk: Actor, double: Actor, action: NewAction
) -> None:
    counter.tickets.take("A", action_id=action())
    here = counter.tickets.call_next(clerk, action_id=action())
    id_, version, tickets = here.id, here.version, other.tickets
    plain = (Move.START, Move.RECALL, Move.HOLD, Move.NO_SHOW, Move.FINISH, Move.CANCEL)
    acts: list[Callable[[], object]] = [
        partial(tickets.move, double, id_, move, version=version, action_id=action())
        for move in plain
    ]
    acts += [
        partial(tickets.undo, double, id_, version=version, action_id=action()),
        partial(tickets.amend, double, id_, Wishes(), version=version, action_id=action()),
        partial(tickets.transfer, double, id_, category="B", version=version, action_id=action()),
    ]
    for act in acts:
        with pytest.raises(Refusal, match="desk_taken"):
            act()
    assert counter.tickets.view(3).current == here


def test_asked_to_it_takes_the_window_over_on_record(
    counter: Counter, other: Counter, clerk: Actor, double: Actor, action: NewAction, sql: Sql
) -> None:
    for _ in range(2):
        counter.tickets.take("A", action_id=action())
    counter.tickets.call_next(clerk, action_id=action())
    taken = other.desks.open(double, take_over=True)
    assert (taken.state, taken.clerk_name) == (DeskState.OPEN, double.name)
    assert other.desks.open(double, take_over=True) == taken
    recorded = sql("SELECT clerk, detail FROM audit WHERE action = 'desk.set' ORDER BY seq")
    assert len(recorded) == 1
    assert recorded[0][0] == "jihun"
    assert '"taken_from"' in str(recorded[0][1])
    with pytest.raises(Refusal, match="desk_taken"):
        counter.tickets.call_next(clerk, action_id=action())
    leave(counter, clerk)
    assert other.desks.at(3) == taken
    assert other.tickets.call_next(double, action_id=action()).number == "A-002"
    assert verify(counter.queue.engine).ok


def test_what_was_left_closed_is_free_for_any_pc(
    counter: Counter, other: Counter, clerk: Actor, double: Actor, action: NewAction
) -> None:
    counter.tickets.take("A", action_id=action())
    counter.desks.open(clerk)
    leave(counter, clerk)
    assert other.tickets.call_next(double, action_id=action()).number == "A-001"
    back = counter.clerks.sign_in("minseo", PASSWORD, 3)
    with pytest.raises(Refusal, match="desk_taken"):
        counter.desks.lunch(back)


def test_the_same_pc_goes_on_after_a_crash(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    counter.tickets.take("A", action_id=action())
    counter.desks.open(clerk)
    again = counter.clerks.sign_in("minseo", PASSWORD, 3)
    assert again == clerk
    assert counter.tickets.call_next(again, action_id=action()).number == "A-001"
    successor = replace(clerk, login="jihun", name="박지훈")
    assert counter.desks.arrive(successor).state is DeskState.CLOSED  # type: ignore[union-attr]  # there is one
