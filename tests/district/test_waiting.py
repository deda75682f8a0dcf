"""Counters of one centre that wait at the same place of the feed."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest

from counter_app.district import enrolling, feed
from counter_app.district.store import writing
from counter_app.sync.wire import Table
from tests.district.served import SEOGYO, YEONNAM, Peer, Served, code_of, lines

MANY = 5


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The centre of each reading of the feed."""
    found: list[str] = []
    changes = feed.changes

    def counted(session: Any, centre: str, *asked: Any) -> feed.Answer:
        found.append(centre)
        return changes(session, centre, *asked)

    monkeypatch.setattr(feed, "changes", counted)
    return found


def until(holds: Callable[[], bool]) -> None:
    for _ in range(2000):
        if holds():
            return
        time.sleep(0.01)
    raise TimeoutError


@contextmanager
def waiting(
    served: Served, peers: list[Peer], cursor: str = ""
) -> Iterator[list[Future[httpx2.Response]]]:
    """All of them at one place of the feed."""
    events = served.district.hub._events
    with ThreadPoolExecutor(len(peers)) as pool:
        asked = f"/v1/changes?wait=20&cursor={cursor or peers[0].welcome.horizon}"
        answers = [pool.submit(one.http.get, asked) for one in peers]
        until(lambda: sum(len(one._waiters) for one in events.values()) == len(peers))
        yield answers


def put(served: Served, pk: str, centre: str) -> None:
    with writing(served.district.engine) as session:
        feed.put(session, Table.RESIDENT, pk, centre, {"name_roman": "CHANGED"})


def settle(served: Served) -> None:
    """Returns when all that was written before has been told: SQLite's news are heard late."""
    for n in range(2):  # the first may be told of what came before it
        told = served.district.hub.event(YEONNAM)
        put(served, f"settled-{n}", YEONNAM)
        until(told.is_set)


def test_what_comes_is_read_once_for_all_of_a_centre(served: Served, readings: list[str]) -> None:
    peers = [served.counter(SEOGYO).greeted() for _ in range(MANY)]
    with waiting(served, peers) as answers:
        readings.clear()
        put(served, "1", SEOGYO)
        came = [lines(answer.result()) for answer in answers]
    assert [[change.pk for change in changes] for changes, _ in came] == [["1"]] * MANY
    assert readings == [SEOGYO]


def test_at_the_end_of_the_feed_nothing_is_read(served: Served, readings: list[str]) -> None:
    peer = served.counter(SEOGYO).greeted()
    settle(served)
    _, trailer = peer.changes(peer.welcome.horizon)
    assert readings == [SEOGYO]
    with waiting(served, [peer], trailer.next) as answers:
        put(served, "2", SEOGYO)
        assert [change.pk for change in lines(answers[0].result())[0]] == ["2"]
    assert readings == [SEOGYO] * 2


def test_another_centre_is_not_woken(served: Served) -> None:
    ours, theirs = served.counter(SEOGYO).greeted(), served.counter(YEONNAM).greeted()
    with waiting(served, [ours, theirs]) as answers:
        put(served, "1", SEOGYO)
        assert lines(answers[0].result())[0]
        assert not answers[1].done()
        put(served, "3", YEONNAM)
        assert [change.pk for change in lines(answers[1].result())[0]] == ["3"]


def test_who_was_revoked_while_waiting_is_not_told(served: Served) -> None:
    good, bad = served.counter(SEOGYO).greeted(), served.counter(SEOGYO).greeted()
    with waiting(served, [good, bad]) as answers:
        with writing(served.district.engine) as session:
            enrolling.revoke(session, bad.client, served.district.clock.now())
        put(served, "1", SEOGYO)
        assert lines(answers[0].result())[0]
        assert code_of(answers[1].result()) == (403, "district.revoked")
