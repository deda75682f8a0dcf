"""What is written early and committed late is learned all the same."""

import json
from collections.abc import Callable

import psycopg
import pytest

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.learning import Learning
from counter_app.queue.record import Record
from db.acts import iso, looking
from tests.asking import NewAction
from tests.queue.shared.server import Server

Look = Callable[[], Record]


@pytest.fixture
def look(counter: Counter, clock: FixedClock) -> Look:
    learning = Learning(counter.config.queue)

    def record() -> Record:
        with looking(counter.queue.engine) as sql:
            return learning.record(sql, clock.at.date())

    return record


def write_call(server: Server, ticket_id: int, clock: FixedClock) -> psycopg.Connection[object]:
    """A window is at it: its call is written, but not committed."""
    held = psycopg.connect(server.url)
    held.execute("UPDATE ticket SET state = 'called', \"window\" = 4 WHERE id = %s", (ticket_id,))
    held.execute(
        'INSERT INTO ticket_event (action_id, ticket_id, move, state, version, at, "window",'
        " changes) VALUES ('late', %s, 'call', 'called', 2, %s, 4, %s)",
        (ticket_id, iso(clock.at), json.dumps({"state": "called"})),
    )
    return held


@pytest.mark.parametrize("looks", [0, 1, 3])
def test_a_call_that_was_committed_after_later_ones(
    counter: Counter,
    clerk: Actor,
    clock: FixedClock,
    server: Server,
    action: NewAction,
    look: Look,
    looks: int,
) -> None:
    first = counter.tickets.take("A", action_id=action()).id
    for _ in range(looks):
        look()
    with write_call(server, first, clock) as held:
        for _ in range(3):  # others come and are called meanwhile, and the day is looked at
            counter.tickets.take("B", action_id=action())
            counter.tickets.call_next(clerk, action_id=action())
            assert look().visits[first].called is None
        held.commit()
    assert look().windows == {3, 4}
    assert len([visit for visit in look().visits.values() if visit.called is not None]) == 4
