"""What two PCs do to the queue they share, and what the district has of it."""

import json

from sqlmodel import col, select

from counter_app.district.store import reading
from counter_app.district.tables import Fact, OpApplied, Store
from counter_app.main import Counter
from counter_app.sync.queueing import QueueOutbox
from counter_app.sync.running import shared_outbox
from counter_app.sync.state import Ends
from tests.asking import Sql
from tests.district.served import Served
from tests.sync.joined import Joined


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
