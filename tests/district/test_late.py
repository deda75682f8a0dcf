"""A hello that was given up and arrives after the next one takes nothing from the store."""

from datetime import timedelta

import httpx2

from tests.conftest import MORNING
from tests.district.served import SEOGYO, Peer, Served, code_of


def said_at(minutes: int) -> dict[str, object]:
    return {"at": MORNING + timedelta(minutes=minutes)}


def test_a_late_hello_with_the_mark_before(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    before = peer.mark
    assert peer.hello(**said_at(1)).status_code == 200
    assert peer.hello(**said_at(3)).status_code == 200
    kept = peer.mark
    assert late(peer, before, 0).status_code == 409
    assert late(peer, peer.said[-2].mark, 2).status_code == 200
    peer.mark = kept
    assert peer.hello(**said_at(4)).status_code == 200


def test_what_says_an_old_mark_now_is_a_copy(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    before = peer.mark
    assert peer.hello(**said_at(1)).status_code == 200
    assert peer.hello(**said_at(2)).status_code == 200
    answer = peer.hello(mark=before, **said_at(3))
    assert code_of(answer) == (409, "district.superseded")


def late(peer: Peer, mark: str, minutes: int) -> httpx2.Response:
    """As it was said then."""
    return peer.hello(mark=mark, **said_at(minutes))
