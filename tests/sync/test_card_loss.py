"""A card reported lost: on which day it may have been, once, and on record."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import col, select

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.residents.views import Resident
from db.audit import AuditRow
from db.engine import reading
from db.residents import ResidentRow
from tests.asking import NewAction
from tests.conftest import MORNING

TODAY = MORNING.date()


def somebody(counter: Counter, clerk: Actor, *, carded: bool = True) -> Resident:
    """With a card that is not lost, or without one."""
    known = col(ResidentRow.registered_on).is_not(None)
    chosen = select(ResidentRow.id).where(known if carded else ~known)
    with reading(counter.engine) as session:
        id_ = session.exec(chosen.where(col(ResidentRow.card_lost_on).is_(None))).first()
    assert id_
    return counter.residents.open(clerk, id_, "certificate")


def reports(counter: Counter) -> list[str]:
    with reading(counter.engine) as session:
        chosen = select(AuditRow.detail).where(AuditRow.action == "resident.card_lost")
        return list(session.exec(chosen))


def test_it_is_on_the_record_and_in_the_chain(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    person, day = somebody(counter, clerk), TODAY - timedelta(days=2)
    for _ in range(2):
        after = counter.residents.report_card_lost(clerk, person.id, day, action_id=action())
    assert after.card_lost_on == day
    assert "residents.card_lost" in [alert.code for alert in after.alerts]
    assert len(reports(counter)) == 1
    assert counter.sync.pending(person.id) == ()


def test_days_that_cannot_be(counter: Counter, clerk: Actor, action: NewAction) -> None:
    person = somebody(counter, clerk)
    assert person.registered_on
    for day, code in (
        (TODAY + timedelta(days=1), "residents.card_day_to_come"),
        (person.registered_on - timedelta(days=1), "residents.card_before"),
    ):
        with pytest.raises(Refusal) as refused:
            counter.residents.report_card_lost(clerk, person.id, day, action_id=action())
        assert refused.value.code == code
    counter.residents.report_card_lost(clerk, person.id, TODAY, action_id=action())
    with pytest.raises(Refusal) as refused:
        yesterday = TODAY - timedelta(days=1)
        counter.residents.report_card_lost(clerk, person.id, yesterday, action_id=action())
    assert refused.value.code == "residents.card_lost_already"
    assert len(reports(counter)) == 1


def test_who_has_no_card_loses_none(counter: Counter, clerk: Actor, action: NewAction) -> None:
    person = somebody(counter, clerk, carded=False)
    with pytest.raises(Refusal) as refused:
        counter.residents.report_card_lost(clerk, person.id, TODAY, action_id=action())
    assert refused.value.code == "residents.card_none"


def test_no_report_is_taken_of_whose_stay_is_over(
    counter: Counter, clerk: Actor, action: NewAction, sql: Callable[[str], object]
) -> None:
    person = somebody(counter, clerk)
    sql(f"UPDATE resident SET stay_expires = '2026-11-15' WHERE id = {person.id}")
    with pytest.raises(Refusal) as refused:
        counter.residents.report_card_lost(clerk, person.id, TODAY, action_id=action())
    assert refused.value.code == "matters.referral_only"
    assert reports(counter) == []
