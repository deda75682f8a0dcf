"""Old changes go, a restored district begins a new epoch, and what there is can be seen."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from counter_app.clock import FixedClock, SystemClock
from counter_app.district import feed, keeping, looking
from counter_app.district.store import reading, writing
from counter_app.errors import Refusal
from counter_app.sync.packing import parse
from counter_app.sync.wire import Results, Table
from tests.district.served import SEOGYO, Served, code_of
from tests.district.test_download import put
from tests.district.test_marks import kinds
from tests.district.test_upload import block, prepared


def test_who_was_away_too_long_fetches_everything_anew(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    old = peer.welcome.min_cursor
    with writing(served.district.engine) as session:
        feed.delete(session, Table.RESIDENT, "1")
    now = SystemClock().now()  # the changes are as old as the database says
    assert keeping.prune(served.district.engine, now) == 0
    assert peer.changes(old)[1].complete
    assert keeping.prune(served.district.engine, now + timedelta(days=91)) > 0
    answer = peer.http.get("/v1/changes", params={"cursor": old})
    assert code_of(answer) == (410, "district.cursor_old")
    assert peer.greeted().changes(peer.welcome.min_cursor)[0] == []
    with reading(served.district.engine) as session:
        kept = session.connection().scalars(text("SELECT pk FROM record WHERE tbl = 'resident'"))
        assert sorted(kept) == ["2", "3"]  # the tombstone is gone, too


def test_after_a_restore_the_feed_goes_on_in_a_new_epoch(served: Served, clock: FixedClock) -> None:
    engine = served.district.engine
    peer = served.counter(SEOGYO).greeted().greeted()
    given = block(peer)
    peer.settled(*(peer.operation("till.counted", {}) for _ in range(3)))
    cursor, mark = peer.welcome.horizon, peer.mark
    if engine.dialect.name == "postgresql":  # as in a fresh cluster, whose transactions begin low
        with writing(engine) as session:
            session.connection().exec_driver_sql("UPDATE feed SET xid = xid + 1000000")
        with pytest.raises(Refusal, match=r"district\.restored"):
            keeping.require_stamped(engine)
    with writing(engine) as session:  # the copy was older: it knows less than the store was told
        session.connection().exec_driver_sql("UPDATE store SET mark = 'a', offered = 'b'")
    keeping.restamp(engine, clock.now())
    keeping.require_stamped(engine)
    answer = peer.http.get("/v1/changes", params={"cursor": cursor})
    assert code_of(answer) == (409, "district.epoch")
    assert peer.hello(mark=mark).status_code == 200
    changes, _ = peer.changes(peer.welcome.min_cursor)
    assert [change.pk for change in changes if change.table == "resident"] == ["1", "2"]
    put(served, "9", SEOGYO, name_roman="AFTER")
    assert [change.pk for change in peer.changes(peer.welcome.horizon)[0]] == ["9"]
    peer.op_seq += 4  # sent since the copy was made, and lost with what came after it
    assert peer.settled(peer.operation("till.counted", {}))[0][0] == "applied"
    assert kinds(served) == ["operations_lost"]
    assert block(peer, "r2")["first"] > given["last"] + keeping.LOST_NUMBERS
    assert peer.settled(peer.operation(*prepared(peer, given["last"] + 9))) == [("applied", "")]


def test_what_a_restored_district_lacks_is_asked_for_again(
    served: Served, clock: FixedClock
) -> None:
    engine, peer = served.district.engine, served.counter(SEOGYO).greeted()
    sent = [peer.operation("till.counted", {"n": n}) for n in range(8)]
    for one in sent[:5]:
        peer.settled(one)
    with writing(engine) as session:  # as if the copy had been made after the second
        for table in ("op_applied", "fact", "upload"):
            lost = tuple(one.op_id for one in sent[2:5])
            where = "last_seq > 2" if table == "upload" else f"op_id IN {lost}"
            session.connection().exec_driver_sql(f"DELETE FROM {table} WHERE {where}")
        session.connection().exec_driver_sql("UPDATE store SET next_op_seq = 3")
    keeping.restamp(engine, clock.now())
    assert peer.greeted().welcome.expected_op_seq == 3
    answer = parse(Results, peer.send(sent[5], oldest=1).content)
    assert (answer.results, answer.expected_op_seq) == ((), 3)
    answer = parse(Results, peer.send(sent[5], oldest=4).content)
    assert (answer.results, answer.expected_op_seq) == ((), 4)
    answer = parse(Results, peer.send(*sent[3:6], oldest=4).content)
    assert [one.outcome for one in answer.results] == ["applied"] * 3
    assert kinds(served) == ["operations_lost"]
    answer = parse(Results, peer.send(sent[7], oldest=4).content)
    assert (answer.results, answer.expected_op_seq) == ((), 7)  # it is believed once


def test_the_counters_and_the_missing_numbers_are_shown(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    block(peer)
    peer.settled(*(peer.operation(*prepared(peer, number)) for number in (2, 3, 6)))
    found = looking.standing(served.district.engine)
    assert [(one.client, one.store, one.sent) for one in found.counters] == [
        (peer.client, peer.store, 3),
    ]
    assert found.records == 6
    (seen,) = looking.blocks(served.district.engine)
    assert (seen.taken, seen.missing) == (3, ((1, 1), (4, 5)))
