"""The morning after: nothing that was left of a day stands in the way of the next."""

from datetime import timedelta

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.moves import Move, TicketState
from tests.asking import NewAction, refusal


def test_a_visitor_without_a_number_opens_the_day_too(
    counter: Counter, clerk: Actor, clock: FixedClock, action: NewAction
) -> None:
    left = counter.tickets.take("A", action_id=action())
    clock.at += timedelta(days=1)
    quick = counter.tickets.quick(clerk, "A", action_id=action())
    assert counter.tickets.ticket(left.id).archived_at == clock.at
    counter.tickets.move(clerk, quick.id, Move.FINISH, version=quick.version, action_id=action())
    first = counter.tickets.take("A", action_id=action())
    assert counter.tickets.call_next(clerk, action_id=action()).id == first.id


def test_a_no_show_of_a_day_that_is_over_is_not_put_back(
    counter: Counter, clerk: Actor, clock: FixedClock, action: NewAction
) -> None:
    tickets = counter.tickets
    tickets.take("A", action_id=action())
    called = tickets.call_next(clerk, action_id=action())
    gone = tickets.move(clerk, called.id, Move.NO_SHOW, version=called.version, action_id=action())
    clock.at += timedelta(days=3)
    first = tickets.take("A", action_id=action())
    back = lambda: tickets.move(  # noqa: E731
        clerk, gone.id, Move.RESTORE, version=gone.version, action_id=action()
    )
    assert refusal(back) == "queue.archived"
    assert tickets.ticket(gone.id).state == TicketState.NO_SHOW
    assert tickets.call_next(clerk, action_id=action()).id == first.id


def test_before_the_first_number_yesterdays_are_not_sent_on(
    counter: Counter, clerk: Actor, clock: FixedClock, action: NewAction
) -> None:
    tickets = counter.tickets
    waiting = tickets.take("A", action_id=action())
    tickets.take("A", action_id=action())
    called = tickets.call_next(clerk, action_id=action())
    assert called.id == waiting.id
    clock.at += timedelta(days=1)
    on = lambda: tickets.transfer(  # noqa: E731
        clerk, called.id, version=called.version, action_id=action(), category="B"
    )
    assert refusal(on) == "queue.archived"
    done = tickets.move(clerk, called.id, Move.FINISH, version=called.version, action_id=action())
    assert done.state == TicketState.DONE


def test_a_call_that_would_finish_somebody_unseen_changes_nothing(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    tickets = counter.tickets
    for _ in range(3):
        tickets.take("A", action_id=action())
    first = tickets.call_next(clerk, action_id=action(), seen=())
    elsewhere = tickets.call_next(clerk, action_id="other", seen=(first.id, first.version))
    for seen in ((), (first.id, first.version), (elsewhere.id, elsewhere.version + 1)):
        assert (
            refusal(
                lambda seen=seen: tickets.call_next(clerk, action_id=action(), seen=seen)  # type: ignore[misc]  # keeps the loop's value
            )
            == "queue.other_present"
        )
    assert tickets.ticket(elsewhere.id) == elsewhere
    again = tickets.call_next(clerk, action_id="other", seen=(first.id, first.version))
    assert again == elsewhere


def test_a_number_sent_to_a_window_that_closed_is_called_elsewhere_in_the_end(
    counter: Counter, clerk: Actor, clock: FixedClock, action: NewAction
) -> None:
    tickets = counter.tickets
    sent = tickets.take("A", action_id=action())
    sent = tickets.transfer(clerk, sent.id, version=sent.version, action_id=action(), window=6)
    later = tickets.take("A", action_id=action())
    assert tickets.call_next(clerk, action_id=action()).id == later.id
    assert refusal(lambda: tickets.call_next(clerk, action_id=action())) == "queue.empty"
    clock.at += timedelta(minutes=counter.config.queue.fairness.cap_minutes)
    tickets.take("A", action_id=action())
    assert tickets.call_next(clerk, action_id=action()).id == sent.id
