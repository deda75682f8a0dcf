"""A PC whose clock is wrong changes nothing on a shared queue; the day ends by the server's."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from counter_app.clock import FixedClock, SystemClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.days import CLOCKS_APART
from counter_app.queue.moves import Move, TicketState
from db.acts import looking
from db.shared import open_shared
from tests.asking import NewAction
from tests.conftest import MORNING
from tests.queue.acts import counted
from tests.queue.shared.conftest import anew
from tests.queue.shared.server import Server

FAR = [timedelta(days=1), timedelta(days=-1), timedelta(minutes=11), timedelta(hours=-1)]


@pytest.mark.parametrize("off", FAR, ids=str)
def test_a_pc_whose_clock_is_wrong_changes_nothing(
    counter: Counter,
    clerk: Actor,
    clock: FixedClock,
    server: Server,
    action: NewAction,
    off: timedelta,
) -> None:
    server.set_clock(MORNING)
    for _ in range(2):
        counter.tickets.take("A", action_id=action())
    here = counter.tickets.call_next(clerk, action_id=action())
    before = counted(counter)
    clock.at += off
    acts: tuple[Callable[[], object], ...] = (
        lambda: counter.tickets.take("A", action_id=action()),
        lambda: counter.tickets.quick(clerk, "A", action_id=action()),
        lambda: counter.tickets.call_next(clerk, action_id=action()),
        lambda: counter.tickets.move(
            clerk, here.id, Move.START, version=here.version, action_id=action()
        ),
    )
    for act in acts:
        with pytest.raises(Refusal, match="clock_off") as refused:
            act()
        fields = {"own": f"{clock.at:%Y-%m-%d %H:%M}", "server": f"{MORNING:%Y-%m-%d %H:%M}"}
        assert refused.value.fields == fields
    assert counted(counter) == before
    clock.at = MORNING + CLOCKS_APART
    assert counter.tickets.call_next(clerk, action_id=action()).number == "A-002"


def test_the_day_ends_by_the_servers_clock(
    counter: Counter, clock: FixedClock, server: Server, action: NewAction
) -> None:
    midnight = datetime(2026, 11, 17, tzinfo=MORNING.tzinfo)
    first = counter.tickets.take("A", action_id=action())
    clock.at = midnight + timedelta(minutes=1)
    server.set_clock(midnight - timedelta(minutes=4))
    second = counter.tickets.take("A", action_id=action())
    assert (second.number, second.day) == ("A-002", first.day)
    clock.at = midnight - timedelta(minutes=1)
    server.set_clock(midnight + timedelta(minutes=4))
    third = counter.tickets.take("A", action_id=action())
    assert (third.number, third.day) == ("A-001", midnight.date())
    assert counter.tickets.ticket(first.id).archived_at
    assert counter.tickets.ticket(second.id).state is TicketState.WAITING


def test_the_server_says_what_time_it_is(server: Server) -> None:
    """As the schema has it, before a test sets it."""
    anew(server)
    engine = open_shared(server.url)
    with looking(engine) as sql:
        now = sql.clock()()
    engine.dispose()
    assert now
    assert abs(now - SystemClock().now()) < CLOCKS_APART
