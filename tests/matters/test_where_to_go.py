"""A slip leads to the office or the centre that is meant, and never nowhere."""

from functools import partial

import pytest

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.residents import centres
from tests.asking import NewAction, Sql
from tests.matters.desk import HOME, TODAY, somebody
from tests.matters.sheets import text_of


def test_who_moves_far_away_is_led_to_who_knows(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    told = {"address": "부산광역시 해운대구 센텀중앙로 1 (우동)", "moved_in": "2026-12-01"}
    told["centre"] = "1144066000"
    view = counter.matters.start(clerk, "move-out", somebody(counter), told, action_id=action())
    said = text_of(counter.sheets.give(clerk, view.line.number, "slip"))
    assert "새주소의주민센터" in said and "110" in said
    assert said.count("서교동주민센터") == 2  # who gives it


def test_where_no_rule_names_the_office_the_slip_says_whom_to_ask(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    who = somebody(counter)
    far = "경기도 수원시 팔달구 효원로 1"
    sql(f"UPDATE address SET text_ko = '{far}', place = '' WHERE resident_id = {who}")
    told = {"status": "F-6"}
    view = counter.matters.start(
        clerk, "status-guidance", who, told, action_id=action(), language="en"
    )
    said = text_of(counter.sheets.give(clerk, view.line.number, "slip"))
    assert "관할출입국·외국인관서" in said and "서울남부" not in said
    for one in ("Call1345beforeyougo", "hikorea.go.kr", "관할기관은1345에서"):
        assert one in said


@pytest.mark.parametrize(
    ("text", "district"),
    [
        (HOME, "서울.마포구"),
        ("양화로 45 (합정동)", "서울.마포구"),
        ("서울특별시 강서구 마곡서1로 48", "서울.강서구"),
        ("부산광역시 해운대구 센텀중앙로 1 (우동)", "부산.해운대구"),
        ("어딘가", ""),
        ("", ""),
    ],
)
def test_the_district_of_an_address(text: str, district: str) -> None:
    assert centres.district_of(text, TODAY) == district


@pytest.mark.parametrize(
    ("address", "way"),
    [
        ("월드컵로 125, 2층 (망원2동)", ("서울마포구망원2동", "Call02-120beforeyougo")),
        ("성산로4길 15 (성산1동)", ("서울특별시마포구성산로4길15", "02-120서울다산콜센터")),
    ],
)
def test_a_slip_never_lacks_the_way_to_a_centre(
    counter: Counter, clerk: Actor, action: NewAction, address: str, way: tuple[str, ...]
) -> None:
    told = {"address": address, "moved_in": "2026-12-01"}
    told["centre"] = "1144070000" if "망원" in address else "1144072000"
    view = counter.matters.start(
        clerk, "move-out", somebody(counter), told, action_id=action(), language="en"
    )
    said = text_of(counter.sheets.give(clerk, view.line.number, "slip"))
    assert all(one in said for one in way)


def test_what_is_done_here_leads_nowhere_else(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    told = {"address": HOME, "moved_in": str(TODAY)}
    view = counter.matters.start(
        clerk, "residence-change", somebody(counter), told, action_id=action()
    )
    give = partial(counter.sheets.give, clerk, view.line.number)
    for kind, code in (("slip", "matters.nowhere_to_go"), ("poster", "matters.no_sheet")):
        with pytest.raises(Refusal, match=code):
            give(kind)
    assert give("form") == give("form")
