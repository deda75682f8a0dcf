"""Which centre is in charge by who lives there, where the table does not tell; what is asked."""

import json
from datetime import date

import pytest
from sqlalchemy import event

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.residents import centres, indexing
from counter_app.residents.jurisdiction import SURE
from counter_app.residents.names import is_hangul
from counter_app.residents.places import key_of
from db.engine import transaction
from tests.asking import Sql, refusal
from tests.plans import plans, without_index
from tests.residents.neighbours import MANGWON_1, MANGWON_2, SEOGYO, YEONNAM

TODAY = date(2026, 11, 23)


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
        ("본빌라", "name", {MANGWON_2}),
        ("견본빌라 107-1506", "name", {MANGWON_2}),
        ("견본빌라 107동 1506호", "name", {MANGWON_2}),
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
    ("typed", "read_as", "found"),
    [
        ("rusqhsfh 7", "견본로 7", {MANGWON_2}),
        ("rusqhsqlffk", "견본빌라", {MANGWON_2}),
        ("tjryehd", "서교동", {SEOGYO}),
        ("ㅡ메ㅐ-혀 ㄴ대효ㅐ-애ㅜㅎ", "mapo-gu seogyo-dong", {SEOGYO}),
    ],
)
def test_an_address_typed_on_the_other_keyboard(
    counter: Counter, clerk: Actor, typed: str, read_as: str, found: set[str]
) -> None:
    """And it is told as what it was read."""
    answer = counter.jurisdiction.find(clerk, typed)
    assert ({one.code for one in answer.candidates}, answer.read_as) == (found, read_as)
    assert read_as in answer.remark("ko") and read_as in answer.remark("en")
    assert counter.jurisdiction.find(clerk, read_as).remark("ko") == ""
    assert refusal(lambda: counter.jurisdiction.find(clerk, "djqtsmsrlf")) == "centres.none"


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
