"""Which schema the payloads of operations have that an older program wrote."""

from sqlalchemy import Engine

from counter_app.sync.greeting import newest_op
from counter_app.sync.state import known
from counter_app.sync.wire import SCHEMA
from db.engine import transaction


def new_schema(engine: Engine) -> None:
    """What is in the outbox when a newer program begins is of the schema before.

    Raises Refusal sync.alone.
    """
    with transaction(engine) as session:
        state = known(session)
        if state.schema_now != SCHEMA:
            state.schema_before, state.schema_now = state.schema_now, SCHEMA
            state.schema_until = newest_op(session)
