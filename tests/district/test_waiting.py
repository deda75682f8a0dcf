"""Counters of one centre that wait at the same place of the feed."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import Event
from typing import Any

import httpx2
import pytest

from counter_app.district import caller, enrolling, feed, hub
from counter_app.district.store import CONNECTIONS, writing
from counter_app.sync.wire import Table
from db.errors import Lost
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


def all_wait(served: Served, many: int) -> bool:
    waiters = [one._waiters for one in list(served.district.hub._events.values())]
    return sum(len(one) for one in waiters) == many


@contextmanager
def waiting(
    served: Served, peers: list[Peer], cursor: str = ""
) -> Iterator[list[Future[httpx2.Response]]]:
    """All of them at one place of the feed."""
    with asking(peers, cursor or peers[0].welcome.horizon) as answers:
        until(lambda: all_wait(served, len(peers)))
        yield answers


@contextmanager
def asking(peers: list[Peer], cursor: str = "") -> Iterator[list[Future[httpx2.Response]]]:
    """Each from where its hello said."""
    with ThreadPoolExecutor(len(peers)) as pool:
        asked = "/v1/changes?wait=20&cursor="
        yield [pool.submit(one.http.get, asked + (cursor or one.welcome.horizon)) for one in peers]


def greeted_apart(served: Served, many: int) -> list[Peer]:
    """Counters of Seogyo that were each given another place of the feed."""
    found: list[Peer] = []
    for n in range(many):
        put(served, f"apart-{n}", YEONNAM)
        found.append(served.counter(SEOGYO).greeted())
    assert len({one.welcome.horizon for one in found}) == many
    return found


class Slow:
    """Readings of the feed that have seen what there is, and have not said it yet."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen, self.go_on, self.many = Event(), Event(), 0
        changes = feed.changes

        def slow(*asked: Any) -> feed.Answer:
            self.many += 1
            answer = changes(*asked)
            self.seen.set()
            assert self.go_on.wait(20)
            return answer

        monkeypatch.setattr(feed, "changes", slow)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who has come with a token, by the certificate."""
    found: list[str] = []
    read = caller.read

    def counted(secret: bytes, token: str, thumbprint: str, now: datetime) -> caller.Caller:
        found.append(thumbprint)
        return read(secret, token, thumbprint, now)

    monkeypatch.setattr(caller, "read", counted)
    return found


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow(monkeypatch)
    yield made
    made.go_on.set()


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


def test_where_nothing_lies_between_them_all_wait_at_one_place(
    served: Served, readings: list[str]
) -> None:
    peers = greeted_apart(served, MANY)
    settle(served)
    with asking(peers[:1]) as first:
        until(lambda: all_wait(served, 1))
        with asking(peers[1:]) as others:
            until(lambda: all_wait(served, MANY))
            assert readings == [SEOGYO]
            put(served, "1", SEOGYO)
            came = [lines(answer.result()) for answer in (*first, *others)]
    assert [[change.pk for change in changes] for changes, _ in came] == [["1"]] * MANY
    assert len({trailer.next for _, trailer in came}) == 1
    assert readings == [SEOGYO] * 2


def test_who_comes_while_it_is_read_from_an_earlier_place_waits_for_that(
    served: Served, slow: Slow, asked: list[str]
) -> None:
    peers = greeted_apart(served, MANY)
    settle(served)
    with asking(peers[:1]) as first:
        assert slow.seen.wait(20)
        with asking(peers[1:]) as others:
            until(lambda: len(asked) == MANY)
            slow.go_on.set()
            until(lambda: all_wait(served, MANY))
            assert slow.many == 1
            put(served, "1", SEOGYO)
            for answer in (*first, *others):
                assert [change.pk for change in lines(answer.result())[0]] == ["1"]


def test_who_stands_before_the_changes_of_another_is_told_them(served: Served) -> None:
    early = served.counter(SEOGYO).greeted()
    put(served, "1", SEOGYO)
    late = served.counter(SEOGYO).greeted()
    put(served, "2", SEOGYO)
    (changes, _), (more, _) = (
        late.changes(late.welcome.horizon),
        early.changes(early.welcome.horizon),
    )
    assert [change.pk for change in changes] == ["2"]
    assert [change.pk for change in more] == ["1", "2"]


def test_what_is_written_while_it_is_read_is_not_missed(served: Served, slow: Slow) -> None:
    peers = greeted_apart(served, 2)
    settle(served)
    with asking(peers) as answers:
        assert slow.seen.wait(20)
        told = served.district.hub.event(SEOGYO)
        put(served, "1", SEOGYO)
        until(told.is_set)
        slow.go_on.set()
        for answer in answers:
            assert [change.pk for change in lines(answer.result())[0]] == ["1"]


def test_who_was_revoked_is_not_told_what_others_at_its_place_are(served: Served) -> None:
    good, bad = greeted_apart(served, 2)
    settle(served)
    with asking([good, bad]) as answers:
        until(lambda: all_wait(served, 2))
        with writing(served.district.engine) as session:
            enrolling.revoke(session, bad.client, served.district.clock.now())
        put(served, "1", SEOGYO)
        assert lines(answers[0].result())[0]
        assert code_of(answers[1].result()) == (403, "district.revoked")
    asked = {"cursor": bad.welcome.horizon}
    assert code_of(bad.http.get("/v1/changes", params=asked)) == (403, "district.revoked")


def test_news_waits_for_no_crowd_that_asks_for_something_else(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer, *crowd = (served.counter(SEOGYO).greeted() for _ in range(CONNECTIONS + 1))
    go_on, base = Event(), feed.base

    def slow(*asked: Any) -> Any:
        assert go_on.wait(20)
        return base(*asked)

    monkeypatch.setattr(feed, "base", slow)
    with ThreadPoolExecutor(len(crowd)) as pool:
        copies = [pool.submit(one.http.post, "/v1/snapshot") for one in crowd]
        try:
            until(lambda: served.district.limiter.available_tokens == 0)
            with waiting(served, [peer]) as answers:
                put(served, "1", SEOGYO)
                assert [change.pk for change in lines(answers[0].result())[0]] == ["1"]
        finally:
            go_on.set()
        assert {copy.result().status_code for copy in copies} == {200}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_came_while_nobody_watched_is_told_when_somebody_does_again(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "_PAUSE", 0.0)
    peer, watched, look = served.counter(SEOGYO).greeted(), served.district.hub, hub.Hub._look
    settle(served)

    def broken(self: hub.Hub, seen: int) -> tuple[int, bool]:
        monkeypatch.setattr(hub.Hub, "_look", look)
        put(served, "1", SEOGYO)
        raise Lost("shared.busy")

    with waiting(served, [peer]) as answers:
        events = dict(watched._events)
        monkeypatch.setattr(hub.Hub, "_look", broken)
        until(events[SEOGYO].is_set)
        assert [change.pk for change in lines(answers[0].result())[0]] == ["1"]
