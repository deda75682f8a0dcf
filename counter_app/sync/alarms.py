"""What the sync finds and a person has to look into, in the list of what waits for one."""

import json
from collections.abc import Mapping

from sqlmodel import Session

from counter_app.clock import Clock
from counter_app.privacy.audit import record
from counter_app.sync.outcome import Outcome
from db.outbox import ordered_id
from db.sync import WorkItemRow

KIND = "sync.alarm"


def alarm(session: Session, clock: Clock, code: str, fields: Mapping[str, str]) -> None:
    """`code` and `fields` make its sentence."""
    now = clock.now()
    record(session, clock, None, KIND, "sync", {"code": code, **fields})
    session.add(
        WorkItemRow(
            op_id=ordered_id(now),
            op_seq=0,
            kind=KIND,
            subject="sync",
            payload="{}",
            outcome=Outcome.FOUND.value,
            code=code,
            fields=json.dumps(fields, ensure_ascii=False),
            at=now,
            told=now,
        )
    )
