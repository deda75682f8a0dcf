"""This PC's certificate is had anew over the line that the present one opens, long before its end.

The new one is put in place with its key in one step; until it is, and for a while after the
district has first seen it, the one before is good.
"""

from datetime import timedelta
from pathlib import Path

from counter_app.errors import Refusal
from counter_app.privacy.audit import record
from counter_app.sync import identity
from counter_app.sync.line import Identity
from counter_app.sync.peer import STALE, Refused
from counter_app.sync.state import RENEWAL, Ends, attend, changing, mended, standing
from counter_app.sync.wire import RenewAsked

SOON = timedelta(days=60)
"""Before its end a certificate is had anew."""


def renewed(home: Path, ends: Ends) -> Identity | None:
    """Who this PC is from now on, if that has changed.

    Raises Refused, Unreachable, Malformed.
    """
    own = identity.read(home)
    if standing(ends.engine).until != own.until:  # put in place, and not yet written down
        _written_down(ends, own, "in_place")
    if own.until - ends.clock.now() > SOON:
        return None
    key = identity.new_key()
    try:
        given = ends.district.renew(RenewAsked(identity.request(key)))
    except Refused as refused:
        if refused.code not in STALE:
            with changing(ends) as (_, state):
                day = str(own.until.date())
                attend(state, Refusal("sync.not_renewed", day=day, said=refused.code))
        raise
    identity.keep(home, own.url, key, given.certificate, given.ca)
    new = identity.read(home)
    _written_down(ends, new, "renewed")
    return new


def _written_down(ends: Ends, own: Identity, why: str) -> None:
    with changing(ends) as (session, state):
        state.until = own.until
        mended(state, RENEWAL)
        said = {"until": str(own.until.date()), "why": why}
        record(session, ends.clock, None, "sync.certificate", "sync", said)
