"""Opening a record: purpose, the whole of it, what the clerk must act on, and the audit row."""

import json

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from counter_app.demo.people import Person
from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.residents import codes
from counter_app.residents.residents import Residents
from counter_app.residents.views import masked
from counter_app.words import LANGUAGES, say
from db.audit import AuditRow
from db.clerks import Clerk, Role
from db.engine import reading, transaction
from tests.plans import without_index


def test_the_whole_record(residents: Residents, actor: Actor, everyone: tuple[Person, ...]) -> None:
    for person in everyone[:200]:
        resident = residents.open(actor, person.id, "certificate")
        for fact in ("number", "name_roman", "name_hangul", "passport_number", "status_of_stay"):
            assert getattr(resident, fact) == getattr(person, fact)
        assert resident.addresses == tuple(reversed(person.addresses))
        assert resident.household_size == sum(p.household == person.household for p in everyone)
        assert resident.own_centre == (person.centre == "1144066000")


def test_every_alert_has_its_sentence(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    seen = set()
    for person in everyone:
        for alert in residents.open(actor, person.id, "advice").alerts:
            if alert.code not in seen:
                seen.add(alert.code)
                for language in LANGUAGES:
                    assert "{" not in say(alert.code, language, **alert.fields)
    assert seen == {
        "residents.stay_expired",
        "residents.stay_expires_soon",
        "residents.move_unreported",
        "residents.move_overdue",
        "residents.card_lost",
        "residents.other_centre",
        "residents.duty",
    }


def test_a_masked_record_shows_no_identifier(
    residents: Residents, actor: Actor, everyone: tuple[Person, ...]
) -> None:
    for person in everyone[:100]:
        shown = repr(masked(residents.open(actor, person.id, "identity")))
        assert person.number not in shown
        assert person.passport_number is None or person.passport_number not in shown
        assert all(address.text_ko not in shown for address in person.addresses)


@pytest.mark.parametrize(
    ("purpose", "code"),
    [("", "needed"), ("  \n", "needed"), ("🙂", "needed"), ("--", "needed"), ("가" * 201, "long")],
)
def test_a_purpose_is_needed(
    engine: Engine, residents: Residents, actor: Actor, purpose: str, code: str
) -> None:
    before = _last_row(engine).seq
    with pytest.raises(Refusal) as refused:
        residents.open(actor, 1, purpose)
    assert refused.value.code == f"residents.purpose_{code}"
    assert _last_row(engine).seq == before


@pytest.mark.parametrize(
    "purpose", [p.code for p in codes.purposes()] + ["주소 확인 '; DROP TABLE"]
)
def test_a_view_is_recorded_with_its_purpose(
    engine: Engine, residents: Residents, actor: Actor, purpose: str
) -> None:
    residents.open(actor, 7, f"  {purpose} ")
    row = _last_row(engine)
    assert (row.action, row.subject, row.clerk, row.window) == (
        "resident.viewed",
        "resident:7",
        "minseo",
        3,
    )
    detail = json.loads(row.detail)
    assert detail["purpose"] == purpose
    assert {"masked_number", "masked_address"} <= set(detail["fields"])


@pytest.mark.parametrize("resident_id", [0, -1, 3001, 2**63, 10**30])
def test_nobody_has_that_id(residents: Residents, actor: Actor, resident_id: int) -> None:
    with pytest.raises(Refusal) as refused:
        residents.open(actor, resident_id, "advice")
    assert refused.value.code == "residents.unknown"


def test_only_clerks_who_serve_may_look(residents: Residents, actor: Actor) -> None:
    auditor = Actor(actor.clerk_id, "haneul", "정하늘", Role.PRIVACY, None)
    for act in (
        lambda: residents.find(auditor, "kim"),
        lambda: residents.open(auditor, 1, "advice"),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == "clerks.not_permitted"


def test_a_suspended_clerk_may_not_look(engine: Engine, residents: Residents, actor: Actor) -> None:
    with transaction(engine) as session:
        clerk = Clerk(
            login="gone",
            name="이휴직",
            role=Role.CLERK,
            password_hash="-",
            suspended_at=_last_row(engine).at,
        )
        session.add(clerk)
        session.flush()
        gone = Actor(clerk.id or 0, "gone", "이휴직", Role.CLERK, None)
    with pytest.raises(Refusal) as refused:
        residents.find(gone, "kim")
    assert refused.value.code == "clerks.suspended"


def _last_row(engine: Engine) -> AuditRow:
    with reading(engine) as session:
        return session.exec(select(AuditRow).order_by(col(AuditRow.seq).desc()).limit(1)).one()


def test_opening_a_person_reads_no_table_from_end_to_end(
    engine: Engine, actor: Actor, residents: Residents
) -> None:
    assert without_index(engine, lambda: residents.open(actor, 7, "advice")) == []
