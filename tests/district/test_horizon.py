"""A transaction that is nobody's of ours, and that does not end."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from counter_app.clock import FixedClock
from counter_app.district import horizon
from counter_app.district.looking import standing
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.sync.pulling import pull
from counter_app.sync.views import SyncState
from db.shared import conninfo_of
from tests.district.conftest import emptied
from tests.district.served import serving
from tests.sync.joined import Joined, documents, furnished, join

HELD = 0.3


def until(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        time.sleep(0.01)
    raise TimeoutError


@pytest.fixture
def joined(
    postgres: str, tmp_path: Path, clock: FixedClock, counter: Counter, administrator: Actor
) -> Iterator[Joined]:
    """A counter that has synced once with a district on PostgreSQL."""
    with serving(emptied(postgres), tmp_path / "district", clock) as served:
        furnished(served)
        made = join(served, counter, administrator)
        with closing(made.line):
            made.sync()
            yield made


@contextmanager
def idle_writer(postgres: str) -> Iterator[None]:
    """A program that has made itself a rule of its own, has written, and sits there."""
    with psycopg.connect(conninfo_of(postgres)) as theirs:
        theirs.execute("SET idle_in_transaction_session_timeout = 0")
        theirs.commit()
        theirs.execute("CREATE TEMPORARY TABLE left_open (n int)")
        yield
        theirs.rollback()


def test_26_an_idle_writer_is_told_of_until_it_ends(
    joined: Joined,
    postgres: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(horizon, "HELD_SECONDS", HELD)
    caplog.set_level(logging.INFO, logger="counter")
    district, sync = joined.served.district, joined.counter.sync
    pk, document = next(iter(documents().items()))
    with idle_writer(postgres):
        joined.put(pk, document | {"passport_number": "M12345678"})
        until(lambda: district.hub.horizon.held > 0)
        assert pull(joined.ends).changes == 0
        view = sync.view()
        assert view.state is SyncState.ATTENTION
        assert view.reason is not None
        assert view.reason.code == "sync.held_back"
        assert view.lag is not None
        assert view.lag >= HELD
        told = standing(district.engine)
        assert told.held_back >= HELD
        assert [alarm.kind for alarm in told.alarms] == ["held_back"]
    until(lambda: district.hub.horizon.held == 0)
    assert pull(joined.ends).changes == 1
    assert joined.here()[pk]["passport_number"] == "M12345678"
    assert sync.view().state is SyncState.SYNCED
    said = [record.getMessage() for record in caplog.records]
    assert sum("news held back by transaction" in one for one in said) == 1
    assert "district news no longer held back" in said
