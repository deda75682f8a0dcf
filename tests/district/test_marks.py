"""Which store it is: marks given and shown, older copies and clones, deposited audit heads."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
from sqlmodel import select

from counter_app.clock import FixedClock
from counter_app.district import enrolling
from counter_app.district.store import reading, writing
from counter_app.district.tables import Alarm, Block
from counter_app.sync.wire import Witness
from tests.district.served import SEOGYO, YEONNAM, Peer, Served, code_of
from tests.district.test_upload import block


def test_each_hello_gives_a_new_mark_and_a_lost_answer_does_no_harm(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    first = peer.mark
    assert peer.hello(mark="").status_code == 200  # as if the first answer had not come
    peer.mark = first
    assert peer.hello(mark=first).status_code == 409  # it was not the newest offered
    peer = served.counter(SEOGYO).greeted().greeted()
    shown = peer.mark
    assert peer.greeted().mark != shown
    peer.mark = shown  # its answer was lost: the mark before is still good
    assert peer.greeted().greeted().mark != shown


def test_an_older_copy_is_refused_and_its_numbers_are_closed(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    old = peer.mark
    given = block(peer)
    for _ in range(3):
        peer.greeted()
    assert code_of(peer.hello(mark=old)) == (409, "district.superseded")
    with reading(served.district.engine) as session:
        assert [(row.id, row.closed_at is None) for row in session.exec(select(Block))] == [
            (given["id"], False),
        ]
    assert kinds(served) == ["superseded"]
    changes, _ = peer.changes(peer.welcome.min_cursor)
    closed = [change.payload for change in changes if change.table == "block"]
    assert b'"closed":true' in (closed[-1] or b"")
    assert peer.greeted()  # the newest copy goes on, with new numbers
    assert block(peer, "r2")["first"] == given["last"] + 1


def test_a_store_that_has_lost_operations_is_an_older_copy(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    peer.settled(peer.operation("till.counted", {}), peer.operation("till.counted", {}))
    assert code_of(peer.hello(op_seq=1)) == (409, "district.superseded")
    assert peer.hello(op_seq=2).status_code == 200


def test_a_new_store_of_the_same_counter_ends_the_old_one(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    block(peer)
    renewed = Peer(peer.http, peer.key, peer.client, "renewed", peer.clock, op_seq=40).greeted()
    assert block(renewed, "r2")["first"] == 101
    assert code_of(peer.hello()) == (409, "district.superseded")
    assert renewed.settled(renewed.operation("till.counted", {})) == [("applied", "")]
    assert renewed.greeted().welcome.expected_op_seq == 42


def test_a_centres_queue_is_sent_by_whichever_counter_is_at_it(served: Served) -> None:
    one, two = served.counter(SEOGYO).greeted(), served.counter(SEOGYO).greeted()
    block(one)
    queue = shared(one).greeted()
    assert queue.settled(queue.operation("ticket", {"n": "1"})) == [("applied", "")]
    again = replace(queue, http=two.http, key=two.key, client=two.client)
    assert again.greeted().welcome.expected_op_seq == 2
    assert again.settled(again.operation("ticket", {"n": "2"})) == [("applied", "")]
    for own in (one, two):  # whose own stores go on beside it
        assert own.greeted().settled(own.operation("till.counted", {})) == [("applied", "")]
    assert block(one, "r2")["first"] == 101
    assert block(again, "r3")["code"] == "district.not_yours"
    with writing(served.district.engine) as session:
        enrolling.revoke(session, one.client, one.clock.now())
    assert again.settled(again.operation("ticket", {"n": "3"})) == [("applied", "")]


def test_a_queue_is_its_centres_alone_and_an_older_copy_is_known(served: Served) -> None:
    queue = shared(served.counter(SEOGYO).greeted()).greeted()
    stranger = served.counter(YEONNAM).greeted()
    taken = replace(queue, http=stranger.http, key=stranger.key)
    assert code_of(taken.hello()) == (403, "district.not_yours")
    assert code_of(taken.send(taken.operation("ticket", {}))) == (404, "district.no_such_store")
    queue.settled(queue.operation("ticket", {}), queue.operation("ticket", {}))
    assert code_of(queue.hello(op_seq=1)) == (409, "district.superseded")


def test_what_a_store_said_of_its_audit_chain_is_kept(served: Served, clock: FixedClock) -> None:
    peer = served.counter(SEOGYO)
    assert peer.hello(witness=Witness(5, "aa")).status_code == 200
    assert peer.hello(witness=Witness(9, "bb")).status_code == 200
    assert peer.welcome.witness == Witness(5, "aa")
    assert kinds(served) == []
    peer.hello(witness=Witness(9, "cc"))
    clock.at += timedelta(minutes=2)
    peer.hello(witness=Witness(7, "bb"))
    assert peer.welcome.witness == Witness(9, "bb")
    assert kinds(served) == ["audit", "audit"]


def test_a_head_that_comes_late_is_no_alarm(served: Served, clock: FixedClock) -> None:
    peer = served.counter(SEOGYO).greeted()
    made_before = peer.operation("till.counted", {})
    assert peer.hello(witness=Witness(9, "bb"), op_seq=0).status_code == 200
    peer.hello(witness=Witness(8, "aa"), op_seq=0)  # said before, overtaken on its way
    clock.at += timedelta(minutes=9)
    sent = peer.send(made_before, witness=Witness(5, "cc"))  # again, as it was made
    assert sent.status_code == 200
    assert kinds(served) == []


def test_what_a_counter_says_of_its_chain_is_an_alarm(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    queue = shared(peer).greeted()
    for store in (peer.store, queue.store, "store-of-nobody"):
        said = {"store": store, "row": 7, "code": "sync.audit_differs"}
        assert peer.settled(peer.operation("audit.broken", said)) == [("applied", "")]
    with reading(served.district.engine) as session:
        found = {(alarm.store, alarm.kind) for alarm in session.exec(select(Alarm))}
    assert found == {(peer.store, "audit"), (queue.store, "audit")}


def test_who_speaks_another_protocol_must_be_updated(served: Served) -> None:
    answer = served.counter(SEOGYO).hello(protocols=(7, 9))
    assert code_of(answer) == (426, "district.protocol")


def kinds(served: Served) -> list[str]:
    with reading(served.district.engine) as session:
        return [alarm.kind for alarm in session.exec(select(Alarm).order_by(Alarm.detail))]


def shared(peer: Peer) -> Peer:
    """The same counter, speaking for the queue of its centre."""
    return SharedPeer(
        *(peer.http, peer.key, peer.client, f"queue-of-{peer.store}", peer.clock, peer.pem)
    )


class SharedPeer(Peer):
    def hello(self, **other: Any) -> httpx2.Response:
        return super().hello(shared=True, **other)
