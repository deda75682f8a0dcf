"""A day that nobody closed: its drawer goes on, and what came in later is counted once."""

import json
from dataclasses import asdict
from datetime import timedelta

import pypdfium2

from counter_app.certificates.requests import Tender
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.till.page import render_settlement
from counter_app.till.reconciling import same
from counter_app.till.sheet import Later, Left, Settled
from counter_app.till.till import Waiting
from tests.asking import NewAction, Sql, refusal
from tests.certificates.counts import DAY
from tests.till.conftest import Close, Pay


def test_a_day_left_open_is_closed_first(
    counter: Counter, clerk: Actor, clock: FixedClock, issue: Pay, action: NewAction, close: Close
) -> None:
    till = counter.till
    till.open(clerk, 0, action_id=action())
    issue()
    clock.at += timedelta(days=1)
    issue()
    assert till.day() == DAY
    tomorrow = DAY + timedelta(days=1)
    assert refusal(lambda: till.open(clerk, 0, action_id=action(), day=tomorrow)) == (
        "till.earlier_open"
    )
    assert till.waiting() == Waiting(DAY, overdue=True, unopened=False)
    till.count(clerk, {1_000: 1}, action_id=action())
    issue(tender=Tender.CARD)
    issue()
    assert refusal(close) == "till.count_stale"
    till.count(clerk, {1_000: 3}, action_id=action())
    assert till.show().overdue
    settled = close()
    drawer = settled.sheet.drawer
    assert (settled.sheet.day, drawer.difference, drawer.cash) == (DAY, 0, 1_000)
    assert drawer.later == (Later(tomorrow, 2_000),)
    text = pypdfium2.PdfDocument(render_settlement(settled))[0].get_textpage()
    assert f"{tomorrow} 2,000원" in text.get_text_bounded()
    assert till.waiting() == Waiting(tomorrow, overdue=False, unopened=True)
    issue()
    assert till.show(DAY).sheet == settled.sheet
    assert till.show().left == Left(DAY, 3_000, 2_000)
    till.open(clerk, 1_000, action_id=action())
    assert till.waiting() == Waiting(tomorrow, overdue=False, unopened=False)
    assert till.count(clerk, {1_000: 4}, action_id=action()).difference == 0
    assert close().sheet.day == tomorrow
    for day in (DAY, tomorrow):
        assert till.reconcile(day).disagreement is None


def test_a_float_that_is_not_what_was_left_needs_a_reason(
    counter: Counter, clerk: Actor, clock: FixedClock, action: NewAction, close: Close, sql: Sql
) -> None:
    till = counter.till
    till.open(clerk, 50_000, action_id=action())
    till.count(clerk, {50_000: 1}, action_id=action())
    close()
    clock.at += timedelta(days=1)
    assert refusal(lambda: till.open(clerk, 30_000, " ", action_id=action())) == (
        "till.float_reason"
    )
    assert till.show().sheet.drawer.opening is None
    assert till.open(clerk, 30_000, "은행 입금", action_id=action()).opening == 30_000
    assert sql("SELECT won, reason FROM drawer_move") == [(50_000, ""), (30_000, "은행 입금")]


def test_a_settlement_of_old_agrees_with_the_books_of_today(
    counter: Counter, clerk: Actor, issue: Pay, action: NewAction, close: Close
) -> None:
    """It says nothing of later days; what came in since changes nothing."""
    counter.till.open(clerk, 0, action_id=action())
    issue()
    counter.till.count(clerk, {1_000: 1}, action_id=action())
    told = json.loads(close().to_json())
    for name in ("later", "seen"):
        del told["sheet"]["drawer"][name]
    old = Settled.from_json(json.dumps(told))
    assert (old.sheet.drawer.later, old.sheet.drawer.expected) == (None, 1_000)
    issue()
    assert same(asdict(old.sheet), asdict(counter.till.show(DAY).sheet))
