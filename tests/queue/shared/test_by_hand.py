"""While the queue is lost a window calls by hand; on return everything is posted once, in order."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.queue.by_hand import ByHand
from counter_app.queue.moves import Move, TicketState
from counter_app.queue.news import News
from counter_app.words import explain
from db.errors import Lost
from db.hand_calls import HandState
from tests.asking import NewAction, Sql
from tests.queue.shared.hearing import hearing
from tests.queue.shared.losing import lose, take
from tests.queue.shared.server import Server


def test_calls_by_hand_in_the_middle_of_the_day(
    counter: Counter,
    other: Counter,
    clerk: Actor,
    by_hand: ByHand,
    server: Server,
    action: NewAction,
    clock: FixedClock,
) -> None:
    take(counter, action, 4)
    before = counter.tickets.call_next(clerk, action_id=action())
    with hearing(counter.queue.news()) as heard:
        heard.wait_for(News.CHANGED)
        server.stop()
        heard.wait_for(News.LOST)
        moments = []
        for typed in ("e 2", "E-003"):
            clock.at += timedelta(minutes=4)
            moments.append(clock.at)
            by_hand.call(clerk, typed, action_id=f"hand-{typed}")
        again = by_hand.call(clerk, "E-003", action_id="hand-E-003")
        shown = by_hand.view(3)
        assert (shown.current, shown.kept, shown.conflicts) == (again, 2, ())
        clock.at += timedelta(minutes=10)
        server.start()
        heard.wait_for(News.BACK)
    shown = by_hand.view(3)
    assert (shown.current, shown.kept, shown.conflicts) == (None, 0, ())
    first, second, third, fourth = other.tickets.today()
    assert first.id == before.id
    assert [t.state for t in (first, second, third, fourth)] == [
        TicketState.DONE,
        TicketState.DONE,
        TicketState.CALLED,
        TicketState.WAITING,
    ]
    assert (first.ended_at, second.called_at) == (moments[0], moments[0])
    assert (second.ended_at, third.called_at) == (moments[1], moments[1])
    assert third.why
    assert third.why.words("en") == "Called by hand while the queue was out of reach"
    assert [event.reason for event in other.tickets.history(third.id)] == [None, "by_hand"]
    assert other.tickets.last_announcement() == 1  # nobody is called out long after
    assert counter.tickets.call_next(clerk, action_id=action()).id == fourth.id
    assert verify(counter.queue.engine).ok
    assert verify(counter.engine).ok


def test_what_another_window_called_meanwhile_is_for_a_person(
    counter: Counter,
    other: Counter,
    clerk: Actor,
    by_hand: ByHand,
    server: Server,
    action: NewAction,
) -> None:
    take(counter, action, 2)
    lose(counter, server)
    for number in ("E-001", "E-002", "E-099"):
        by_hand.call(clerk, number, action_id=f"hand-{number}")
    server.start()
    colleague = other.clerks.sign_in("jihun", "seogyo-demo", 4)
    other.tickets.call_next(colleague, action_id=action())
    counter.queue.link.restore()
    shown = by_hand.view(3)
    assert [call.number for call in shown.conflicts] == ["E-001", "E-099"]
    said = [explain(call.why, "en") for call in shown.conflicts if call.why]
    assert (
        said[0] == "Number E-001, called by hand, was meanwhile called by window 4 too; ask there."
    )
    assert "was not given out today" in said[1]
    current = counter.tickets.view(3).current
    assert current
    assert current.number == "E-002"
    for call in shown.conflicts:
        assert by_hand.settle(clerk, call.id).state is HandState.SETTLED
        assert by_hand.settle(clerk, call.id).state is HandState.SETTLED
    assert by_hand.view(3).conflicts == ()


def test_who_is_at_the_window_at_another_pc_by_now_is_left_there(
    counter: Counter, other: Counter, clerk: Actor, by_hand: ByHand, action: NewAction
) -> None:
    take(counter, action, 3)
    counter.tickets.call_next(clerk, action_id=action())
    counter.queue.link.lose(Lost("shared.unreachable"))  # this PC's cable alone
    by_hand.call(clerk, "E-002", action_id="hand")
    moved = other.clerks.sign_in("jihun", "seogyo-demo", 3)
    other.desks.open(moved, take_over=True)
    third = other.tickets.today()[2]
    first = other.tickets.today()[0]
    other.tickets.move(moved, first.id, Move.FINISH, version=first.version, action_id=action())
    there = other.tickets.call_this(moved, third.id, "x", version=1, action_id=action())
    counter.queue.link.restore()
    assert other.tickets.view(3).current == there
    (conflict,) = by_hand.view(3).conflicts
    assert conflict.why
    assert "E-003" in explain(conflict.why, "ko")


def test_a_post_whose_answer_was_lost_is_posted_once(
    counter: Counter, clerk: Actor, by_hand: ByHand, server: Server, action: NewAction, local: Sql
) -> None:
    take(counter, action, 2)
    lose(counter, server)
    by_hand.call(clerk, "E-001", action_id="hand")
    server.start()
    counter.queue.link.restore()
    local("UPDATE hand_call SET state = 'kept'")  # as if the program had died after posting
    current = counter.tickets.view(3).current
    assert current
    counter.tickets.move(
        clerk, current.id, Move.FINISH, version=current.version, action_id=action()
    )
    by_hand.post()
    assert by_hand.view(3).conflicts == ()
    assert [view.state for view in counter.tickets.today()] == [
        TicketState.DONE,
        TicketState.WAITING,
    ]


def test_what_is_kept_stays_kept_while_the_queue_is_away(
    counter: Counter, clerk: Actor, by_hand: ByHand, server: Server, action: NewAction
) -> None:
    take(counter, action, 1)
    lose(counter, server)
    by_hand.call(clerk, "E-001", action_id="hand")
    with pytest.raises((Refusal, Lost)):
        counter.queue.link.restore()
    assert by_hand.view(3).kept == 1
    assert counter.queue.link.view.lost_since


def test_a_held_number_that_came_back_is_called_by_hand(
    counter: Counter, clerk: Actor, by_hand: ByHand, server: Server, action: NewAction
) -> None:
    take(counter, action, 1)
    called = counter.tickets.call_next(clerk, action_id=action())
    counter.tickets.move(clerk, called.id, Move.HOLD, version=called.version, action_id=action())
    lose(counter, server)
    by_hand.call(clerk, called.number, action_id="hand")
    server.start()
    counter.queue.link.restore()
    current = counter.tickets.view(3).current
    assert current
    assert (current.id, current.state) == (called.id, TicketState.CALLED)


def test_an_id_of_another_call_by_hand_is_refused(
    counter: Counter,
    clerk: Actor,
    colleague: Actor,
    by_hand: ByHand,
    server: Server,
    action: NewAction,
) -> None:
    take(counter, action, 2)
    lose(counter, server)
    called = by_hand.call(clerk, "E-001", action_id="hand")
    others = ((clerk, "E-002"), (colleague, "E-001"), (replace(clerk, window=5), "E-001"))
    for actor, typed in others:
        with pytest.raises(Refusal) as refused:
            by_hand.call(actor, typed, action_id="hand")
        assert refused.value.code == "queue.action_used"
    assert by_hand.call(clerk, "e 1", action_id="hand") == called
    assert by_hand.view(3).kept == 1


def test_a_program_that_starts_anew_posts_before_it_does_anything_else(
    home: Path,
    counter: Counter,
    clerk: Actor,
    by_hand: ByHand,
    server: Server,
    action: NewAction,
    clock: FixedClock,
) -> None:
    take(counter, action, 3)
    lose(counter, server)
    by_hand.call(clerk, "E-001", action_id="hand")
    server.start()
    clock.at += timedelta(minutes=5)
    with closing(open_counter(home, clock)) as started:
        called = started.tickets.call_next(clerk, action_id=action())
        first = started.tickets.today()[0]
    assert called.number == "E-002"
    assert (first.number, first.state, first.ended_at) == ("E-001", TicketState.DONE, clock.at)
    assert by_hand.view(3).kept == 0


def test_a_queue_lost_again_while_it_is_posted_to_is_posted_to_when_it_is_back(
    counter: Counter,
    clerk: Actor,
    by_hand: ByHand,
    server: Server,
    action: NewAction,
) -> None:
    take(counter, action, 1)
    lose(counter, server)
    by_hand.call(clerk, "E-001", action_id="hand")
    with pytest.raises(Refusal):
        by_hand.post()
    assert by_hand.view(3).kept == 1
    server.start()
    counter.queue.link.restore()
    assert by_hand.view(3).kept == 0
    assert counter.queue.link.view.lost_since is None


def test_while_the_queue_is_there_nothing_is_called_by_hand(
    counter: Counter, clerk: Actor, by_hand: ByHand
) -> None:
    with pytest.raises(Refusal) as refused:
        by_hand.call(clerk, "E-001", action_id="hand")
    assert refused.value.code == "by_hand.reachable"
