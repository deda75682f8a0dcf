"""Tickets of a shared queue forget as those of a queue of one's own; its server lets nothing else
be changed."""

from datetime import timedelta

import psycopg
import pytest

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.asking import Sql
from tests.queue.shared.server import Server
from tests.queue.test_forgetting import *  # noqa: F403

EMPTIES = "UPDATE ticket_event SET reason = NULL, changes = emptied(changes)"


@pytest.mark.parametrize(
    ("change", "days"),
    [
        (EMPTIES, 90),
        ("UPDATE ticket_event SET changes = '{}'", 91),
        ("UPDATE ticket_event SET reason = NULL, changes = emptied(changes), clerk = 'x'", 91),
        ("UPDATE announcement SET number = 'A-999'", 91),
        ("DELETE FROM ticket_event", 91),
        ("DELETE FROM announcement", 91),
        ("TRUNCATE ticket_event", 91),
    ],
)
def test_nothing_else_is_changed_and_nothing_younger(
    counter: Counter,
    clerk: Actor,
    clock: FixedClock,
    server: Server,
    sql: Sql,
    change: str,
    days: int,
) -> None:
    counter.tickets.take("A", action_id="take")
    counter.tickets.call_next(clerk, action_id="call")
    server.set_clock(clock.at + timedelta(days=days))
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        sql(change)
    server.set_clock(clock.at + timedelta(days=91))
    sql(EMPTIES)
