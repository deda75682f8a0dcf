"""What a clerk says beside a name narrows; each row says by what it was found."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from counter_app.clock import FixedClock
from counter_app.demo.fill import fill
from counter_app.demo.people import Person
from counter_app.privacy.actor import Actor
from counter_app.privacy.clerks import Clerks
from counter_app.residents import indexing
from counter_app.residents.residents import Residents
from counter_app.residents.views import Address, Found
from counter_app.rules import Rules
from db.clerks import Role
from db.engine import create_store, transaction
from db.migrate import upgrade
from tests.residents.conftest import KEY, SEOGYO
from tests.residents.few import BORN, HOME, OTHER, made_up
from tests.residents.looking import ids


@pytest.fixture(scope="module")
def few(everyone: tuple[Person, ...]) -> dict[str, Person]:
    return made_up(everyone[0])


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, few: dict[str, Person]) -> Iterator[Engine]:
    engine = create_store(tmp_path_factory.mktemp("few") / "counter.db", KEY)
    upgrade(engine)
    fill(engine, few.values(), lambda done: None)
    yield engine
    engine.dispose()


def why(found: Found) -> list[tuple[int, str, tuple[str, ...]]]:
    return [(hit.id, hit.matched, hit.also) for hit in found.hits]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("nguyen 1990 월드컵", [(1, "name", ("birth_year", "address"))]),
        ("월드컵 nguyen", [(1, "name", ("address",))]),
        ("응우옌티호아 월드컵로", [(1, "name", ("address",))]),
        ("한빛빌라 응우옌", [(1, "name", ("building",))]),
        ("hoa nguyen 6789", [(1, "name", ("phone",))]),
        ("nguyen 010-2345-6789", [(1, "name", ("phone",))]),
        ("nguyen 월드컵로 94", [(1, "name", ("address",))]),
        ("nguyen 월드컵로 95", []),
        ("nguyen 1991 월드컵", []),
        ("6789", [(1, "phone", ())]),
        ("2345-6789", [(1, "phone", ())]),
        ("+82 10-2345-6789", [(1, "phone", ())]),
        ("010-2345-6780", []),
        ("월드컵로 94", [(1, "address", ())]),
        ("서울특별시 마포구 월드컵로 94, 302호 (서교동, 한빛빌라)", [(1, "address", ("room",))]),
        ("월드컵", [(1, "address", ())]),
        ("월드컵로 9", []),
        (
            "ㅂㅁㅅ 1990",
            [(3, "initials", ("birth_year", "phone")), (4, "initials", ("birth_year",))],
        ),
        ("20040229", [(7, "birth", ())]),
        ("29.02.2004", [(7, "birth", ())]),
        ("suharto 1990", [(8, "name", ("birth_year",))]),
        ("hoa nguyen 900315 6789", [(1, "name", ("birth", "phone"))]),
        ("6789 1990 nguyen", [(1, "name", ("birth_year", "phone"))]),
        ("900315 6789", [(1, "phone", ("birth",))]),
        ("nguyen 23456789", [(1, "name", ("phone",))]),
        ("nguyen 010 2345 6789 900316", []),
        ("nguyen B1234567", [(1, "passport", ())]),
        ("b1234567 응우옌 1990", [(1, "passport", ("birth_year",))]),
        ("suharto B1234567", []),
        ("nguyen thi hoa B1234576", [(1, "typo", ())]),
        ("월드컵로 94, 302호", [(1, "address", ("room",))]),
        ("nguyen 302호", [(1, "name", ("room",))]),
        ("nguyen 302", [(1, "name", ("room",))]),
        ("nguyen 303호", []),
        ("nguyen 마포구", [(1, "name", ()), (2, "name", ())]),
        ("nguyen 은평구", []),
        ("마포구 서교동 한빛빌라", [(1, "building", ("address",))]),
        ("은평구 월드컵로 94", []),
        ("서교동 123-4", []),
        ("World Cup-ro 94", [(1, "address", ())]),
        ("94, Worldcup-ro, Mapo-gu, Seoul", [(1, "address", ())]),
        ("worldcupro 94", [(1, "address", ())]),
        ("nguyen worldcup-ro", [(1, "address", ())]),
        ("nguyen 1990 Worldcup-ro 94", [(1, "address", ("birth_year",))]),
        ("nguyen Wausan-ro 29-gil 14-5", [(2, "address", ())]),
        ("nguyen wausanro 29gil", [(2, "address", ())]),
        ("suharto Seokyo-dong", [(8, "address", ())]),
        ("World Cup-ro 95", []),
        ("Eunpyeong-gu World Cup-ro 94", []),
        ("obrien", [(7, "name", ())]),
        ("de o’brien", [(7, "name", ())]),
    ],
)
def test_what_is_said_together_narrows_and_says_why(
    residents: Residents, actor: Actor, typed: str, expected: list[object]
) -> None:
    found = [one for one in why(residents.find(actor, typed)) if one[1] != "similar"]
    assert [one for one in found if one[0] != 5] == expected


@pytest.mark.parametrize(
    "typed",
    [
        "NGUYEN THI HOA",
        "Nguyễn Thị Hoa",
        "hoa-thi nguyen",
        "nguyenthihoa",
        "thihoa nguyen",
        "ＮＧＵＹＥＮ ＴＨＩ ＨＯＡ",
        "응우옌티호아",
        "응우옌 티 호아",
        "응웬티호아",
        "구엔 티 호아",
        "ㅇㅇㅇㅌㅎㅇ",
        "nguyn thi hoa",
        "nguyen tih hoa",
        "ngyuen thi ho",
        "응우옌티호하",
        "느구옌티호아",
        "nguyenthiho",
        "nguyenthhoa",
        "ngyuenthihoa",
        "nguyenthixhoa",
        "hoathinguyen",
        "thinguyenhoa",
        "nguyenthi hoaa",
    ],
)
def test_one_person_however_named(residents: Residents, actor: Actor, typed: str) -> None:
    assert set(ids(residents.find(actor, typed))) == {1, 2}


@pytest.mark.parametrize("typed", ["park minsu", "pak min soo", "bak min-su", "박민수", "박민슈"])
def test_usual_variants_of_a_korean_name(residents: Residents, actor: Actor, typed: str) -> None:
    assert set(ids(residents.find(actor, typed))) == {3, 4, 5}


@pytest.mark.parametrize(
    "typed",
    [
        "lee younghee",
        "rhee young hee",
        "i yeonghui",
        "yi, younghee",
        "리영희",
        "리 영희 1990",
        "ㄹㅇㅎ",
    ],
)
def test_lee_is_yi_is_rhee(residents: Residents, actor: Actor, typed: str) -> None:
    assert ids(residents.find(actor, typed)) == [6]


def test_an_exact_name_is_the_first_row(residents: Residents, actor: Actor) -> None:
    found = residents.find(actor, "pak min-soo")
    assert why(found)[0][:2] == (5, "name")
    assert {hit.matched for hit in found.hits[1:]} == {"similar"}


def test_a_citizen_and_a_foreigner_of_one_name_and_day_differ_in_their_rows(
    residents: Residents, actor: Actor
) -> None:
    one, other = residents.find(actor, "PARK MINSU 1990-03-15").hits[:2]
    assert (one.name_roman, one.birth_date) == (other.name_roman, other.birth_date)
    assert {one.number, other.number} == {"900315-1******", "900315-5******"}
    assert {one.nationality, other.nationality} == {"KOR", "USA"}


def test_an_old_number_finds_the_person_and_says_so(
    residents: Residents, actor: Actor, few: dict[str, Person]
) -> None:
    hoa = few["hoa"]
    found = residents.find(actor, hoa.former_numbers or "")
    assert why(found) == [(1, "former_number", ())]
    assert found.warning == "residents.former_number"
    assert found.hits[0].number[:8] == f"{hoa.number[:6]}-{hoa.number[6]}"
    now = residents.find(actor, hoa.number)
    assert (why(now), now.warning) == ([(1, "number", ())], None)


def test_a_number_used_again_is_its_present_holders_first(
    engine: Engine, residents: Residents, actor: Actor, few: dict[str, Person]
) -> None:
    with transaction(engine) as session:
        session.connection().execute(
            text("UPDATE resident SET number = :n WHERE id = 8"), {"n": few["hoa"].former_numbers}
        )
    found = residents.find(actor, few["hoa"].former_numbers or "")
    assert why(found) == [(8, "number", ()), (1, "former_number", ())]
    with transaction(engine) as session:
        session.connection().execute(
            text("UPDATE resident SET number = :n WHERE id = 8"), {"n": few["mononym"].number}
        )


@pytest.mark.parametrize("written", ["+82 10-2345-6789", "01023456789", "010 2345 6789"])
def test_a_telephone_however_the_register_writes_it(
    engine: Engine, residents: Residents, actor: Actor, written: str
) -> None:
    change = text("UPDATE resident SET phone = :phone WHERE id = 1")
    with transaction(engine) as session:
        session.connection().execute(change, {"phone": written})
    for typed in (
        *("010-2345-6789", "+82 10 2345 6789", "2345-6789", "6789", "23456789", "821023456789"),
        *("1023456789", "010 2345 6789", "2345 6789", "+82(0)10-2345-6789", "(010) 2345-6789"),
    ):
        assert ids(residents.find(actor, typed)) == [1]
    with transaction(engine) as session:
        session.connection().execute(change, {"phone": "010-2345-6789"})


@pytest.mark.parametrize("slip", ["wrong", "missing", "doubled", "exchanged"])
@pytest.mark.parametrize("at", [0, 2, 6, 7, 10, 12])
def test_a_number_with_one_slip_is_offered_and_said(
    residents: Residents, actor: Actor, few: dict[str, Person], at: int, slip: str
) -> None:
    """Also where what was typed can be no number."""
    number = few["hoa"].number
    before, digit, after = number[:at], number[at], number[at + 1 :]
    typed = {
        "wrong": before + str((int(digit) + 5) % 10) + after,
        "missing": before + after,
        "doubled": before + digit + digit + after,
        "exchanged": before + after[:1] + digit + after[1:] if after[:1] != digit else number,
    }[slip]
    expected = ("number", None) if typed == number else ("typo", "residents.number_nearly")
    hyphened = f"{typed[:6]}-{typed[6:]}"
    for form in (typed, hyphened, *([f"nguyen {hyphened}"] if len(typed) == 13 else [])):
        found = residents.find(actor, form)
        assert (found.hits[0].id, found.hits[0].matched, found.warning) == (1, *expected)


@pytest.mark.parametrize("typed", ["3331122", "333-1122", "02-333-1122", "023331122", "1122"])
def test_a_telephone_of_a_house(
    engine: Engine, residents: Residents, actor: Actor, typed: str
) -> None:
    change = text("UPDATE resident SET phone = :phone WHERE id = 2")
    with transaction(engine) as session:
        session.connection().execute(change, {"phone": "02-333-1122"})
        indexing.index(session, [2])
    assert ids(residents.find(actor, typed)) == [2]


def test_a_passport_with_two_digits_exchanged_is_offered(
    residents: Residents, actor: Actor
) -> None:
    assert why(residents.find(actor, "B1243567")) == [(1, "typo", ())]


@pytest.mark.parametrize("typed", ["B123567", "B12345677", "1234567", "B-1234657"])
def test_a_passport_with_a_sign_too_few_or_too_many_is_offered(
    residents: Residents, actor: Actor, typed: str
) -> None:
    found = residents.find(actor, typed)
    assert why(found)[0] == (1, "typo", ())
    assert found.warning == "residents.number_nearly"


def test_who_moved_away_is_found_by_the_new_road_only(
    tmp_path: Path, clock: FixedClock, few: dict[str, Person]
) -> None:
    engine = create_store(tmp_path / "counter.db", KEY)
    upgrade(engine)
    moved = (Address(BORN, BORN, BORN, HOME), Address(BORN, None, BORN, OTHER))
    fill(engine, [replace(few["hoa"], addresses=moved)], lambda done: None)
    clerk_id = Clerks(engine, clock, 5).add("minseo", "김민서", Role.CLERK, "correct horse")
    actor = Actor(clerk_id, "minseo", "김민서", Role.CLERK, 3)
    residents = Residents(engine, clock, Rules("guide"), SEOGYO)
    assert ids(residents.find(actor, "nguyen 와우산")) == [1]
    for old in ("nguyen 월드컵", "월드컵로 94"):
        assert ids(residents.find(actor, old)) == []
    engine.dispose()
