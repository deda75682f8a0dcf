"""Which centre is in charge: by road and house number, building, 법정동; on a day; none guessed."""

import json
import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import event

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.residents import centres, indexing
from counter_app.residents.centres import Area, Office
from counter_app.residents.jurisdiction import SURE
from counter_app.residents.names import is_hangul
from counter_app.residents.places import key_of
from db.engine import transaction
from tests.asking import Sql
from tests.conftest import MORNING
from tests.plans import plans, without_index

TODAY = date(2026, 11, 23)
SEOGYO, HAPJEONG, MANGWON_1, MANGWON_2, YEONNAM = (
    "1144066000", "1144068000", "1144069000", "1144070000", "1144071000",
)  # fmt: skip


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


def test_the_register_tells_what_the_table_does_not(counter: Counter, clerk: Actor) -> None:
    """Of a building by its own quarter; of another on its road all of the road, as a question."""
    with counter.engine.begin() as store:
        store.exec_driver_sql(
            "UPDATE address SET text_ko = '서울특별시 마포구 견본로 7 (연남동)',"
            " place = '견본로 7|서울 마포구|' WHERE id = 1"
        )
        store.exec_driver_sql("UPDATE address SET moved_out = NULL WHERE id = 1")
    house = counter.jurisdiction.find(clerk, "견본로 7, 302호")
    assert [(one.code, one.own) for one in house.candidates] == [(YEONNAM, False)]
    assert (house.certain, house.source) == (True, "building")
    road = counter.jurisdiction.find(clerk, "마포구 견본로 99")
    assert ([one.code for one in road.candidates], road.certain) == ([YEONNAM], False)
    with pytest.raises(Refusal) as refused:
        counter.jurisdiction.find(clerk, "은평구 견본로 7")
    assert refused.value.code == "centres.none"


@pytest.fixture
def lived(counter: Counter, sql: Sql) -> None:
    """Houses of which the table knows no more than the quarter, each with somebody in it."""
    made = (
        ("견본로 7 (망원동, 견본빌라)", MANGWON_2),
        ("견본로 9 (망원동)", MANGWON_1),
        ("표본로3길 5, 101동 203호 (서교동)", SEOGYO),
    )
    for at, (written, centre) in enumerate(made, 1):
        text = f"서울특별시 마포구 {written}"
        sql(f"UPDATE resident SET centre = '{centre}' WHERE id = {at}")
        sql(f"UPDATE address SET moved_out = '2001-01-01' WHERE resident_id = {at}")
        sql(
            "INSERT INTO address (resident_id, text_ko, moved_in, reported_on, place) "
            f"VALUES ({at}, '{text}', '2020-01-01', '2020-01-01', '{key_of(text)}')"
        )
    with transaction(counter.engine) as session:
        indexing.index(session, range(1, len(made) + 1))


@pytest.mark.parametrize(
    ("text", "source", "found"),
    [
        # The quarter belongs to two; who lives there is of one.
        ("견본로 7 (망원동)", "building", {MANGWON_2}),
        ("견본로 7, 302호", "building", {MANGWON_2}),
        # The brackets say another quarter than the register: both are told.
        ("견본로 7 (연남동)", "building", {YEONNAM, MANGWON_2}),
        ("견본로", "road", {MANGWON_1, MANGWON_2}),
        ("마포구 견본로", "road", {MANGWON_1, MANGWON_2}),
        ("견본로 99", "road", {MANGWON_1, MANGWON_2}),
        ("견본빌라", "name", {MANGWON_2}),
        ("마포구 견본빌라", "name", {MANGWON_2}),
        ("Gyeonbon-ro 7", "building", {MANGWON_2}),
        ("7, Gyeonbon-ro, Mapo-gu, Seoul", "building", {MANGWON_2}),
        ("gyunbon ro", "road", {MANGWON_1, MANGWON_2}),
        ("5 Pyobon-ro 3-gil", "building", {SEOGYO}),
        ("Mapo-gu Seogyo-dong", "table", {SEOGYO}),
        ("Mapo-gu Seokyo-dong", "table", {SEOGYO}),
    ],
)
@pytest.mark.usefixtures("lived")
def test_roads_buildings_and_roman_letters_by_who_lives_there(
    counter: Counter, clerk: Actor, text: str, source: str, found: set[str]
) -> None:
    answer = counter.jurisdiction.find(clerk, text)
    assert ({one.code for one in answer.candidates}, answer.source) == (found, source)
    assert answer.certain == (len(found) == 1 and source in SURE)


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(
    ("text", "own", "elsewhere"),
    [
        ("중동", ["1144073000"], "부산 해운대구"),
        ("중동 12-3", ["1144073000"], "경기 부천시"),
        ("서울 신정동", ["1144063000", "1144065500"], "서울 양천구"),
        ("대흥동", ["1144059000", "1144060000", "1144063000"], "대전 중구"),
        ("어느로 5 (중동)", ["1144073000"], "전남 광양시"),
        ("Jung-dong", ["1144073000"], "대구 수성구"),
    ],
)
def test_a_quarter_that_other_districts_have_too_is_not_sure(
    counter: Counter, clerk: Actor, text: str, own: list[str], elsewhere: str
) -> None:
    found = counter.jurisdiction.find(clerk, text)
    assert [one.code for one in found.candidates] == own
    assert (found.certain, elsewhere in map(str, found.elsewhere)) == (False, True)
    assert elsewhere in found.doubts("ko")
    assert not any(map(is_hangul, found.doubts("en")))


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(
    "text", ["마포구 중동", "서울 중동", "서울마포구중동12", "망원1동", "표본로3길 5 (서교동)"]
)
def test_with_its_district_or_a_known_road_it_is_sure(
    counter: Counter, clerk: Actor, text: str
) -> None:
    found = counter.jurisdiction.find(clerk, text)
    assert (found.certain, found.doubts("ko")) == (True, "")


def test_no_quarter_is_its_own_namesake() -> None:
    own = {"서울 마포구"}
    for name in ("중동", "대흥동", "신정동", "하중동"):
        found = centres.elsewhere(name)
        assert found and len(set(found)) == len(found)
        assert not own & set(found)


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(
    "text", ["은평구 견본로", "은평구견본로 7", "Eunpyeong-gu Gyeonbon-ro 7", "Nowhere-ro 7"]
)
def test_of_another_district_or_of_none_nobody_is_guessed(
    counter: Counter, clerk: Actor, text: str
) -> None:
    with pytest.raises(Refusal, match=r"centres\.none"):
        counter.jurisdiction.find(clerk, text)


def test_asking_is_on_record_without_the_address(counter: Counter, clerk: Actor, sql: Sql) -> None:
    counter.jurisdiction.find(clerk, "마포구 망원동 12-3")
    (detail,) = sql("SELECT detail FROM audit WHERE action = 'centre.asked'")[-1]
    assert json.loads(str(detail)) == {"centres": [MANGWON_1, MANGWON_2], "source": "table"}


def test_only_what_was_offered_is_chosen(counter: Counter, clerk: Actor, sql: Sql) -> None:
    found = counter.jurisdiction.find(clerk, "망원동")
    with pytest.raises(Refusal, match=r"centres\.not_offered"):
        counter.jurisdiction.choose(clerk, found, SEOGYO)
    assert sql("SELECT 1 FROM audit WHERE action = 'centre.chosen'") == []
    assert counter.jurisdiction.choose(clerk, found, MANGWON_2).ko == "망원2동"


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), (" -- ", "empty"), ("가" * 201, "long"), ("달나라 1", "none")]
)
def test_what_cannot_be_answered_says_what_to_do(
    counter: Counter, clerk: Actor, text: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        counter.jurisdiction.find(clerk, text)
    assert refused.value.code == f"centres.{code}"


def test_no_query_is_without_an_index(counter: Counter, clerk: Actor) -> None:
    def ask() -> None:
        for text in ("서교동", "마포구 와우산로 1", "와우산로", "한빛빌라", "Wausan-ro 1"):
            counter.jurisdiction.find(clerk, text)

    asked = plans(counter.engine, ask)
    assert any("ix_address_place" in line for _, line in asked)
    # What is asked to MATCH is looked up; `road` goes from each road to the next by the index.
    assert without_index(counter.engine, ask, "resident_search", "road") == []


def test_what_is_not_there_is_looked_up_without_a_trace() -> None:
    before = centres.known_names()
    assert centres.of_address("어디에도없는로 3 (어디에도없는동)", TODAY) == ()
    assert centres.known_names() == before


def test_nobodys_writing_waits_while_the_centre_is_looked_for(
    counter: Counter, clerk: Actor
) -> None:
    """Only the row of the log is an act."""
    said: list[str] = []

    def hear(_c: object, _k: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(counter.engine, "before_cursor_execute", hear)
    counter.jurisdiction.find(clerk, "와우산로 94")
    event.remove(counter.engine, "before_cursor_execute", hear)
    acts = [at for at, one in enumerate(said) if one == "BEGIN IMMEDIATE"]
    read = [at for at, one in enumerate(said) if "FROM address" in one]
    assert read and len(acts) == 1 and max(read) < acts[0]


def test_both_days_of_the_table_are_of_the_calendar() -> None:
    assert centres.of_address("공덕동", date(2015, 7, 22)) == ("1144055500", "1144056500")
    assert centres.of_address("공덕동", MORNING.date())[2:] == ("1144061000",)
