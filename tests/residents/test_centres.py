"""Which centre is in charge by the table: road, house number, quarter; on a day; none guessed."""

import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest

from counter_app.residents import centres
from counter_app.residents.centres import Area, Office
from tests.conftest import MORNING
from tests.residents.neighbours import HAPJEONG, MANGWON_1, MANGWON_2, SEOGYO, YEONNAM

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _plain_table() -> Iterator[None]:
    yield
    centres.learn((), ())


def area(kind: str, name: str, centre: str, **said: str) -> Area:
    usual = {"kind": kind, "district": "서울 마포구", "name": name, "centre": centre}
    more = {"first": "", "last": "", "side": "", "since": "2014-01-01", "until": ""}
    return Area.from_row({**usual, **more, **said})


def office(code: str, since: str = "1988-04-23", until: str = "") -> Office:
    row = {"code": code, "address": f"{code}로 1", "phone": "02-120", "since": since}
    return Office.from_row({**row, "until": until})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("서교동", (SEOGYO,)),
        ("마포구 서교동", (SEOGYO,)),
        ("서울 마포구 서교동 395-12", (SEOGYO,)),
        ("서울특별시마포구서교동395-12", (SEOGYO,)),
        ("서울특별시 마포구 양화로 14-5, 302호 (합정동)", (HAPJEONG,)),
        ("서울특별시 마포구 양화로 14-5, 302호 (합정동, 한빛빌라)", (HAPJEONG,)),
        ("마포구 합정동 양화로 14-5", (HAPJEONG,)),
        (unicodedata.normalize("NFD", "마포구 합정동"), (HAPJEONG,)),
        ("망원동", (MANGWON_1, MANGWON_2)),
        ("서울 마포구 월드컵로 3 (망원동)", (MANGWON_1, MANGWON_2)),
        ("망원1동", (MANGWON_1,)),
        ("마포구 망원제2동", (MANGWON_2,)),
        ("은평구 서교동", ()),
        ("부산 서교동", ()),
        ("은평구 망원1동", ()),
        ("양화로 14", ()),
        ("서울", ()),
        ("", ()),
        ("', DROP TABLE", ()),
    ],
)
def test_an_address_leads_to_its_centres(text: str, found: tuple[str, ...]) -> None:
    assert centres.of_address(text, TODAY) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("마포구 양화로 1", (HAPJEONG,)),
        ("마포구 양화로 99-3", (HAPJEONG,)),
        ("마포구 양화로 100", (SEOGYO,)),  # the even side
        ("마포구 양화로 101", (HAPJEONG,)),
        ("마포구 양화로 지하 160", (SEOGYO,)),
        ("은평구 양화로 1", ()),
        ("양화로12길 1", ()),
        # The road says one thing, what stands in brackets another: both are told.
        ("마포구 양화로 1 (연남동)", (HAPJEONG, YEONNAM)),
        # The quarter belongs to two, the house to one of them.
        ("마포구 포은로 7 (망원동)", (MANGWON_2,)),
        ("메세나폴리스", (HAPJEONG,)),
        ("마포구 양화로 45 (서교동, 메세나폴리스)", (HAPJEONG,)),
    ],
)
def test_a_house_is_more_exact_than_its_quarter(text: str, found: tuple[str, ...]) -> None:
    table = (
        area("road", "양화로", HAPJEONG, last="99"),
        area("road", "양화로", HAPJEONG, first="100", side="odd"),
        area("road", "양화로", SEOGYO, first="100", side="even"),
        area("road", "포은로", MANGWON_2),
        area("building", "메세나폴리스", HAPJEONG),
        area("quarter", "망원동", MANGWON_1),
        area("quarter", "망원동", MANGWON_2),
        area("quarter", "연남동", YEONNAM),
    )
    centres.learn(table, ())
    assert centres.of_address(text, TODAY) == found


def test_a_table_counts_from_its_day_to_its_last() -> None:
    centres.learn(
        (
            area("quarter", "동교동", HAPJEONG, until="2026-11-22"),
            area("quarter", "동교동", SEOGYO, since="2026-11-23"),
        ),
        (),
    )
    days = [date(2013, 12, 31), date(2026, 11, 22), date(2026, 11, 23)]
    assert [centres.of_address("마포구 동교동 1", day) for day in days] == [
        (), (HAPJEONG,), (SEOGYO,),
    ]  # fmt: skip


def test_the_register_names_the_centre_until_that_is_no_more() -> None:
    merged = office(YEONNAM, until="2026-12-31")
    centres.learn((area("quarter", "연남동", SEOGYO, since="2027-01-01"),), (merged,))
    where = "서울특별시 마포구 동교로 5 (연남동)"
    assert centres.in_charge(YEONNAM, where, date(2026, 12, 31)) == (YEONNAM,)
    assert centres.in_charge(YEONNAM, where, date(2027, 1, 1)) == (SEOGYO,)
    assert centres.in_charge(YEONNAM, "어딘가", date(2027, 1, 1)) == (YEONNAM,)
    assert centres.in_charge("9999999999", where, TODAY) == ("9999999999",)


def test_an_office_moves() -> None:
    first, then = office(SEOGYO, until="2026-12-31"), office(SEOGYO, since="2027-01-01")
    centres.learn((), (then, first))
    assert centres.office(SEOGYO, TODAY) == first
    assert centres.office(SEOGYO, date(2027, 1, 1)) == then
    assert centres.office("9999999999", TODAY) is None


@pytest.mark.parametrize("wrong", [{"kind": "star"}, {"side": "left"}, {"since": "soon"}])
def test_a_line_that_cannot_be_meant(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        area(**{"kind": "quarter", "name": "x", "centre": SEOGYO, **wrong})


def test_no_quarter_is_its_own_namesake() -> None:
    own = {"서울 마포구"}
    for name in ("중동", "대흥동", "신정동", "하중동"):
        found = centres.elsewhere(name)
        assert found and len(set(found)) == len(found)
        assert not own & set(found)


def test_both_days_of_the_table_are_of_the_calendar() -> None:
    assert centres.of_address("공덕동", date(2015, 7, 22)) == ("1144055500", "1144056500")
    assert centres.of_address("공덕동", MORNING.date())[2:] == ("1144061000",)
