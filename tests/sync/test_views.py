"""What screens see of the sync: how it stands, and what waits for a person."""

import shutil
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.sync import sync
from counter_app.sync.outcome import Outcome
from counter_app.sync.views import Progress, SyncState
from db.audit import AuditRow
from db.engine import reading, room_beside, transaction
from db.outbox import enqueue
from db.sync import STATE, SyncCopy, SyncStateRow, WorkItemRow
from tests.asking import NewAction
from tests.conftest import MORNING


def joined(counter: Counter, **said: Any) -> None:
    """As a counter stands that has its copy and heard of the district just now."""
    usual: dict[str, Any] = {
        "store": "s",
        "schema_now": 2,
        "schema_before": 2,
        "cursor": "e.1.1",
        "heard": MORNING,
    }
    with transaction(counter.engine) as session:
        session.merge(SyncStateRow(**(usual | said)))


def an_item(counter: Counter) -> int:
    with transaction(counter.engine) as session:
        row = WorkItemRow(
            op_id="o",
            op_seq=1,
            kind="certificate.prepared",
            subject="certificate:1",
            payload="{}",
            outcome=Outcome.REJECTED,
            code="sync.alone",
            fields="{}",
            at=MORNING,
            told=MORNING,
        )
        session.add(row)
        session.flush()
        assert row.id
        return row.id


def test_a_counter_of_no_district_is_alone(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    assert counter.sync.view().state is SyncState.ALONE
    with pytest.raises(Refusal) as refused:
        counter.sync.ask(clerk, action())
    assert refused.value.code == "sync.alone"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"settled": 9}, SyncState.SYNCED),
        ({}, SyncState.SENDING),
        ({"offline_since": MORNING}, SyncState.OFFLINE),
        ({"offline_since": MORNING, "busy": True}, SyncState.BUSY),
        ({"busy": True, "settled": 9}, SyncState.SYNCED),
        ({"attention": "sync.alone"}, SyncState.ATTENTION),
        ({"cursor": None, "offline_since": MORNING}, SyncState.FIRST),
    ],
)
def test_how_it_stands(counter: Counter, said: dict[str, object], state: SyncState) -> None:
    joined(counter, **said)
    with transaction(counter.engine) as session:
        enqueue(session, MORNING, "a.fact", {})
    assert counter.sync.view().state is state


def test_a_process_that_is_silent_counts_as_offline(counter: Counter, clock: FixedClock) -> None:
    joined(counter)
    clock.at = MORNING + timedelta(minutes=5)
    view = counter.sync.view()
    assert (view.state, view.offline_since) == (SyncState.OFFLINE, MORNING)
    assert view.reason is not None
    assert view.reason.code == "sync.not_running"


@pytest.mark.parametrize(("busy", "code"), [(False, "sync.no_answer"), (True, "sync.busy")])
def test_a_first_copy_that_stands_still_says_why(counter: Counter, busy: bool, code: str) -> None:
    joined(counter, cursor=None, offline_since=MORNING, busy=busy)
    view = counter.sync.view()
    assert view.state is SyncState.FIRST
    assert view.reason is not None
    assert view.reason.code == code
    joined(counter, cursor=None)
    assert counter.sync.view().reason is None


def test_a_clock_set_back_makes_no_silence_news(counter: Counter, clock: FixedClock) -> None:
    """What was heard "tomorrow" says nothing of now, and nothing has been off since tomorrow."""
    joined(counter, settled=9)
    clock.at = MORNING - timedelta(minutes=2)
    assert counter.sync.view().state is SyncState.SYNCED
    clock.at = MORNING - timedelta(days=1)
    view = counter.sync.view()
    assert (view.state, view.offline_since) == (SyncState.OFFLINE, clock.at)
    assert view.reason is not None
    assert view.reason.code == "sync.not_running"


def test_a_full_disk_is_told_at_once_and_until_there_is_room(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that cannot write can leave no word of it in the store."""
    joined(counter, settled=9)
    left = [sync.ROOM]
    monkeypatch.setattr(sync, "room_beside", lambda _: left[0])
    assert counter.sync.view().state is SyncState.SYNCED
    left[0] -= 1
    view = counter.sync.view()
    assert view.state is SyncState.ATTENTION
    assert view.reason is not None
    assert view.reason.code == "sync.disk_full"
    left[0] += 1
    assert (counter.sync.view().state, counter.sync.view().reason) == (SyncState.SYNCED, None)


def test_the_room_is_that_beside_the_store(counter: Counter) -> None:
    told = shutil.disk_usage(counter.config.store.parent)
    assert 0 < room_beside(counter.engine) <= told.total


def test_a_copy_shows_how_far_it_is(counter: Counter) -> None:
    joined(counter, cursor=None)
    with transaction(counter.engine) as session:
        copy = SyncCopy(
            id=STATE, base="e.1.1", page_table="resident", page_after="7", done=5, total=9
        )
        session.add(copy)
    assert counter.sync.view().progress == Progress(5, 9)


def test_asked_twice_is_asked_once(counter: Counter, clerk: Actor) -> None:
    joined(counter)
    for _ in range(2):
        counter.sync.ask(clerk, "one", check=True)
    with reading(counter.engine) as session:
        state = session.get(SyncStateRow, STATE)
        assert state is not None
        assert (state.asked, state.asked_check) == (1, 1)


def test_a_work_item_is_settled_once_with_a_note(
    counter: Counter, clerk: Actor, colleague: Actor, action: NewAction
) -> None:
    item = an_item(counter)
    with pytest.raises(Refusal) as refused:
        counter.sync.settle(clerk, item, "  ", action_id=action())
    assert refused.value.code == "sync.note_needed"
    same = action()
    for _ in range(2):
        done = counter.sync.settle(clerk, item, "자치구에 전화함", action_id=same)
    assert (done.note, done.settled_by, done.settled) == ("자치구에 전화함", clerk.name, MORNING)
    assert counter.sync.work_items() == ()
    assert counter.sync.work_items(settled=True) == (done,)
    with pytest.raises(Refusal) as refused:
        counter.sync.settle(colleague, item, "다시", action_id=action())
    assert refused.value.code == "sync.settled"
    with reading(counter.engine) as session:
        rows = session.exec(select(AuditRow).where(AuditRow.action == "sync.settled")).all()
    assert [row.subject for row in rows] == ["certificate:1"]


def test_nobody_settles_what_is_not_there(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    for item in (0, 99, 2**70):
        with pytest.raises(Refusal) as refused:
            counter.sync.settle(clerk, item, "없음", action_id=action())
        assert refused.value.code == "sync.no_item"
