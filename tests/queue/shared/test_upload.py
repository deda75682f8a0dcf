"""What happens in the shared queue reaches the district: by one PC at a time, once."""

import platform
from contextlib import closing
from dataclasses import replace
from typing import cast

import psycopg
import pytest
from alembic import command
from alembic.config import Config

from counter_app.clock import FixedClock, SystemClock
from counter_app.sync.peer import District, Unreachable
from counter_app.sync.queueing import OTHERS, QueueOutbox
from counter_app.sync.state import Ends
from counter_app.sync.wire import Hello, Results, Welcome
from db.migrate_shared import MIGRATIONS, prepare
from db.shared import connecting
from tests.asking import Sql
from tests.cli.conftest import Run, run
from tests.conftest import PASSWORD
from tests.queue.shared.uploading import drained, lapse, numbers, outbox_of, told, visits
from tests.sync.conftest import joined, served
from tests.sync.joined import Joined

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
