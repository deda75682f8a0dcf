"""Rows 29 and 40: a district that is newer, and one that no longer knows the counter."""

import pytest
from sqlmodel import select

from counter_app.district import enrolling
from counter_app.district.store import writing
from counter_app.district.tables import Client
from counter_app.privacy.actor import Actor
from counter_app.sync import wire
from counter_app.sync.peer import Refused
from counter_app.sync.views import SyncState
from tests.faults.sync.whole import issue, require_whole, taken
from tests.sync.joined import Joined, documents


@pytest.mark.parametrize(("apart", "stops"), [(1, False), (2, True)])
def test_29_a_newer_district_is_followed_or_only_sent_to(
    joined: Joined, clerk: Actor, monkeypatch: pytest.MonkeyPatch, apart: int, stops: bool
) -> None:
    monkeypatch.setattr(wire, "SCHEMA", wire.SCHEMA + apart)
    joined.put("3", dict(documents()["3"], passport_number="M00000003"))
    given = [issue(joined.counter, clerk, "visit")]
    joined.sync()
    assert taken(joined.served.district.engine) == given
    assert (joined.here()["3"]["passport_number"] != "M00000003") == stops
    reason = joined.counter.sync.view().reason
    assert (reason and reason.code) == ("sync.schema" if stops else None)
    monkeypatch.undo()
    joined.sync()
    assert joined.counter.sync.view().state is SyncState.SYNCED
    require_whole(joined.counter, joined.served.district.engine, given)


def test_40_a_revoked_certificate_ends_the_sync_and_nothing_else(
    joined: Joined, clerk: Actor
) -> None:
    with writing(joined.served.district.engine) as session:
        for client in session.exec(select(Client)).all():
            enrolling.revoke(session, client.id, joined.served.district.clock.now())
    with pytest.raises(Refused):
        joined.sync()
    assert issue(joined.counter, clerk, "visit").endswith("000001")
    view = joined.counter.sync.view()
    assert view.state is SyncState.ATTENTION
    assert view.reason
    assert view.reason.code == "sync.certificate_refused"
