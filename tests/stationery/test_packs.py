"""Packs of secure paper as they are put into the printer: by whom, once, one behind the other."""

from dataclasses import replace
from functools import partial

import pytest

from counter_app.certificates.requests import Request
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.second import Second
from tests.asking import NewAction, Sql, refusal
from tests.conftest import PASSWORD, SECOND
from tests.stationery.packs import PACK, figures, leave


@pytest.mark.parametrize(("first", "last"), [("001", "009"), ("00000501", "00000600")])
def test_one_prefix_has_serials_of_one_length(
    counter: Counter, clerk: Actor, supervisor: Actor, first: str, last: str
) -> None:
    before = counter.stationery.stock()
    act = partial(counter.stationery.load, supervisor, "sg", first, last, action_id="ghost")
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == "stationery.other_width"
    assert caught.value.fields == {"prefix": "SG", "digits": 7}
    assert counter.stationery.stock() == before
    counter.stationery.load(supervisor, "SH", first, last, action_id="other")


def test_a_pack_follows_the_one_before(
    counter: Counter, clerk: Actor, supervisor: Actor, request_: Request, action: NewAction
) -> None:
    leave(counter, clerk, 1)
    counter.stationery.load(supervisor, "가-", "00001", "00010", action_id="second")
    issued = counter.certificates.issue(clerk, replace(request_, copies=3), action_id=action())
    serials = counter.archive.certificate(issued.id).serials
    assert serials == "SG0000500, 가-00001-가-00002"


def test_a_pack_is_loaded_by_two_or_by_a_supervisor(
    counter: Counter, clerk: Actor, supervisor: Actor, sql: Sql
) -> None:
    load = partial(counter.stationery.load, clerk, "AB", "00001", "00100", action_id="pack")
    for second, code in (
        (None, "stationery.load_needs_second"),
        (Second("minseo", PASSWORD), "certificates.same_person"),
        (Second("jihun", PASSWORD), "certificates.no_second"),
    ):
        assert refusal(partial(load, second=second)) == code
    assert figures(counter.stationery.stock()) == (PACK, 0, 0, PACK)
    for _ in range(2):
        assert figures(load(second=SECOND)) == (PACK + 100, 0, 0, PACK + 100)
    ((said,),) = sql("SELECT payload FROM outbox WHERE payload LIKE '%AB00001%'")
    assert '"second": "sujin"' in str(said)
    alone = counter.stationery.load(supervisor, "AC", "1", "9", action_id="alone")
    assert figures(alone) == (PACK + 109, 0, 0, PACK + 109)


def test_a_pack_is_loaded_once(counter: Counter, supervisor: Actor) -> None:
    load = counter.stationery.load
    for _ in range(2):
        stock = load(supervisor, "ab", "00001", "00100", action_id="pack")
        assert figures(stock) == (PACK + 100, 0, 0, PACK + 100)
    refusals = {
        ("AB", "00100", "00200"): "stationery.loaded_before",
        ("AB", "00050", "00060"): "stationery.loaded_before",
        ("SG", "0000001", "0000001"): "stationery.loaded_before",
        ("A1", "001", "002"): "stationery.bad_prefix",
        ("A B", "001", "002"): "stationery.bad_prefix",
        ("A" * 13, "001", "002"): "stationery.bad_prefix",
        ("", "001", "002"): "stationery.bare_digits",
        ("C", "001", "0002"): "stationery.bad_serials",
        ("C", "002", "001"): "stationery.bad_serials",
        ("C", "x", "y"): "stationery.bad_serials",
        ("C", "٠٠١", "٠٠٢"): "stationery.bad_serials",
        ("C", "00001", "05001"): "stationery.too_many",
    }
    for pack, code in refusals.items():
        assert refusal(partial(load, supervisor, *pack, action_id="x")) == code, pack
    code = refusal(lambda: load(supervisor, "ab", "00001", "00101", action_id="pack"))
    assert code == "stationery.action_used"
    code = refusal(lambda: load(supervisor, "AB", "000001", "000002", action_id="y"))
    assert code == "stationery.other_width"


def test_low_is_told(counter: Counter, clerk: Actor) -> None:
    leave(counter, clerk, 51)
    assert not counter.stationery.stock().low
    leave(counter, clerk, 50)
    assert counter.stationery.stock().low
