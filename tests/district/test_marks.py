"""Which store it is: marks given and shown, older copies and clones, deposited audit heads."""

from sqlmodel import select

from counter_app.district.store import reading
from counter_app.district.tables import Alarm, Block
from counter_app.sync.wire import Witness
from tests.district.served import SEOGYO, Peer, Served, code_of
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


def test_what_a_store_said_of_its_audit_chain_is_kept(served: Served) -> None:
    peer = served.counter(SEOGYO)
    assert peer.hello(witness=Witness(5, "aa")).status_code == 200
    assert peer.hello(witness=Witness(9, "bb")).status_code == 200
    assert peer.welcome.witness == Witness(5, "aa")
    assert kinds(served) == []
    peer.hello(witness=Witness(9, "cc"))
    peer.hello(witness=Witness(7, "bb"))
    assert peer.welcome.witness == Witness(9, "bb")
    assert kinds(served) == ["audit", "audit"]


def test_who_speaks_another_protocol_must_be_updated(served: Served) -> None:
    answer = served.counter(SEOGYO).hello(protocols=(7, 9))
    assert code_of(answer) == (426, "district.protocol")


def kinds(served: Served) -> list[str]:
    with reading(served.district.engine) as session:
        return [alarm.kind for alarm in session.exec(select(Alarm).order_by(Alarm.detail))]
