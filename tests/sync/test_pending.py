"""A change asked for at the window: pending here, made at the district, then plain."""

from collections.abc import Callable

from sqlmodel import select

from counter_app.district.store import reading as reading_there
from counter_app.district.tables import Record
from counter_app.privacy.actor import Actor
from db.engine import reading
from db.residents import ResidentRow
from tests.conftest import MORNING, PASSWORD
from tests.sync.joined import Joined

TODAY = MORNING.date()


def carded(joined: Joined) -> int:
    with reading(joined.counter.engine) as session:
        rows = session.exec(select(ResidentRow)).all()
    return next(row.id or 0 for row in rows if row.registered_on and not row.card_lost_on)


def there(joined: Joined, resident_id: int) -> str:
    with reading_there(joined.served.district.engine) as session:
        return session.get_one(Record, ("resident", str(resident_id))).payload or ""


def test_a_lost_card(joined: Joined, clerk: Actor, action: Callable[[], str]) -> None:
    joined.sync()
    counter, id_ = joined.counter, carded(joined)
    after = counter.residents.report_card_lost(clerk, id_, TODAY, action_id=action())
    assert after.card_lost_on == TODAY
    assert [change.field for change in counter.sync.pending(id_)] == ["card_lost_on"]
    joined.sync()
    joined.sync()
    assert counter.sync.pending(id_) == ()
    assert counter.residents.open(clerk, id_, "certificate").card_lost_on == TODAY
    assert f'"card_lost_on":"{TODAY}"' in there(joined, id_)


def test_a_restriction_goes_up_as_well(joined: Joined, clerk: Actor) -> None:
    joined.sync()
    counter, id_ = joined.counter, carded(joined)
    supervisor = counter.clerks.sign_in("sujin", PASSWORD)
    counter.residents.restrict(supervisor, id_, "보호 명령")
    assert [change.field for change in counter.sync.pending(id_)] == ["restricted"]
    joined.sync()
    joined.sync()
    assert counter.sync.pending(id_) == ()
    assert counter.residents.open(clerk, id_, "certificate").restricted == "보호 명령"
    assert "보호 명령" in there(joined, id_)
