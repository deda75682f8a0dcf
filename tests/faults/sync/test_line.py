"""Rows 18 to 24: what a network can do to a counter and its district."""

from datetime import timedelta

import pytest

from counter_app.clock import FixedClock
from counter_app.privacy.actor import Actor
from counter_app.sync.packing import Malformed
from counter_app.sync.peer import Unreachable
from counter_app.sync.pulling import pull
from counter_app.sync.pushing import push
from counter_app.sync.views import SyncState
from tests.faults.sync.whole import issue, require_whole
from tests.proxy import Cut, Harm, Proxy
from tests.sync.joined import Joined, documents

SECONDS = 1.0
"""The most that a request may take on a line that says nothing."""


def test_18_a_day_without_a_link_is_full_service_and_drains_in_order(
    joined: Joined, proxy: Proxy, clerk: Actor, clock: FixedClock
) -> None:
    proxy.part()
    with pytest.raises(Unreachable):
        joined.sync()
    given = []
    for hour in range(8):
        clock.at += timedelta(hours=1)
        given.append(issue(joined.counter, clerk, f"hour-{hour}"))
        joined.counter.tickets.take("A", action_id=f"ticket-{hour}")
    changed = dict(documents()["3"], passport_number="M00000003")
    joined.put("3", changed)
    proxy.mend()
    joined.sync()
    require_whole(joined.counter, joined.served.district.engine, given)
    assert joined.here()["3"] == changed


def test_19_a_line_that_says_nothing_ends_and_is_tried_again(
    joined: Joined, proxy: Proxy, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [issue(joined.counter, clerk, "visit")]
    proxy.hold()
    with monkeypatch.context() as short:
        short.setattr("counter_app.sync.line.LARGE", SECONDS)
        short.setattr(joined.line, "_seconds", SECONDS)
        for step in (push, pull):
            with pytest.raises(Unreachable):
                step(joined.ends)
    proxy.mend()
    joined.sync()
    require_whole(joined.counter, joined.served.district.engine, given)


@pytest.mark.parametrize("how", Cut)
def test_20_an_answer_lost_at_any_step(
    joined: Joined, proxy: Proxy, clerk: Actor, how: Cut
) -> None:
    given = []
    for step in range(1, 100):
        given.append(issue(joined.counter, clerk, f"visit-{step}"))
        proxy.cut(how, step)
        for _ in range(3):
            try:
                joined.sync()
                break
            except Unreachable:
                pass
        if not proxy.was_cut():
            break
    assert step > 3
    proxy.spare()
    joined.sync()
    require_whole(joined.counter, joined.served.district.engine, given)


HARMS = [Harm.TRUNCATE, Harm.FLIP, Harm.REORDER, Harm.DUPLICATE]


@pytest.mark.parametrize("harm", HARMS)
def test_23_24_what_was_damaged_on_the_way_moves_nothing(
    joined: Joined, proxy: Proxy, harm: Harm
) -> None:
    cursor, here = joined.state.cursor, joined.here()
    joined.put("3", dict(documents()["3"], passport_number="M00000003"))
    proxy.harm([harm], 1.0, seed=23)
    for _ in range(3):
        with pytest.raises((Unreachable, Malformed)):
            pull(joined.ends)
        assert (joined.state.cursor, joined.here()) == (cursor, here)
    proxy.spare()
    joined.sync()
    assert joined.here()["3"]["passport_number"] == "M00000003"
    assert joined.counter.sync.view().state is SyncState.SYNCED
