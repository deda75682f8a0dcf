"""What the district will not: told at the badge, while the window goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from counter_app.clock import FixedClock
from counter_app.district import enrolling
from counter_app.district.store import writing
from counter_app.district.tables import Client
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.sync.connecting import connect
from counter_app.sync.peer import Refused
from counter_app.sync.pulling import pull
from counter_app.sync.pushing import push
from counter_app.sync.views import SyncState
from counter_app.sync.wire import SCHEMA, Hello, Welcome
from db.engine import transaction
from db.outbox import enqueue
from db.sync import STATE, SyncStateRow
from tests.sync.joined import Joined, documents, enrolment


def reason(counter: Counter) -> str:
    found = counter.sync.view().reason
    return found.code if found else ""


def test_a_certificate_that_was_revoked(
    joined: Joined, clerk: Actor, administrator: Actor, clock: FixedClock
) -> None:
    joined.sync()
    with writing(joined.served.district.engine) as session:
        client = session.exec(select(Client)).one()
        enrolling.revoke(session, client.id, clock.now())
    with pytest.raises(Refused):
        joined.sync()
    counter = joined.counter
    assert counter.sync.view().state is SyncState.ATTENTION
    assert reason(counter) == "sync.certificate_refused"
    assert counter.residents.find(clerk, documents()["7"]["name_roman"]).hits
    file = enrolment(joined.served, counter.config.home)
    office = counter.config.office.code
    connect(counter.config.home, counter.engine, clock, administrator, office, file)
    assert reason(counter) == ""


def test_a_certificate_that_has_ended(joined: Joined, clock: FixedClock) -> None:
    joined.sync()
    with transaction(joined.counter.engine) as session:
        state = session.get_one(SyncStateRow, STATE)
        state.until = clock.now() - timedelta(days=1)
    with pytest.raises(Refused):
        joined.sync()
    assert reason(joined.counter) == "sync.certificate_ended"


@pytest.mark.parametrize(("theirs", "comes"), [(SCHEMA + 1, True), (SCHEMA + 2, False)])
def test_schemas_apart(
    joined: Joined, monkeypatch: pytest.MonkeyPatch, theirs: int, comes: bool
) -> None:
    """One apart works; two apart, nothing is fetched and everything is sent."""
    joined.sync()
    real = joined.line.hello

    def another(said: Hello) -> Welcome:
        return replace(real(said), schema=theirs)

    monkeypatch.setattr(joined.line, "hello", another)
    changed = documents()["7"] | {"passport_number": "X1"}
    joined.put("7", changed)
    with transaction(joined.counter.engine) as session:
        enqueue(session, joined.counter.clock.now(), "till.counted", {})
    joined.sync()
    assert (joined.here()["7"] == changed) is comes
    assert (reason(joined.counter) == "sync.schema") is not comes
    assert joined.counter.sync.view().queued == 0
    monkeypatch.setattr(joined.line, "hello", real)
    joined.sync()
    assert joined.here()["7"] == changed
    assert reason(joined.counter) == ""


def test_what_an_older_program_wrote_is_sent_as_what_it_is(joined: Joined) -> None:
    counter = joined.counter
    with transaction(counter.engine) as session:
        state = session.get_one(SyncStateRow, STATE)
        state.schema_now = SCHEMA - 1
        enqueue(session, counter.clock.now(), "till.counted", {})
    joined.sync()
    assert counter.sync.work_items() == ()
    assert joined.state.schema_before == SCHEMA - 1
    assert not push(joined.ends).more
    assert pull(joined.ends).complete
