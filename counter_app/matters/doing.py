"""A move of a procedure's table is made: what the district is asked, where the matter stands then,
until when, and who is told."""

import json

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.matters.bars import Case
from counter_app.matters.jurisdiction import UNKNOWN
from counter_app.matters.procedures import Move
from counter_app.matters.proposing import PROPOSALS, Asked
from counter_app.residents.deadlines import due
from counter_app.rules import Rules
from counter_app.words import Coded
from db.matters import MatterRow, MatterState
from db.outbox import enqueue

ENDS = frozenset({MatterState.DONE, MatterState.WITHDRAWN, MatterState.REFERRED})


def reason_kept(move: Move, said: str) -> dict[str, str]:
    """What history keeps of why. Raises Refusal matters.reason_needed."""
    if not move.reasons:
        return {}
    if said not in move.reasons:
        raise Refusal("matters.reason_needed", reasons=Coded("matter_words", move.reasons))
    return {"reason": said}


def carry_out(
    case: Case, clock: Clock, rules: Rules, row: MatterRow, move: Move, action_id: str
) -> None:
    """Raises Refusal matters.before_last_move, residents.*."""
    now, procedure = clock.now(), case.procedure
    name = (move.proposes and procedure.proposal) or (move.settles and procedure.settlement)
    if name and row.resident_id is not None:
        facts = json.loads(row.facts)
        asked = Asked(case.session, clock, row.resident_id, facts, case.own, action_id)
        row.proposals = json.dumps(PROPOSALS[name](asked))
    row.state = move.to
    if move.due:
        days = rules.rule(move.due, now.date())
        row.due = due(now.date(), int(days.value))
        row.due_rule = days.to_json()
    if move.to in ENDS:
        row.closed_at = now
    if move.notifies and procedure.notice:
        old = json.loads(row.facts).get("old_centre", UNKNOWN)
        if old != case.own:
            notice = {"matter": row.number, "notice": procedure.notice, "centre": old}
            person = {"resident": str(row.resident_id)}
            enqueue(case.session, now, "matter.notice", notice | person)
