"""What happens in the shared queue reaches the district: by one PC at a time, once."""

import json
import platform
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from typing import cast

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlmodel import col, select

from counter_app.clock import FixedClock, SystemClock
from counter_app.district import keeping
from counter_app.district.store import reading, writing
from counter_app.district.tables import Fact, OpApplied, Store
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.sync import queue_refusals
from counter_app.sync.connecting import renew_queue
from counter_app.sync.peer import District, Refused, Unreachable
from counter_app.sync.queueing import AWAY, OTHERS, QueueOutbox
from counter_app.sync.running import shared_outbox
from counter_app.sync.state import Ends
from counter_app.sync.wire import Hello, Results, Welcome
from db.migrate_shared import MIGRATIONS, prepare
from db.shared import connecting
from tests.asking import Sql
from tests.cli.conftest import Run, run
from tests.conftest import PASSWORD
from tests.district.served import Served
from tests.queue.shared.server import Server
from tests.sync.conftest import joined, served
from tests.sync.joined import Joined, join

__all__ = ["joined", "run", "served"]


class Cut:
    """The line to the district, which is cut before or after what is asked has arrived."""

    def __init__(self, ends: Ends) -> None:
        self._real, self.before, self.after = ends.district, False, False

    def hello(self, said: Hello) -> Welcome:
        return self._real.hello(said)

    def sign(self, body: bytes) -> str:
        return self._real.sign(body)

    def ops(self, body: bytes, signature: str) -> Results:
        if self.before:
            raise Unreachable("cut")
        results = self._real.ops(body, signature)
        if self.after:
            raise Unreachable("cut")
        return results


@pytest.fixture
def two(joined: Joined, other: Counter, administrator: Actor) -> Iterator[Joined]:
    """Another PC of the centre, joined too."""
    made = join(joined.served, other, administrator)
    with closing(made.line):
        joined.sync()
        made.sync()
        yield made


@pytest.fixture
def outboxes(joined: Joined, two: Joined) -> Iterator[tuple[QueueOutbox, QueueOutbox]]:
    with ExitStack() as stack:
        yield tuple(stack.enter_context(closing(outbox_of(one))) for one in (joined, two))  # type: ignore[misc]


def outbox_of(one: Joined) -> QueueOutbox:
    made = shared_outbox(one.counter.config)
    assert made is not None
    return made


def visits(counter: Counter, begin: int, many: int) -> None:
    for n in range(begin, begin + many):
        counter.tickets.take("A", action_id=f"v{n}")


def told(served: Served) -> list[str]:
    """The queue's facts as the district has them, in order."""
    with reading(served.district.engine) as session:
        rows = session.exec(
            select(Fact)
            .join(OpApplied, col(OpApplied.op_id) == Fact.op_id)
            .join(Store, col(Store.id) == Fact.store)
            .where(Store.shared)
            .order_by(col(OpApplied.op_seq))
        )
        return [json.loads(row.payload)["number"] for row in rows]


def numbers(count: int) -> list[str]:
    return [f"A-{n:03d}" for n in range(1, count + 1)]


def drained(outbox: QueueOutbox, ends: Ends) -> float:
    while (pause := outbox.step(ends)) == 0:
        pass
    return pause


def lapse(sql: Sql) -> None:
    """Whoever was at it has died."""
    sql("UPDATE queue_upload SET until = clock_timestamp() - interval '1 second'")


def test_one_pc_sends_it_and_the_next_goes_on(
    joined: Joined, two: Joined, outboxes: tuple[QueueOutbox, QueueOutbox], sql: Sql
) -> None:
    first, second = outboxes
    visits(joined.counter, 0, 3)
    drained(first, joined.ends)
    assert second.step(two.ends) == OTHERS
    assert told(joined.served) == numbers(3)
    visits(two.counter, 3, 2)
    assert second.step(two.ends) == OTHERS
    lapse(sql)
    drained(second, two.ends)
    assert first.step(joined.ends) == OTHERS
    assert told(joined.served) == numbers(5)
    for one in (joined, two):  # their own stores are still theirs
        one.sync()
        assert one.counter.sync.view().reason is None
        assert one.counter.sync.work_items() == ()


@pytest.mark.parametrize("where", ["before", "after"])
def test_who_dies_with_a_batch_on_its_way_leaves_it_to_the_next(
    joined: Joined,
    two: Joined,
    outboxes: tuple[QueueOutbox, QueueOutbox],
    sql: Sql,
    where: str,
) -> None:
    visits(joined.counter, 0, 3)
    cut = Cut(joined.ends)
    setattr(cut, where, True)
    with pytest.raises(Unreachable):
        outboxes[0].step(replace(joined.ends, district=cast("District", cut)))
    visits(two.counter, 3, 1)
    lapse(sql)
    drained(outboxes[1], two.ends)
    assert told(joined.served) == numbers(4)
    assert sql("SELECT settled = (SELECT max(op_seq) FROM outbox) FROM queue_upload") == [(True,)]


def test_who_stood_still_for_longer_than_the_lease_changes_nothing(
    joined: Joined,
    two: Joined,
    outboxes: tuple[QueueOutbox, QueueOutbox],
    sql: Sql,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visits(joined.counter, 0, 3)
    ops = joined.line.ops

    def slow(body: bytes, signature: str) -> Results:
        results = ops(body, signature)
        lapse(sql)
        visits(two.counter, 3, 2)
        drained(outboxes[1], two.ends)
        return results

    monkeypatch.setattr(joined.line, "ops", slow)
    outboxes[0].step(joined.ends)
    assert outboxes[0].step(joined.ends) == OTHERS
    assert told(joined.served) == numbers(5)
    assert sql("SELECT settled = (SELECT max(op_seq) FROM outbox) FROM queue_upload") == [(True,)]


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


def test_the_command_sends_it_and_says_who_does(
    joined: Joined,
    two: Joined,
    run: Run,
    outboxes: tuple[QueueOutbox, QueueOutbox],
    clock: FixedClock,
) -> None:
    clock.at = SystemClock().now()  # the command has no other
    joined.sync()
    visits(joined.counter, 0, 2)
    assert run("sync", "status", "--json").answer["queue_queued"] == 2
    done = run("sync", "now", "--json")
    assert done.status == 0, done.err
    assert done.answer["state"] == "synced"
    assert told(joined.served) == numbers(2)
    visits(joined.counter, 2, 1)
    outboxes[1].step(two.ends)
    status = run("sync", "status", "--json").answer
    assert (status["queue_queued"], status["queue_sent_by"]) == (0, platform.node())
    renewed = run("sync", "renew", "--queue", "--clerk", "admin", "--json", password=PASSWORD)
    assert renewed.answer["store"]


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


def test_facts_are_kept_for_a_while_and_then_go(
    joined: Joined, outboxes: tuple[QueueOutbox, QueueOutbox], sql: Sql
) -> None:
    visits(joined.counter, 0, 3)
    drained(outboxes[0], joined.ends)
    joined.sync()
    sql("UPDATE outbox SET at = at - interval '36 days'")
    outboxes[0].close()
    with closing(outbox_of(joined)) as again:
        drained(again, joined.ends)
        visits(joined.counter, 3, 1)
        drained(again, joined.ends)
    assert sql("SELECT op_seq FROM outbox ORDER BY 1") == [(3,), (4,)]
    assert told(joined.served) == numbers(4)


def test_a_queue_that_is_lost_is_waited_for(
    joined: Joined, outboxes: tuple[QueueOutbox, QueueOutbox], server: Server
) -> None:
    visits(joined.counter, 0, 1)
    server.stop()
    assert outboxes[0].step(joined.ends) == AWAY
    server.start()
    drained(outboxes[0], joined.ends)
    assert told(joined.served) == numbers(1)


def test_acts_that_were_rolled_back_leave_no_gap(joined: Joined, sql: Sql) -> None:
    visits(joined.counter, 0, 2)
    nothing = ", ".join(["NULL"] * 8)
    act = f"end_act('x', now(), '-', NULL, '', '', '', '', {nothing}, 'op', '', '', now())"
    with pytest.raises(psycopg.errors.DivisionByZero):
        sql(f"SELECT {act}, 1 / (SELECT count(*) FROM desk WHERE turn < 0)")
    visits(joined.counter, 2, 1)
    assert sql("SELECT op_seq FROM outbox ORDER BY 1") == [(1,), (2,), (3,)]


def test_a_queue_of_the_schema_before_goes_up_whole(joined: Joined, sql: Sql) -> None:
    sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with closing(outbox_of(joined)) as outbox:
        with connecting(outbox.engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "0004")
            connection.commit()
        for n in range(6):  # every second was rolled back
            sql("SELECT nextval('outbox_op_seq_seq')")
            sql(
                "SELECT end_act('x', now(), '-', NULL, '', '', '', '',"
                " NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
                f" 'op-{n}', 'ticket', '{{\"number\": \"{n}\"}}', now())"
            )
        prepare(outbox.engine)
        drained(outbox, joined.ends)
    assert sql("SELECT op_seq, op_id FROM outbox ORDER BY 1") == [
        (n + 1, f"op-{n}") for n in range(6)
    ]
    assert told(joined.served) == [str(n) for n in range(6)]
    assert sql("SELECT settled FROM queue_upload") == [(6,)]
