"""The district's feed has begun anew, after a restore: goes on where both are the same, or not."""

from counter_app.sync import copying, tampering
from counter_app.sync.alarms import alarm
from counter_app.sync.checking import differing
from counter_app.sync.state import Ends, changing, heard
from db.engine import reading


def rejoin(ends: Ends) -> None:
    """Takes the new epoch's cursor if what is here is what the district has; else begins a copy.

    Raises Refused, Unreachable, Malformed.
    """
    said = ends.district.digest(None)
    with reading(ends.engine) as session:
        same = not differing(tampering.sums(session), said)
    with changing(ends) as (session, state):
        alarm(session, ends.clock, "sync.epoch", {})
        heard(state, ends.clock.now())
        if same:
            state.cursor, state.staged = said.cursor, None
    if not same:
        copying.begin(ends)
