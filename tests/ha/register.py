"""The district's store under load: a counter's operations, each settled with its id."""

from dataclasses import asdict
from hashlib import sha256

from sqlalchemy import Engine
from sqlmodel import select

from counter_app.clock import SystemClock
from counter_app.district import ops
from counter_app.district.schema import prepare
from counter_app.district.store import reading, writing
from counter_app.district.tables import Fact, Store
from counter_app.sync.packing import canonical
from counter_app.sync.wire import Batch, Operation, Outcome
from db.shared import connecting
from tests.district.served import SEOGYO

STORE = "store-1"


class Register:
    """One counter's uploads, one operation each; the number in an act's id is its op_seq."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._clock = SystemClock()
        self._previous = ""
        with connecting(engine) as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
            connection.commit()
        prepare(engine)
        with writing(engine) as session:
            now = self._clock.now()
            session.add(Store(id=STORE, client="", centre=SEOGYO, seen_at=now))
        self._at = now

    def do(self, action_id: str) -> None:
        """Again it is the same batch, byte for byte."""
        op_seq = int(action_id.rsplit("-", 1)[1]) + 1
        operation = Operation(action_id, op_seq, "till.counted", self._at, {"won": op_seq})
        batch = Batch(STORE, self._previous, (operation,))
        body = canonical(asdict(batch))
        with writing(self._engine) as session:
            store = session.get_one(Store, STORE, with_for_update=True)
            (result,) = ops.take(session, store, batch, body, ops.Signed("", ""), self._at).results
        assert result.outcome in (Outcome.APPLIED, Outcome.DUPLICATE), result
        self._previous = sha256(body).hexdigest()

    def done(self) -> list[str]:
        with reading(self._engine) as session:
            return list(session.exec(select(Fact.op_id)))
