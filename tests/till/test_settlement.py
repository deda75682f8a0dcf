"""What a supervisor reads on the settlement beside the money: papers, and every page of it."""

from dataclasses import replace
from datetime import timedelta

import pypdfium2

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.till.page import render_settlement
from counter_app.till.sheet import Line, Reversal, Secure, Settled
from tests.certificates.counts import DAY
from tests.conftest import PASSWORD
from tests.till.conftest import Close, Pay


def test_the_settlement_tells_what_became_of_papers(
    counter: Counter, clerk: Actor, issue: Pay, clock: FixedClock, close: Close
) -> None:
    def settle() -> Settled:
        counter.till.open(clerk, 0, "은행 입금", action_id=f"open-{clock.at}")
        counter.till.count(clerk, {}, action_id=f"count-{clock.at}")
        return close(action_id=f"close-{clock.at}", reason="은행 입금")

    clock.at += timedelta(minutes=1)
    gone, stays = issue(), issue(copies=2)
    counter.voiding.void(
        clerk, gone.id, "다른 사람", "sujin", PASSWORD, action_id="void", keep_fee=True
    )
    counter.reprinting.reprint(clerk, stays.id, "얼룩", action_id="again", copies=2)
    first = settle()
    assert first.sheet.papers is not None
    (void,), (again,) = first.sheet.papers.voided, first.sheet.papers.reprinted
    told = (void.number, void.reason, void.clerk, void.second, void.fee_kept)
    assert told == (gone.issue_number, "다른 사람", "김민서", "이수진", True)
    assert (again.number, again.reprint, again.copies) == (stays.issue_number, 1, 2)
    assert first.sheet.papers.secure == Secure(500, 4, 1, 495)
    clock.at += timedelta(minutes=1)
    counter.stationery.write_off(clerk, "3", "젖음", action_id="wet")
    counter.reprinting.reprint(clerk, issue().id, "분실", action_id="late")
    assert counter.till.show(DAY).sheet == first.sheet
    assert counter.till.reconcile(DAY).disagreement is None
    clock.at += timedelta(days=1)
    second = settle().sheet.papers
    assert second is not None
    assert (second.voided, [one.reason for one in second.reprinted]) == ((), ["분실"])
    assert (second.before, second.secure) == (first.sheet.papers.secure, Secure(500, 6, 4, 490))
    assert Settled.from_json(first.to_json()) == first


def test_each_page_says_of_how_many_it_is_one(close: Close, counter: Counter, clerk: Actor) -> None:
    counter.till.open(clerk, 0, action_id="open")
    counter.till.count(clerk, {}, action_id="count")
    settled = close()
    many = (Line("cash", "현금", 0, 0),) * 60
    for kinds, pages in ((many[:1], 1), (many, 3)):
        sheet = replace(settled.sheet, kinds=kinds)
        found = pypdfium2.PdfDocument(render_settlement(replace(settled, sheet=sheet)))
        feet = [page.get_textpage().get_text_bounded() for page in found]
        assert len(feet) == pages
        assert all(f"{at} / {pages}" in foot for at, foot in enumerate(feet, 1))


def test_nobody_signs_a_page_on_which_nothing_else_stands(
    close: Close, counter: Counter, clerk: Actor
) -> None:
    counter.till.open(clerk, 0, action_id="open")
    counter.till.count(clerk, {}, action_id="count")
    settled = close()
    for kinds in range(8, 20):
        sheet = replace(settled.sheet, kinds=(Line("cash", "현금", 0, 0),) * kinds)
        *_, last = pypdfium2.PdfDocument(render_settlement(replace(settled, sheet=sheet)))
        words = last.get_textpage().get_text_bounded()
        assert "감독자" in words
        assert "증지용지" in words, kinds


def test_a_signed_day_is_drawn_whatever_was_written_in_it(
    close: Close, counter: Counter, clerk: Actor, issue: Pay
) -> None:
    """As of old, when a reason could be any text: the day is closed, so the page must come."""
    issue()
    counter.till.open(clerk, 0, action_id="open")
    counter.till.count(clerk, {1000: 1}, action_id="count")
    settled = close()
    written = "😀 걸림\n" + "긴 사유 " * 2000
    undone = Reversal("…-R-000002", "…-R-000001", -1000, written, "김😀", settled.at)
    told = replace(settled, sheet=replace(settled.sheet, reversals=(undone,)))
    pages = pypdfium2.PdfDocument(render_settlement(told))
    words = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    assert "[U+1F600] 걸림 긴 사유" in " ".join(words.split())
    assert len(pages) == 2
