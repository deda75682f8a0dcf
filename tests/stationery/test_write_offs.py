"""Sheets that are ruined or missing: a few by a clerk alone, many by two."""

from dataclasses import replace
from functools import partial

import pytest

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from tests.asking import NewAction, Sql, refusal
from tests.conftest import SECOND
from tests.stationery.packs import PACK, figures


def test_many_sheets_are_written_off_by_two(
    counter: Counter, clerk: Actor, colleague: Actor, action: NewAction, sql: Sql
) -> None:
    write_off = counter.stationery.write_off
    code = refusal(lambda: write_off(clerk, "6", "습기", action_id=action()))
    assert code == "stationery.second_needed"
    write_off(clerk, "3", "습기", action_id="three")
    write_off(clerk, "SG0000010-SG0000011", "습기", action_id=action())
    before = counter.stationery.stock()
    with pytest.raises(Refusal) as caught:
        write_off(clerk, "1", "습기", action_id=action())
    assert caught.value.fields == {"most": 5, "gone": 5}
    for other, why in (
        (replace(SECOND, login="minseo"), "certificates.same_person"),
        (replace(SECOND, login="jihun"), "certificates.no_second"),
        (replace(SECOND, password="x"), "clerks.wrong_password"),
    ):
        act = partial(write_off, clerk, "490", "침수", action_id="flood", second=other)
        assert refusal(act) == why
    assert counter.stationery.stock() == before
    write_off(clerk, "3", "습기", action_id="three")  # sent again it is the same act
    write_off(clerk, "490", "침수", action_id="flood", second=SECOND)
    write_off(colleague, "5", "습기", action_id=action())
    assert counter.stationery.stock().spoiled == 500
    assert sql("SELECT login FROM paper_write_off JOIN clerk ON clerk.id = second_id") == [
        ("sujin",)
    ]
    ((told,),) = sql("SELECT payload FROM outbox WHERE payload LIKE '%\"sheets\": 490%'")
    assert '"second": "sujin"' in str(told)


def test_the_next_day_a_clerk_may_write_off_again(
    counter: Counter, clerk: Actor, clock: FixedClock, action: NewAction
) -> None:
    for _ in range(2):
        counter.stationery.write_off(clerk, "5", "습기", action_id=action())
        clock.at = clock.at.replace(day=clock.at.day + 1)
    assert counter.stationery.stock().spoiled == 10


def test_write_offs(counter: Counter, clerk: Actor, request_: Request, action: NewAction) -> None:
    write_off = counter.stationery.write_off
    for _ in range(2):
        stock = write_off(clerk, "sg0000010 - 0000012", "분실", action_id="lost")
        assert figures(stock) == (PACK, 0, 3, PACK - 3)
    write_off(clerk, "2", "찢어짐", action_id="torn")
    assert counter.stationery.stock().next == "SG0000003"
    assert counter.stationery.find("SG0000011").reason == "분실"
    counter.certificates.issue(clerk, request_, action_id=action())
    refusals = {
        "SG0000003": "stationery.not_remaining",
        "SG0000011": "stationery.not_remaining",
        "SG0000500-SG0000501": "stationery.unknown",
        "XX0000001": "stationery.unknown",
        "종이": "stationery.bad_serials",
        "SG0000009-SG0000004": "stationery.bad_serials",
        "SG0000009-AB0000010": "stationery.unknown",
        "0": "stationery.unknown",
        "9999": "stationery.not_enough",
    }
    before = figures(counter.stationery.stock())
    for serials, code in refusals.items():
        act = partial(write_off, clerk, serials, "분실", action_id="x")
        assert refusal(act) == code, serials
    code = refusal(lambda: write_off(clerk, "SG0000020", " ", action_id="x"))
    assert code == "stationery.reason_needed"
    assert figures(counter.stationery.stock()) == before
    assert verify(counter.engine).ok
