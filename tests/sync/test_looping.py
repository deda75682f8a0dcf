"""The process while something has to be mended does what it may, and needs no new start."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Thread
from typing import Any

import pytest
from sqlmodel import select

from counter_app.district import enrolling
from counter_app.district.store import writing
from counter_app.district.tables import Client
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.sync import checking, identity, process, wire
from counter_app.sync.connecting import connect, renew
from counter_app.sync.pace import Backoff
from counter_app.sync.process import Process
from counter_app.sync.pulling import pull
from counter_app.sync.views import SyncState
from tests.sync.joined import Joined, documents, enrolment
from tests.sync.test_process import until


@contextmanager
def going_on(joined: Joined) -> Iterator[Process]:
    home = joined.counter.config.home
    again = partial(identity.again, home)
    made = Process(joined.counter.engine, joined.ends.clock, identity.read(home), again=again)
    thread = Thread(target=made.run)
    thread.start()
    try:
        yield made
    finally:
        made.stop()
        thread.join()


def attention(joined: Joined) -> str:
    reason = joined.counter.sync.view().reason
    return reason.code if reason else ""


def counted(monkeypatch: pytest.MonkeyPatch, place: object, name: str) -> list[object]:
    """The calls of a function from now on."""
    calls: list[object] = []
    real: Callable[..., Any] = getattr(place, name)

    def call(*said: Any) -> Any:
        calls.append(said)
        return real(*said)

    monkeypatch.setattr(place, name, call)
    return calls


def test_on_a_full_disk_it_is_tried_again_soon(joined: Joined) -> None:
    """Once there is room nobody waits for minutes."""
    made = Process(
        joined.counter.engine, joined.ends.clock, identity.read(joined.counter.config.home)
    )
    pauses = [Backoff(lambda: 1.0), Backoff(lambda: 1.0)]
    for code, pause, most in zip(("disk_full", "damaged"), pauses, (60, 300), strict=True):
        waits = [
            made._failed("pull", joined.ends, Refusal(f"store.{code}"), pause) for _ in range(12)
        ]
        assert max(waits) == most
    made.stop()


def test_from_a_district_that_is_too_new_nothing_is_fetched_or_compared(
    joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined.sync()
    joined.put("3", documents()["3"] | {"passport_number": "M00000003"})
    monkeypatch.setattr(wire, "SCHEMA", wire.SCHEMA + 2)
    fetched = counted(monkeypatch, process, "pull")
    compared = counted(monkeypatch, process, "check")
    with going_on(joined) as going:
        until(lambda: attention(joined) == "sync.schema")
        until(lambda: going._fetch(joined.ends) > 0)
    assert len(fetched) + len(compared) <= 1
    assert joined.here() == documents()


@pytest.mark.parametrize("look", [0.05, 2.0], ids=["seen before", "not seen before"])
def test_who_was_revoked_goes_on_as_soon_as_enrolled_anew(
    joined: Joined, administrator: Actor, monkeypatch: pytest.MonkeyPatch, look: float
) -> None:
    joined.sync()
    monkeypatch.setattr(process, "LOOK", look)
    with writing(joined.served.district.engine) as session:
        for client in session.exec(select(Client)).all():
            enrolling.revoke(session, client.id, joined.ends.clock.now())
    counter = joined.counter
    home, centre = counter.config.home, counter.config.office.code
    with going_on(joined):
        until(lambda: attention(joined) == "sync.certificate_refused")
        file = enrolment(joined.served, home)
        connect(home, counter.engine, counter.clock, administrator, centre, file)
        joined.put("3", documents()["3"] | {"passport_number": "M00000003"})
        until(lambda: joined.here()["3"]["passport_number"] == "M00000003")
        until(lambda: counter.sync.view().state is SyncState.SYNCED)


def test_who_becomes_another_store_goes_on_without_a_word(
    joined: Joined, administrator: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    joined.sync()
    with going_on(joined):
        until(lambda: joined.counter.sync.view().checked)
        renew(joined.counter.engine, joined.counter.clock, administrator)
        until(lambda: joined.counter.sync.view().blocks)
        until(lambda: joined.counter.sync.view().queued == 0)
    assert "attention" not in caplog.text


def test_what_is_fetched_anew_is_compared_as_soon_as_it_is_here(
    joined: Joined, sql: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    joined.sync()
    monkeypatch.setattr(checking, "MOST", 0)
    monkeypatch.setattr(process, "CHECK_AGAIN", 0.1)
    monkeypatch.setattr(process, "LONG_POLL", 0.2)
    sql("UPDATE resident SET stay_expires = '2099-01-01'")
    with going_on(joined):
        until(lambda: attention(joined) == "sync.differs")
        until(lambda: attention(joined) == "")
    assert joined.here() == documents()


def test_a_full_disk_is_named_in_the_log_once(
    joined: Joined, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    joined.sync()
    tries = iter(range(3))

    def full(*said: Any) -> Any:
        if next(tries, None) is None:
            return pull(*said)
        raise Refusal("store.disk_full")

    monkeypatch.setattr(process, "pull", full)
    monkeypatch.setattr(process, "REFUSED", 0.01)
    with going_on(joined):
        until(lambda: joined.counter.sync.view().checked)
    told = [one.getMessage() for one in caplog.records if "cannot go on" in one.getMessage()]
    assert told == ["cannot go on: store.disk_full"]
    assert "fault" not in caplog.text
