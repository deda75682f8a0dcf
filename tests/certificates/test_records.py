"""Whose record may be certified: restricted, of two alike, of another centre, or with a gap."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.certificates.requests import Applicant, Request
from counter_app.certificates.sources import lasted
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.words import explain
from tests import people
from tests.asking import Sql, refusal
from tests.certificates.counts import untouched
from tests.conftest import PASSWORD


def test_a_restricted_record_is_blocked_with_its_reason_until_it_is_lifted(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    who, reason = request_.resident_id, "가정폭력피해자 보호 신청 2026-31"
    supervisor = counter.clerks.sign_in("sujin", PASSWORD, 4)
    residents, issue = counter.residents, counter.certificates.issue
    assert refusal(lambda: residents.restrict(clerk, who, reason)) == "clerks.not_permitted"
    code = refusal(lambda: residents.restrict(supervisor, who, " "))
    assert code == "residents.restriction_reason"
    residents.restrict(supervisor, who, reason)
    with pytest.raises(Refusal, match=r"certificates\.restricted") as refused:
        issue(clerk, request_, action_id="a")
    assert reason in explain(refused.value, "ko")
    untouched(counter, sql)
    alerts = residents.open(clerk, who, "certificate").alerts
    assert alerts[0].code == "residents.restricted"
    assert sql("SELECT count(*) FROM audit WHERE action = 'resident.restricted'") == [(1,)]
    residents.lift_restriction(supervisor, who, "신청인 철회")
    issue(clerk, request_, action_id="b")


def test_nobody_learns_of_a_restricted_person_from_their_building(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    ((hidden, place),) = sql(
        "SELECT resident_id, text_ko FROM address JOIN resident ON resident.id = resident_id"
        " WHERE moved_out IS NULL AND reported_on IS NOT NULL AND id_kind = 'FRN' LIMIT 1"
    )
    wanted = replace(
        request_,
        kind="foreigners-staying",
        applicant=Applicant(ground="owner", proof="등기사항증명서"),
        details=(("building", str(place)),),
    )
    assert counter.certificates.preview(clerk, wanted)
    supervisor = counter.clerks.sign_in("sujin", PASSWORD, 4)
    counter.residents.restrict(supervisor, int(str(hidden)), "보호")
    told = refusal(lambda: counter.certificates.preview(clerk, wanted))
    assert told in {"certificates.restricted_building", "certificates.restricted"}


def test_two_people_who_could_be_meant_stop_it_until_one_is_confirmed(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    who = request_.resident_id
    other = people.one(counter.config.home, f"id_kind = 'FRN' AND id <> {who}")
    sql(
        "UPDATE resident SET (name_roman, name_hangul, birth_date) = (SELECT name_roman,"
        f" name_hangul, birth_date FROM resident WHERE id = {who}) WHERE id = {other}"
    )
    ((number, passport),) = sql(f"SELECT number, passport_number FROM resident WHERE id = {who}")
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, request_, action_id="a")) == "certificates.two_people"
    wrong = replace(request_, confirmed="0000000")
    assert refusal(lambda: issue(clerk, wrong, action_id="a")) == "certificates.other_person"
    for place, seen in enumerate((str(number)[-7:], f"{str(number)[:6]}-{str(number)[6:]}")):
        issue(clerk, replace(request_, confirmed=seen), action_id=f"b{place}")
    if passport:
        issue(clerk, replace(request_, confirmed=str(passport).lower()), action_id="c")


def test_a_kind_of_the_own_centre_is_not_for_others(
    counter: Counter, clerk: Actor, home: Path, sql: Sql
) -> None:
    stranger = people.one(home, "id_kind = 'FRN' AND centre <> '1144066000'")
    anywhere, own = Request(stranger, "은행"), Request(stranger, "은행", "residence")
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, own, action_id="a")) == "certificates.other_centre"
    issue(clerk, anywhere, action_id="b")


def test_a_missing_status_of_stay_is_not_certified_as_none(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    sql(f"UPDATE resident SET status_of_stay = NULL WHERE id = {request_.resident_id}")
    act = counter.certificates.issue
    refused = "certificates.lacks_status_of_stay"
    assert refusal(lambda: act(clerk, request_, action_id="a")) == refused
    untouched(counter, sql)


def test_a_day_that_is_in_no_calendar_is_said_by_its_field(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql
) -> None:
    who = request_.resident_id
    sql(f"UPDATE resident SET birth_date = '1997-02-30' WHERE id = {who}")
    act = counter.certificates.issue
    refused = "residents.impossible_birth_date"
    assert refusal(lambda: act(clerk, request_, action_id="a")) == refused
    untouched(counter, sql)
    sql(f"UPDATE resident SET birth_date = '1997-02-28' WHERE id = {who}")
    sql(f"UPDATE address SET moved_in = '2026-13-01' WHERE resident_id = {who}")
    refused = "residents.impossible_moved_in"
    assert refusal(lambda: act(clerk, request_, action_id="b")) == refused


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2024, 2, 29), date(2025, 2, 28), "11개월 30일"),
        (date(2024, 1, 31), date(2024, 3, 1), "1개월 1일"),
        (date(2020, 5, 10), date(2026, 11, 16), "6년 6개월 6일"),
        (date(2026, 11, 16), date(2026, 11, 16), "0일"),
    ],
)
def test_how_long_somebody_lived_there(since: date, until: date, said: str) -> None:
    assert lasted(since, until)[0] == said
