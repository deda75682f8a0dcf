"""What goes up: every act once and in order; what is not applied waits for a person."""

import json
from datetime import timedelta

import pytest
from sqlmodel import col, select

from counter_app.clock import FixedClock
from counter_app.district.keeping import restamp
from counter_app.district.store import writing
from counter_app.district.tables import Alarm, OpApplied, Record
from counter_app.privacy.actor import Actor
from counter_app.sync.outcome import Outcome
from counter_app.sync.pushing import push
from counter_app.sync.views import SyncState
from counter_app.words import say
from db.engine import reading, transaction
from db.outbox import OutboxRow, enqueue
from tests.conftest import PASSWORD
from tests.district.served import SEOGYO
from tests.sync.joined import Joined, documents


def left(joined: Joined) -> list[int]:
    with reading(joined.counter.engine) as session:
        rows = session.exec(select(OutboxRow.op_seq).order_by(col(OutboxRow.op_seq)))
        return [op_seq or 0 for op_seq in rows]


def settled(joined: Joined) -> list[int]:
    with writing(joined.served.district.engine) as session:
        return list(session.exec(select(OpApplied.op_seq).order_by(col(OpApplied.op_seq))))


def act(joined: Joined, kind: str = "till.counted", **payload: object) -> str:
    clock = joined.counter.clock
    with transaction(joined.counter.engine) as session:
        return enqueue(session, clock.now(), kind, payload)


def test_what_was_done_goes_up_once_and_leaves_after_a_while(
    joined: Joined, clock: FixedClock
) -> None:
    joined.sync()
    for day in range(450):
        act(joined, day=str(day))
    assert joined.counter.sync.view().state is SyncState.SENDING
    joined.sync()
    assert settled(joined) == list(range(1, settled(joined)[-1] + 1))
    assert joined.counter.sync.view().queued == 0
    joined.sync()
    assert len(left(joined)) > 450
    clock.at += joined.ends.keep + timedelta(minutes=1)
    joined.sync()
    assert len(left(joined)) == 1
    assert joined.state.settled == left(joined)[0] == joined.state.written


def test_the_numbering_never_begins_again(joined: Joined) -> None:
    for _ in range(3):
        act(joined)
        joined.sync()
    newest = left(joined)[-1]
    act(joined)
    assert left(joined)[-1] == newest + 1


def test_a_restored_district_gets_again_what_it_lacks(
    joined: Joined, clock: FixedClock, clerk: Actor
) -> None:
    joined.sync()
    district = joined.served.district.engine
    for n in range(3):
        act(joined, n=n)
    joined.counter.residents.report_card_lost(clerk, 7, clock.now().date(), action_id="a")
    refused = act(joined, kind="never.heard.of")
    joined.sync()
    before = settled(joined)
    with writing(district) as session:
        lost = f"SELECT op_id FROM op_applied WHERE op_seq > {before[0]}"
        for statement in (
            f"DELETE FROM fact WHERE op_id IN ({lost})",
            f"DELETE FROM op_applied WHERE op_id IN ({lost})",
            f"DELETE FROM upload WHERE last_seq > {before[0]}",
            f"UPDATE store SET next_op_seq = {before[0] + 1}, mark = 'a', offered = 'b'",
            f"UPDATE record SET payload = '{json.dumps(documents()['7'])}' WHERE pk = '7'",
        ):
            session.connection().exec_driver_sql(statement)
        session.connection().exec_driver_sql("UPDATE record SET ver = 1 WHERE pk = '7'")
    restamp(district, clock.now())
    joined.sync()
    joined.sync()
    assert settled(joined) == before
    items = joined.counter.sync.work_items()
    assert [item.op_id for item in items if item.kind != "sync.alarm"] == [refused]
    with reading(district) as session:
        given = session.get_one(Record, ("resident", "7")).payload or ""
    assert json.loads(given)["card_lost_on"] == str(clock.now().date())
    assert alarms(joined) == []


def test_what_is_no_longer_here_is_told_as_lost(joined: Joined, clock: FixedClock) -> None:
    joined.sync()
    for n in range(3):
        act(joined, n=n)
    joined.sync()
    joined.sync()
    clock.at += joined.ends.keep + timedelta(minutes=1)
    joined.sync()
    (newest,) = left(joined)
    with writing(joined.served.district.engine) as session:
        session.connection().exec_driver_sql("DELETE FROM op_applied WHERE op_seq > 1")
        session.connection().exec_driver_sql("DELETE FROM upload")
        session.connection().exec_driver_sql("UPDATE store SET next_op_seq = 2")
    restamp(joined.served.district.engine, clock.now())
    act(joined)
    joined.sync()
    assert settled(joined) == [1, newest, newest + 1]
    assert alarms(joined) == [("operations_lost", f"2-{newest - 1}")]


def alarms(joined: Joined) -> list[tuple[str, str]]:
    with reading(joined.served.district.engine) as session:
        return [(one.kind, one.detail) for one in session.exec(select(Alarm))]


def test_an_answer_that_is_lost_changes_nothing(
    joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined.sync()
    act(joined)
    real = joined.line.ops

    def lost(body: bytes, signature: str) -> object:
        real(body, signature)
        raise ConnectionError

    monkeypatch.setattr(joined.line, "ops", lost)
    with pytest.raises(ConnectionError):
        push(joined.ends)
    act(joined)  # the batch on its way stays the same
    monkeypatch.setattr(joined.line, "ops", real)
    joined.sync()
    assert len(settled(joined)) == joined.state.settled
    assert joined.counter.sync.work_items() == ()


def test_what_is_not_applied_waits_for_a_person_and_the_rest_goes_on(joined: Joined) -> None:
    joined.sync()
    op_id = act(joined, "no.such.kind", certificate=7)
    act(joined)
    joined.sync()
    (item,) = joined.counter.sync.work_items()
    assert (item.op_id, item.outcome, item.subject) == (op_id, Outcome.REJECTED, "certificate:7")
    assert joined.counter.sync.view().queued == 0


def test_an_id_that_is_known_otherwise_is_set_aside(joined: Joined) -> None:
    joined.sync()
    known = act(joined, day="1")
    joined.sync()
    with writing(joined.served.district.engine) as session:
        row = session.get_one(OpApplied, known)
        act(joined, day="2")
        with transaction(joined.counter.engine) as here:
            newest = here.exec(select(OutboxRow).order_by(col(OutboxRow.op_seq).desc())).first()
            assert newest
            row.op_id = newest.op_id
    act(joined, day="3")
    joined.sync()
    (item,) = joined.counter.sync.work_items()
    assert item.code == "district.op_reused"
    assert joined.counter.sync.view().queued == 0


def test_a_pack_that_another_pc_has_loaded_is_work_of_this_one(joined: Joined) -> None:
    joined.sync()
    other = joined.served.counter(SEOGYO).greeted()
    pack = {"serials": "ZZ0000001-ZZ0000100", "sheets": 100}
    assert other.settled(other.operation("paper.loaded", pack)) == [("applied", "")]
    supervisor = joined.counter.clerks.sign_in("sujin", PASSWORD, 5)
    joined.counter.stationery.load(supervisor, "ZZ", "0000051", "0000150", action_id="pack")
    joined.sync()
    (item,) = joined.counter.sync.work_items()
    assert (item.code, item.subject) == ("district.paper_taken", "paper:ZZ0000051-ZZ0000150")
    assert item.fields["serials"] == "ZZ0000051-ZZ0000100"
    assert "'counter paper spoil'" in say(item.code, "en", **item.fields)
