"""What was called by hand is posted when another day has come."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.queue.by_hand import ByHand
from tests.asking import NewAction
from tests.queue.shared.losing import lose, take
from tests.queue.shared.server import Server


@pytest.mark.parametrize("taken", [6, 0])
def test_a_call_of_the_day_before_is_no_call_of_todays_number(
    home: Path,
    counter: Counter,
    other: Counter,
    clerk: Actor,
    by_hand: ByHand,
    server: Server,
    action: NewAction,
    clock: FixedClock,
    taken: int,
) -> None:
    """The PC was off overnight; today's numbers are the same ones again."""
    take(other, action, 6)
    lose(counter, server)
    by_hand.call(clerk, "E-005", action_id="hand")
    clock.at += timedelta(hours=23)
    server.start()
    take(other, action, taken)
    walked_in = other.tickets.quick(clerk, "E", action_id=action())
    before = [other.tickets.ticket(t.id) for t in other.tickets.today()]
    with closing(open_counter(home, clock)) as started:
        assert started.tickets.view(3).current == walked_in
        assert started.by_hand
        (conflict,) = started.by_hand.view(3).conflicts
    assert conflict.why
    assert conflict.why.code == "by_hand.archived"
    assert [other.tickets.ticket(t.id) for t in before] == before


def test_a_call_of_the_day_before_is_posted_to_its_own_day_while_no_other_began(
    home: Path,
    counter: Counter,
    clerk: Actor,
    by_hand: ByHand,
    server: Server,
    action: NewAction,
    clock: FixedClock,
) -> None:
    take(counter, action, 1)
    lose(counter, server)
    made = by_hand.call(clerk, "E-001", action_id="hand")
    clock.at += timedelta(hours=23)
    server.start()
    with closing(open_counter(home, clock)) as started:
        current = started.tickets.view(3).current
    assert current
    assert (current.number, current.called_at) == ("E-001", made.at)
