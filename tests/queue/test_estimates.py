"""How long a visitor will wait."""

from collections.abc import Callable

import pytest

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.estimates import Estimates

NewAction = Callable[[], str]


@pytest.fixture
def estimates(counter: Counter) -> Estimates:
    return Estimates(counter.engine, counter.clock, counter.config.queue)


def test_who_comes_first_waits_for_nobody(estimates: Estimates) -> None:
    wait = estimates.wait("A")
    assert (wait.ahead, wait.low) == (0, 0)
    assert wait.low <= wait.likely <= wait.high


def test_those_of_the_category_who_came_before_are_ahead(
    counter: Counter, estimates: Estimates, action: NewAction
) -> None:
    tickets = [counter.tickets.take(code, action_id=action()) for code in "AABA"]
    assert [estimates.of(ticket.id).ahead for ticket in tickets] == [0, 1, 0, 2]
    assert {code: wait.ahead for code, wait in estimates.waits().items()} == {
        "A": 3,
        "B": 1,
        "C": 0,
        "D": 0,
        "E": 0,
    }
    assert estimates.wait("A") == estimates.waits()["A"]


def test_more_people_ahead_wait_no_less(estimates: Estimates) -> None:
    likely = [estimates.wait("A", ahead=ahead).likely for ahead in range(20)]
    assert likely == sorted(likely)
    assert likely[-1] > likely[0]


def test_an_unknown_category_is_refused(estimates: Estimates) -> None:
    with pytest.raises(Refusal) as caught:
        estimates.wait("Z")
    assert caught.value.code == "queue.no_category"


def test_a_number_that_no_longer_waits_is_refused(
    counter: Counter, clerk: Actor, estimates: Estimates, action: NewAction
) -> None:
    counter.tickets.take("A", action_id=action())
    called = counter.tickets.call_next(clerk, action_id=action())
    with pytest.raises(Refusal) as caught:
        estimates.of(called.id)
    assert caught.value.code == "queue.no_ticket"
