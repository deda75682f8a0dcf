"""A list of a building is of the building that was meant, or it is not issued."""

import json
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from counter_app.certificates.requests import NOBODY, Applicant, Request
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.proof.verdict import Verdict
from counter_app.words import explain
from tests.asking import Sql, refusal
from tests.certificates.counts import DAY, untouched
from tests.certificates.papers import run

HOME = "서울특별시 마포구 견본로12길 94-5"
ROOMS = (f"{HOME}, 302호 (서교동, 견본빌라)", f"{HOME}, 303호 (서교동)")
OWNER = Applicant(ground="owner", proof="등기사항증명서")


@pytest.fixture(autouse=True)
def people_there(counter: Counter, sql: Sql) -> tuple[int, int]:
    """A citizen in each of two rooms."""
    found = sql(
        "SELECT id FROM resident WHERE id_kind = 'RRN' AND centre = '1144066000' AND restricted"
        " IS NULL GROUP BY household ORDER BY id DESC LIMIT 2"
    )
    first, second = (int(str(row[0])) for row in found)
    for who, room in zip((first, second), ROOMS, strict=True):
        sql(
            f"UPDATE address SET text_ko = '{room}', place = '', reported_on = moved_in"
            f" WHERE resident_id = {who} AND moved_out IS NULL"
        )
    counter.residents.fill_keys()
    return first, second


@pytest.fixture
def wanted(request_: Request) -> Request:
    return replace(request_, kind="moved-in-households", applicant=OWNER)


def of(wanted: Request, address: str, *, unregistered: bool = False) -> Request:
    return replace(wanted, details=(("building", address),), unregistered=unregistered)


def told_of(counter: Counter, clerk: Actor, wanted: Request) -> str:
    return refusal(lambda: counter.certificates.preview(clerk, wanted))


def words(counter: Counter, clerk: Actor, wanted: Request, tmp_path: Path) -> str:
    page = tmp_path / "page.pdf"
    page.write_bytes(counter.certificates.preview(clerk, wanted))
    return " ".join(run("pdftotext", "-layout", page, "-").split())


@pytest.mark.parametrize(
    "written",
    [
        HOME,
        "서울 마포구 견본로 12길 94-5",
        "서울시마포구견본로12길94-5번지",
        "마포구  견본로12길 , 94 – 5",
        "서울특별시 마포구 견본로１２길 ９４－５（서교동）",
        unicodedata.normalize("NFD", f"{HOME} (서교동)"),
    ],
)
def test_however_it_is_written_its_households_are_listed_and_the_register_s_address_printed(
    counter: Counter, clerk: Actor, wanted: Request, tmp_path: Path, written: str
) -> None:
    page = words(counter, clerk, of(wanted, written), tmp_path)
    assert f"Address of Building {HOME} 신청인" in page
    assert "Households 2 As of" in page


def test_until_a_move_is_reported_somebody_is_registered_where_they_were(
    counter: Counter,
    clerk: Actor,
    wanted: Request,
    sql: Sql,
    people_there: tuple[int, int],
    tmp_path: Path,
) -> None:
    """What is offered is what is listed: the old address, and not the new one."""
    gone, new = people_there[0], "서울특별시 마포구 견본로99길 7, 101호 (서교동)"
    sql(
        f"UPDATE address SET moved_out = '2026-11-15' WHERE resident_id = {gone}"
        " AND moved_out IS NULL"
    )
    sql(
        "INSERT INTO address (resident_id, moved_in, text_ko, place)"
        f" VALUES ({gone}, '2026-11-15', '{new}', '')"
    )
    counter.residents.fill_keys()
    assert "Households 2 As of" in words(counter, clerk, of(wanted, HOME), tmp_path)
    offered = counter.residents.addresses(clerk, "견본로12길 94-5,")
    assert set(offered) == {f"{HOME}, 302호", f"{HOME}, 303호"}
    assert counter.residents.addresses(clerk, "견본로99길") == ()
    nobody = of(wanted, new.partition(",")[0])
    with pytest.raises(Refusal) as caught:
        counter.certificates.preview(clerk, nobody)
    assert caught.value.code == "certificates.building_nowhere"
    assert caught.value.fields["near"] == ""
    listed = words(counter, clerk, replace(nobody, unregistered=True), tmp_path)
    assert "Households 0 As of" in listed
    sql(
        f"UPDATE address SET reported_on = '2026-11-16' WHERE resident_id = {gone}"
        " AND moved_in = '2026-11-15'"
    )
    assert "Households 1 As of" in words(counter, clerk, of(wanted, HOME), tmp_path)
    assert "Households 1 As of" in words(counter, clerk, nobody, tmp_path)


def test_a_list_of_a_building_is_given_with_no_record_open(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql, tmp_path: Path
) -> None:
    bank = Applicant("ground", "card", "한빛은행 김대출", "finance", "대출 신청서와 사원증")
    lord = Applicant("self", "card", "이집주", "owner", "등기사항증명서")
    asked = replace(request_, resident_id=NOBODY, kind="moved-in-households")
    for number, asker in enumerate((bank, lord)):
        wanted = of(replace(asked, applicant=asker), HOME)
        page = words(counter, clerk, wanted, tmp_path)
        assert asker.name in page
        assert "Households 2 As of" in page
        issued = counter.certificates.issue(clerk, wanted, action_id=f"{number}")
        assert issued == counter.certificates.issue(clerk, wanted, action_id=f"{number}")
        assert issued.resident_id == NOBODY
        assert asker.name not in issued.holder
        drawn = counter.archive.document(issued.id)
        assert counter.verification.of_file(drawn).answer.verdict == Verdict.GENUINE
        assert counter.reprinting.reprint(clerk, issued.id, "훼손", action_id=f"r{number}").job
        counter.certificates.hand_over(clerk, issued.id, action_id=f"h{number}")
    told = sql("SELECT payload FROM outbox WHERE kind = 'certificate.prepared'")
    assert ['"resident": null' in str(one) for (one,) in told] == [True, True]
    assert counter.till.reconcile(DAY).disagreement is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "alien-registration"}, "person_needed"),
        ({"kind": "certified-copy"}, "person_needed"),
        ({"applicant": replace(OWNER, name=" ")}, "applicant_unnamed"),
        ({"applicant": replace(OWNER, name="이집주", ground="")}, "ground_needed"),
        ({"applicant": Applicant(name="이집주", ground="owner")}, "proof_needed"),
        ({"applicant": replace(OWNER, name="이집주", identity="stamp")}, "identity_not_accepted"),
    ],
    ids=str,
)
def test_with_no_record_open_the_rest_is_asked_as_ever(
    counter: Counter, clerk: Actor, request_: Request, sql: Sql, change: dict[str, Any], code: str
) -> None:
    asked = replace(request_, resident_id=NOBODY, kind="moved-in-households", applicant=OWNER)
    wanted = replace(of(asked, HOME), **change)
    issue = counter.certificates.issue
    assert refusal(lambda: issue(clerk, wanted, action_id="a")) == f"certificates.{code}"
    untouched(counter, sql)


def test_a_room_is_found_as_a_building_is(
    counter: Counter, clerk: Actor, wanted: Request, tmp_path: Path
) -> None:
    page = words(counter, clerk, of(wanted, "서울 마포구 견본로12길 94-5 제302"), tmp_path)
    assert f"{HOME}, 302호" in page
    assert "견본빌라" not in page


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("서울특별시 마포구 견본로12길 94-6", HOME),
        ("서울특별시 마포구 견분로12길 94-5", HOME),
        ("견본로12길 94-5", HOME),
        (f"{HOME}, 302-1호", f"{HOME}, 302호"),
        ("서울특별시 은평구 견본로12길 94-5", HOME),
    ],
)
def test_what_the_register_does_not_know_is_refused_with_what_is_like_it(
    counter: Counter, clerk: Actor, wanted: Request, sql: Sql, written: str, offered: str
) -> None:
    with pytest.raises(Refusal, match=r"certificates\.building_unknown") as caught:
        counter.certificates.issue(clerk, of(wanted, written), action_id="a")
    assert str(caught.value.fields["near"]).split("; ")[0] == offered
    for language in ("ko", "en"):
        assert offered in explain(caught.value, language)
    untouched(counter, sql)


def test_a_building_without_anybody_needs_a_confirmation_that_is_on_record(
    counter: Counter, clerk: Actor, wanted: Request, sql: Sql, tmp_path: Path
) -> None:
    issue, nowhere = counter.certificates.issue, "부산광역시 없는구 바다길 7"
    told = refusal(lambda: issue(clerk, of(wanted, nowhere), action_id="a"))
    assert told == "certificates.building_nowhere"
    confirmed = of(wanted, nowhere, unregistered=True)
    issued = issue(clerk, confirmed, action_id="a")
    assert issue(clerk, confirmed, action_id="a") == issued
    other = refusal(lambda: issue(clerk, of(wanted, HOME), action_id="a"))
    assert other == "certificates.action_used"
    ((detail,),) = sql("SELECT detail FROM audit WHERE action = 'certificate.prepared'")
    assert json.loads(str(detail))["unregistered"] is True
    assert nowhere in words(counter, clerk, confirmed, tmp_path)


def test_a_confirmation_is_not_given_in_advance(
    counter: Counter, clerk: Actor, wanted: Request, request_: Request
) -> None:
    for asked in (of(wanted, HOME, unregistered=True), replace(request_, unregistered=True)):
        assert told_of(counter, clerk, asked) == "certificates.building_known"


def test_an_address_in_two_cities_is_not_guessed(
    counter: Counter, clerk: Actor, wanted: Request, sql: Sql, people_there: tuple[int, int]
) -> None:
    sql(
        "UPDATE address SET text_ko = '부산광역시 중구 견본로12길 94-5, 1호', place = ''"
        f" WHERE resident_id = {people_there[0]} AND moved_out IS NULL"
    )
    sql(
        "UPDATE address SET text_ko = '서울특별시 중구 견본로12길 94-5, 1호', place = ''"
        f" WHERE resident_id = {people_there[1]} AND moved_out IS NULL"
    )
    counter.residents.fill_keys()
    for confirmed in (False, True):
        asked = of(wanted, "중구 견본로12길 94-5", unregistered=confirmed)
        assert told_of(counter, clerk, asked) == "certificates.building_several"
    assert counter.certificates.preview(clerk, of(wanted, "부산 중구 견본로12길 94-5"))


@pytest.mark.parametrize(
    "written",
    [
        "서울시 마포구 견본로 12길 94-5",
        "서울 마포구 견본로12길 94-5 (어느동)",
        "견본로12길 94-5",
        "경기도 견본로12길 94-5, 비밀방",
        f"{HOME}, 9층 999호",
        "서울 마포구 견본로12길 94-5\u200b",
    ],
)
def test_no_spelling_gets_around_somebody_who_must_not_be_found(
    counter: Counter,
    clerk: Actor,
    wanted: Request,
    people_there: tuple[int, int],
    written: str,
) -> None:
    supervisor = counter.clerks.sign_in("sujin", "seogyo-demo", 4)
    counter.residents.restrict(supervisor, people_there[1], "보호")
    asked = [of(wanted, written, unregistered=confirmed) for confirmed in (False, True)]
    told = {told_of(counter, clerk, one).removeprefix("certificates.") for one in asked}
    assert "restricted_building" in told
    assert told <= {"restricted_building", "building_unknown", "building_known"}


def test_an_address_that_came_since_the_start_counts_already(
    counter: Counter, clerk: Actor, wanted: Request, sql: Sql, tmp_path: Path
) -> None:
    sql("UPDATE address SET place = '' WHERE text_ko LIKE '%견본로12길%'")
    assert "Households 2 As of" in words(counter, clerk, of(wanted, HOME), tmp_path)


def test_an_older_store_gets_its_keys_when_it_is_opened(
    counter: Counter, clerk: Actor, wanted: Request, home: Path, sql: Sql
) -> None:
    sql("UPDATE address SET place = ''")
    opened = open_counter(home, counter.clock)
    try:
        assert sql("SELECT count(*) FROM address WHERE place = ''") == [(0,)]
        assert opened.certificates.preview(clerk, of(wanted, HOME))
    finally:
        opened.close()
