"""A line that fails, in every way a line can: nothing is lost, nothing is done twice."""

import ssl
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlmodel import col, select

from counter_app.clock import FixedClock
from counter_app.district import feed
from counter_app.district.store import reading
from counter_app.district.tables import OpApplied
from counter_app.sync import identity
from counter_app.sync.greeting import hello
from counter_app.sync.line import Identity, Line
from counter_app.sync.once import once
from counter_app.sync.packing import Malformed
from counter_app.sync.peer import Refused, Unreachable
from counter_app.sync.pulling import pull
from counter_app.sync.state import Ends, lost
from counter_app.sync.views import SyncState
from db.engine import transaction
from db.errors import Lost
from db.outbox import enqueue
from tests.proxy import Cut, Proxy
from tests.sync.joined import Joined, documents


@pytest.fixture
def proxy(joined: Joined) -> Iterator[Proxy]:
    with closing(Proxy(urlsplit(joined.served.url).port or 0)) as made:
        yield made


def through(proxy: Proxy, joined: Joined) -> Identity:
    own = identity.read(joined.counter.config.home)
    return replace(own, url=f"https://127.0.0.1:{proxy.port}")


@pytest.fixture
def ends(joined: Joined, proxy: Proxy) -> Iterator[Ends]:
    """By way of the proxy, with short deadlines."""
    with closing(Line(through(proxy, joined), seconds=1.0)) as line:
        yield Ends(joined.counter.engine, joined.counter.clock, line)


def line_of(ends: Ends) -> Line:
    assert isinstance(ends.district, Line)
    return ends.district


def tries(ends: Ends, most: int = 40) -> None:
    """Syncs until it works, as the process does."""
    for _ in range(most):
        try:
            once(ends, line_of(ends))
        except (Unreachable, Malformed):
            continue
        return
    raise AssertionError("it never worked")


def test_every_cut_of_a_first_copy_is_gone_on_after(
    joined: Joined, ends: Ends, proxy: Proxy
) -> None:
    for at in range(1, 25):
        proxy.cut(Cut.AFTER if at % 2 else Cut.BEFORE, at)
        tries(ends)
        proxy.spare()
    assert joined.here() == documents()


def test_every_answer_lost_once_and_each_act_is_there_once(
    joined: Joined, ends: Ends, proxy: Proxy
) -> None:
    tries(ends)
    for at in range(1, 12):
        with transaction(joined.counter.engine) as session:
            enqueue(session, joined.counter.clock.now(), "till.counted", {"day": str(at)})
        proxy.cut(Cut.AFTER, at)
        tries(ends)
        proxy.spare()
    with reading(joined.served.district.engine) as session:
        numbers = session.exec(select(OpApplied.op_seq).order_by(col(OpApplied.op_seq))).all()
    assert list(numbers) == list(range(1, joined.state.settled + 1))
    assert joined.counter.sync.work_items() == ()


def test_a_half_open_line_ends_by_the_deadline(joined: Joined, ends: Ends, proxy: Proxy) -> None:
    tries(ends)
    proxy.hold()
    with pytest.raises(Unreachable):
        pull(ends)
    lost(ends, "held")
    assert joined.counter.sync.view().state is SyncState.OFFLINE
    proxy.mend()
    tries(ends)
    assert joined.counter.sync.view().state is SyncState.SYNCED


def test_a_line_that_was_ended_stays_ended_whoever_it_becomes(
    joined: Joined, ends: Ends, proxy: Proxy
) -> None:
    tries(ends)
    line, said = line_of(ends), proxy.spoken
    line.end()
    line.become(through(proxy, joined))
    with pytest.raises(Unreachable):
        hello(ends)
    assert proxy.spoken == said


def test_a_line_ended_while_it_connects_asks_nothing(
    joined: Joined, ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = line_of(ends)
    traced = line._traced

    def ended(name: str, info: dict[str, Any]) -> None:
        if name == "connection.connect_tcp.started":
            line.end()
        traced(name, info)

    monkeypatch.setattr(line, "_traced", ended)
    with pytest.raises(Unreachable):
        hello(ends)
    line.close()
    with pytest.raises(Unreachable):
        hello(ends)


def test_nobody_else_is_taken_for_the_district(joined: Joined, ends: Ends) -> None:
    own = identity.read(joined.counter.config.home)
    stranger = ssl.create_default_context()
    with (
        closing(Line(replace(own, context=stranger))) as line,
        pytest.raises(Refused, match=r"sync\.server_untrusted"),
    ):
        hello(Ends(ends.engine, ends.clock, line))
    reason = joined.counter.sync.view().reason
    assert reason
    assert reason.code == "sync.server_untrusted"
    tries(ends)
    assert joined.counter.sync.view().state is SyncState.SYNCED


def test_a_line_lost_after_the_clock_was_set_back_is_lost_now(
    joined: Joined, ends: Ends, clock: FixedClock
) -> None:
    tries(ends)
    clock.at -= timedelta(days=1)
    lost(ends, "503", busy=True)
    view = joined.counter.sync.view()
    assert (view.state, view.offline_since) == (SyncState.BUSY, clock.at)


def test_a_busy_district_is_told_only_when_it_stays_so(
    joined: Joined, ends: Ends, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries(ends)
    since = joined.state.heard

    def busy(*_: Any) -> None:
        raise Lost("shared.busy")

    with monkeypatch.context() as patched:
        patched.setattr(feed, "changes", busy)
        for minutes, state in ((0, SyncState.SYNCED), (2, SyncState.BUSY)):
            clock.at += timedelta(minutes=minutes)
            with pytest.raises(Unreachable) as failed:
                pull(ends)
            lost(ends, str(failed.value), busy=failed.value.busy)
            assert joined.counter.sync.view().state is state
    assert joined.counter.sync.view().offline_since == since
    lost(ends, "ConnectError")
    assert joined.counter.sync.view().state is SyncState.OFFLINE
    lost(ends, "503", busy=True)
    assert joined.counter.sync.view().state is SyncState.BUSY
    tries(ends)
    assert joined.counter.sync.view().state is SyncState.SYNCED
