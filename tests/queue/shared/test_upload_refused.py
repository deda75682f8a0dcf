"""What the district refuses of a shared queue, and stores that were restored, cut or lost."""

from contextlib import closing, suppress

import pytest

from counter_app.district import keeping
from counter_app.district.store import writing
from counter_app.privacy.actor import Actor
from counter_app.sync import queue_refusals
from counter_app.sync.connecting import renew_queue
from counter_app.sync.peer import Refused
from counter_app.sync.queueing import AWAY, OTHERS, QueueOutbox
from tests.asking import Sql
from tests.queue.shared.server import Server
from tests.queue.shared.uploading import drained, lapse, numbers, outbox_of, told, visits
from tests.sync.conftest import joined, served
from tests.sync.joined import Joined

__all__ = ["joined", "served"]


def refused(joined: Joined, sql: Sql) -> None:
    """One of three facts is of a kind that the district does not know."""
    visits(joined.counter, 0, 3)
    sql("UPDATE outbox SET kind = 'unheard' WHERE op_seq = 2")


def items(*pcs: Joined) -> list[int]:
    """How many work items each PC has."""
    return [len(one.counter.sync.work_items()) for one in pcs]


def test_what_is_refused_is_the_work_of_one_pc_also_when_another_sends_it_again(
    joined: Joined, two: Joined, outboxes: tuple[QueueOutbox, QueueOutbox], sql: Sql
) -> None:
    refused(joined, sql)
    drained(outboxes[0], joined.ends)
    assert items(joined, two) == [1, 0]
    assert told(joined.served) == ["A-001", "A-003"]
    lapse(sql)
    sql("UPDATE queue_upload SET settled = 0")
    drained(outboxes[1], two.ends)
    assert sql("SELECT settled FROM queue_upload") == [(3,)]
    assert items(joined, two) == [1, 0]


@pytest.mark.parametrize("comes_back", [True, False])
def test_who_dies_with_what_was_refused_has_it_later_or_another_has(
    joined: Joined,
    two: Joined,
    outboxes: tuple[QueueOutbox, QueueOutbox],
    sql: Sql,
    monkeypatch: pytest.MonkeyPatch,
    comes_back: bool,
) -> None:
    def die(*_: object) -> None:
        raise SystemExit

    refused(joined, sql)
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(queue_refusals, "for_a_person", die)
        drained(outboxes[0], joined.ends)
    lapse(sql)
    drained(outboxes[1], two.ends)
    assert items(joined, two) == [0, 0]
    if not comes_back:
        sql("UPDATE queue_refused SET at = at - interval '2 hours'")
        drained(outboxes[1], two.ends)
    assert outboxes[0].step(joined.ends) == OTHERS
    drained(outboxes[1], two.ends)
    assert items(joined, two) == [int(comes_back), int(not comes_back)]


def test_a_restored_district_gets_again_what_it_lacks(
    joined: Joined, two: Joined, outboxes: tuple[QueueOutbox, QueueOutbox], sql: Sql
) -> None:
    visits(joined.counter, 0, 3)
    drained(outboxes[0], joined.ends)
    engine = joined.served.district.engine
    with writing(engine) as session:  # as if the copy had been made after the first
        for statement in (
            "DELETE FROM fact WHERE payload NOT LIKE '%A-001%'",
            "DELETE FROM op_applied WHERE op_id NOT IN (SELECT op_id FROM fact)",
            "DELETE FROM upload",
            "UPDATE store SET next_op_seq = 2 WHERE shared",
        ):
            session.connection().exec_driver_sql(statement)
    keeping.restamp(engine, joined.counter.clock.now())
    lapse(sql)
    drained(outboxes[1], two.ends)
    assert told(joined.served) == numbers(3)


def test_an_older_copy_of_the_queue_is_told_and_begins_anew(
    joined: Joined,
    two: Joined,
    outboxes: tuple[QueueOutbox, QueueOutbox],
    sql: Sql,
    administrator: Actor,
) -> None:
    visits(joined.counter, 0, 3)
    drained(outboxes[0], joined.ends)
    sql("DELETE FROM outbox WHERE op_seq = 3; UPDATE queue_upload SET settled = 1, mark = 'old'")
    lapse(sql)
    with pytest.raises(Refused):
        outboxes[1].step(two.ends)
    reason = two.counter.sync.view().reason
    assert reason is not None
    assert reason.code == "sync.queue_superseded"
    renew_queue(two.counter.engine, two.counter.queue.engine, two.ends.clock, administrator)
    drained(outboxes[1], two.ends)
    assert told(joined.served) == numbers(3)
    two.sync()
    assert two.counter.sync.view().reason is None


def test_a_log_that_was_cut_is_found(
    joined: Joined, outboxes: tuple[QueueOutbox, QueueOutbox], sql: Sql
) -> None:
    visits(joined.counter, 0, 3)
    drained(outboxes[0], joined.ends)
    sql(
        "ALTER TABLE audit DISABLE TRIGGER audit_append_only;"
        "UPDATE audit SET hash = repeat('0', 64) WHERE seq = 3;"
        "ALTER TABLE audit ENABLE TRIGGER audit_append_only"
    )
    outboxes[0].close()
    with closing(outbox_of(joined)) as again, suppress(Refused):
        again.step(joined.ends)
    reason = joined.counter.sync.view().reason
    assert reason is not None
    assert reason.code == "sync.queue_audit"


def test_a_queue_that_is_lost_is_waited_for(
    joined: Joined, outboxes: tuple[QueueOutbox, QueueOutbox], server: Server
) -> None:
    visits(joined.counter, 0, 1)
    server.stop()
    assert outboxes[0].step(joined.ends) == AWAY
    server.start()
    drained(outboxes[0], joined.ends)
    assert told(joined.served) == numbers(1)
