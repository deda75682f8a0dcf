"""Reference records of the district, through the store: each counts from the next act on."""

import base64
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import SERVE, Actor
from counter_app.privacy.clerks import require_active
from counter_app.proof import held
from counter_app.residents import centres, codes
from counter_app.sync.references import RuleRecord, read
from db.certificates import Certificate
from db.clerks import Role
from db.engine import reading, transaction
from db.sync import Replica, SyncStateRow, state_of
from tests.asking import NewAction, refusal
from tests.conftest import MORNING, PASSWORD

FEE = "fee.cert_ar"
TODAY = MORNING.date()


@pytest.fixture(autouse=True)
def _plain_codes() -> Iterator[None]:
    yield
    codes.learn({})


def give(counter: Counter, table: str, pk: str, said: object) -> None:
    """As a checkpoint leaves one record; None takes it away."""
    with transaction(counter.engine) as session:
        state = state_of(session) or SyncStateRow(store="s", schema_now=2, schema_before=2)
        state.cursor = f"e.1.{int((state.cursor or 'e.1.0').split('.')[2]) + 1}"
        session.add(state)
        before = session.get(Replica, (table, pk))
        if said is not None:
            payload = said if isinstance(said, bytes) else json.dumps(said).encode()
            session.merge(Replica(tbl=table, pk=pk, ver=1, hash="0" * 16, payload=payload))
        elif before:
            session.delete(before)


def fee(value: object, since: str, basis: str = "guide") -> dict[str, object]:
    return {
        "key": FEE,
        "value": value,
        "basis": basis,
        "effective_from": since,
        "source": "district",
    }


def staff(role: str = "clerk", *, suspended: bool = False) -> dict[str, object]:
    return {"login": "minseo", "name": "김민서", "role": role, "suspended": suspended}


def test_a_fee_counts_from_its_day_on(counter: Counter) -> None:
    assert counter.rules.number(FEE, TODAY) == 1000
    tomorrow = TODAY + timedelta(days=1)
    give(counter, "rule", f"{FEE}/guide/{tomorrow}", fee(1500, str(tomorrow)))
    assert counter.rules.number(FEE, TODAY) == 1000
    assert counter.rules.number(FEE, tomorrow) == 1500
    listed = {rule.key: rule for rule in counter.rules.in_force("fee.", tomorrow)}
    assert listed[FEE].source == "district"


def test_the_district_counts_before_the_program_of_one_day(counter: Counter) -> None:
    give(counter, "rule", f"{FEE}/guide/2020-01-01", fee(1200, "2020-01-01"))
    assert counter.rules.number(FEE, TODAY) == 1200
    give(counter, "rule", f"{FEE}/guide/2020-01-01", None)
    assert counter.rules.number(FEE, TODAY) == 1000


def test_another_profile_is_left_alone(counter: Counter) -> None:
    give(counter, "rule", f"{FEE}/statute/2026-01-01", fee(9000, "2026-01-01", "statute"))
    assert counter.rules.number(FEE, TODAY) == 1000


@pytest.mark.parametrize(
    "said", [b"{", {"key": FEE}, fee(1500, "soon"), fee(None, "2026-01-01"), b"[]", b"7"]
)
def test_what_cannot_be_meant_is_logged_and_left_out(
    counter: Counter, said: object, caplog: pytest.LogCaptureFixture
) -> None:
    give(counter, "rule", f"{FEE}/guide/2026-01-01", said)
    with caplog.at_level(logging.WARNING):
        assert counter.rules.number(FEE, TODAY) == 1000
    assert ["malformed" in one for one in caplog.messages] == [True]


def test_what_a_newer_district_adds_is_left_out() -> None:
    said = json.dumps({**fee(1500, "2026-01-01"), "unit": "won"}).encode()
    assert read(RuleRecord, said).value == 1500


def test_a_fee_that_changes_after_the_preview_is_refused(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    request = Request(1, "은행 제출", quoted=1000)
    counter.certificates.issue(clerk, request, action_id=action())  # numbers are begun
    give(counter, "rule", f"{FEE}/guide/{TODAY}", fee(1500, str(TODAY)))
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, request, action_id=action())) == "till.fee_changed"
    issued = issue(clerk, replace(request, quoted=1500), action_id=action())
    assert issued.fee == 1500


def test_the_seal_is_the_registered_one(counter: Counter, clerk: Actor, action: NewAction) -> None:
    code = counter.config.office.code
    first = counter.certificates.issue(clerk, Request(1, "은행 제출"), action_id=action())
    give(counter, "seal", code, {"name": "서교동장의새인", "number": "2026-099"})
    second = counter.certificates.issue(clerk, Request(1, "은행 제출"), action_id=action())
    give(counter, "seal", code, {"name": "", "number": "2026-100"})
    third = counter.certificates.issue(clerk, Request(1, "은행 제출"), action_id=action())
    with reading(counter.engine) as session:
        rows = [session.get_one(Certificate, one.id) for one in (first, second, third)]
    stated = [json.loads(row.content) for row in rows]
    assert [(each["seal_name"], each["seal_number"]) for each in stated] == [
        (counter.config.office.seal_name, counter.config.office.seal_number),
        ("서교동장의새인", "2026-099"),
        (counter.config.office.seal_name, counter.config.office.seal_number),
    ]


def test_names_of_codes(counter: Counter) -> None:
    give(counter, "code", "nationalities/VNM", {"code": "VNM", "ko": "월남", "en": "Viet Nam"})
    give(counter, "code", "statuses/K-1", {"code": "K-1", "ko": "새 자격", "en": "New status"})
    counter.replicated.refresh()
    assert codes.nationality("VNM").ko == "월남"
    assert codes.nationality("CHN").en == "China"
    assert codes.statuses()["K-1"].en == "New status"
    give(counter, "code", "nationalities/VNM", None)
    counter.replicated.refresh()
    assert codes.nationality("VNM").ko == "베트남"


def test_a_start_knows_them(counter: Counter, home: Path, clock: FixedClock) -> None:
    give(counter, "code", "nationalities/VNM", {"code": "VNM", "ko": "월남", "en": "Viet Nam"})
    counter.close()
    codes.learn({})
    open_counter(home, clock).close()
    assert codes.nationality("VNM").ko == "월남"


def test_a_clerk_suspended_at_the_district_is_stopped_at_the_next_act(
    counter: Counter, clerk: Actor
) -> None:
    counter.residents.open(clerk, 1, "certificate")
    give(counter, "staff", "minseo", staff(suspended=True))
    assert refusal(lambda: counter.residents.open(clerk, 1, "certificate")) == (
        "clerks.suspended_there"
    )
    sign_in = counter.clerks.sign_in
    assert refusal(lambda: sign_in("minseo", PASSWORD, 3)) == "clerks.suspended_there"
    assert refusal(lambda: counter.clerks.unlock(clerk, PASSWORD)) == "clerks.suspended_there"
    give(counter, "staff", "minseo", staff())
    counter.residents.open(clerk, 1, "certificate")


def test_only_the_district_lifts_its_suspension(
    counter: Counter, clerk: Actor, administrator: Actor
) -> None:
    give(counter, "staff", "minseo", staff(suspended=True))
    people = {view.login: view for view in counter.accounts.people(administrator)}
    assert [people[who].suspended_there for who in ("minseo", "jihun")] == [True, False]
    restore = counter.accounts.restore
    assert refusal(lambda: restore(administrator, clerk.clerk_id, "착오")) == "clerks.not_here"


def test_one_suspended_here_stays_so(counter: Counter, clerk: Actor, administrator: Actor) -> None:
    counter.accounts.suspend(administrator, clerk.clerk_id, "휴직")
    give(counter, "staff", "minseo", staff())
    assert refusal(lambda: counter.residents.open(clerk, 1, "certificate")) == "clerks.suspended"


def test_the_role_is_the_district_s(counter: Counter, clerk: Actor) -> None:
    """At once, whichever role the clerk signed in with."""
    assert refusal(lambda: counter.accounts.people(clerk)) == "clerks.not_permitted"
    give(counter, "staff", "minseo", staff("supervisor"))
    found = {view.login: view for view in counter.accounts.people(clerk)}
    assert found["minseo"].role is Role.SUPERVISOR
    assert counter.clerks.sign_in("minseo", PASSWORD, 3).role is Role.SUPERVISOR
    give(counter, "staff", "minseo", staff("privacy"))
    with reading(counter.engine) as session:
        assert refusal(lambda: require_active(session, clerk, SERVE)) == "clerks.not_permitted"


def test_an_unknown_role_leaves_the_account_as_it_is(counter: Counter, clerk: Actor) -> None:
    give(counter, "staff", "minseo", staff("mayor"))
    counter.residents.open(clerk, 1, "certificate")


def test_lists_of_other_offices_are_held(counter: Counter) -> None:
    give(counter, "status_list", "KR-1144055500/01", {"token": base64.b64encode(b"l").decode()})
    give(counter, "status_list", "KR-1144055500/02", {"token": "%"})
    with reading(counter.engine) as session:
        assert held.bundle(session).lists == (b"l",)


def test_the_districts_areas_and_offices_take_the_place_of_ours(
    counter: Counter, clerk: Actor
) -> None:
    def asked() -> list[tuple[str, str]]:
        counter.replicated.refresh()
        found = counter.jurisdiction.find(clerk, "마포구 서교동")
        return [(one.ko, one.phone) for one in found.candidates]

    try:
        assert asked() == [("서교동", "02-120")]
        new = dict.fromkeys(("first", "last", "side", "until"), "") | {
            "kind": "quarter", "district": "서울 마포구", "name": "서교동", "centre": "1144068000",
            "since": "2020-01-01",
        }  # fmt: skip
        give(counter, "area", "quarter/서교동", new)
        place = {
            "code": "1144068000",
            "address": "",
            "phone": "02-0000-0068",
            "since": "2020-01-01",
        }
        give(counter, "office", "1144068000/2020-01-01", {**place, "until": ""})
        assert asked() == [("합정동", "02-0000-0068")]
        give(counter, "area", "bad", {**new, "since": "soon"})
        assert asked() == [("합정동", "02-0000-0068")]
    finally:
        centres.learn((), ())
