"""What stands against a matter, when it is offered, begun, carried on and printed; how it ends
where it is not accepted."""

from datetime import date, timedelta
from functools import partial
from io import BytesIO

import pytest
from pypdfium2 import PdfDocument

from counter_app.alone import LOCK
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.matters.views import MatterView
from counter_app.privacy.actor import Actor
from counter_app.residents.referrals import referrals
from counter_app.till.terms import Terms
from counter_app.words import explain, say
from db.certificates import Tender
from db.identity import IdKind
from db.matters import MatterState
from tests.asking import NewAction, Sql, refusal
from tests.conftest import PASSWORD
from tests.matters.desk import TODAY, act, move, somebody, tick_all

FAR = "서울특별시 강남구 테헤란로 1"


def offered(counter: Counter, clerk: Actor, person: int | None) -> dict[str, str]:
    """Codes of what is offered, with what stands against it."""
    offers = counter.matters.offers(clerk, person)
    return {one.code: one.refusal.code if one.refusal else "" for one in offers}


def restricted(counter: Counter, person: int) -> Actor:
    """Somebody who may bar a record has done it."""
    senior = counter.clerks.sign_in("sujin", PASSWORD, 5)
    counter.residents.restrict(senior, person, "가정폭력 피해자 보호")
    return senior


def test_what_is_offered_is_what_can_be_begun(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    person = somebody(counter)
    move(counter, clerk, action, TODAY, person)
    assert offered(counter, clerk, person) == {
        "residence-change": "matters.open_already",
        "move-out": "",
        "card-reissue": "",
        "particulars": "",
        "identity-correction": "",
        "status-guidance": "",
    }
    assert offered(counter, clerk, None) == {"alien-registration": "", "status-guidance": ""}
    korean = offered(counter, clerk, somebody(counter, IdKind.RRN))
    assert list(korean) == ["move-in", "move-out"]
    away = offered(counter, clerk, somebody(counter, own=False))
    assert away["card-reissue"] == "matters.other_resident"


def test_whose_stay_is_over_is_offered_guidance_alone(counter: Counter, clerk: Actor) -> None:
    offers = offered(counter, clerk, somebody(counter, expired=True))
    assert {code for code, refusal in offers.items() if not refusal} == {"status-guidance"}
    assert set(offers.values()) == {"", "matters.referral_only"}


def text_of(counter: Counter, clerk: Actor, view: MatterView, kind: str = "slip") -> str:
    """What stands on a sheet, without spaces."""
    with LOCK, PdfDocument(BytesIO(counter.sheets.give(clerk, view.line.number, kind))) as pdf:
        return "".join("".join(page.get_textpage().get_text_range() for page in pdf).split())


def test_whose_stay_is_over_learns_so_and_where_to_turn(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    person, told = somebody(counter, expired=True), {"status": "E-9"}
    view = counter.matters.start(
        clerk, "status-guidance", person, told, action_id=action(), language="vi"
    )
    assert view.stay_over
    assert [step.key for step in view.steps] == ["slip_given"]  # its slip lists no papers
    said = text_of(counter, clerk, view)
    wanted = [
        "Đãhếthạn(ngày",
        f"{view.stay_over.year}.{view.stay_over.month}.{view.stay_over.day}.",
        "출입국·외국인",
        "1345",
        "Hộchiếu",
    ]
    for words in (*wanted, *(one.phone for one in referrals())):
        assert words in said, words
    lists = ("employment_permit", "health_check", "status")
    for key in (*lists, "due"):
        assert "".join(say(f"matter_words.{key}", "vi").split()) not in said, key


def test_a_move_out_is_no_more_advised_once_the_stay_is_over(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    person, told = somebody(counter), {"address": FAR, "moved_in": "2026-11-20"}
    view = counter.matters.start(clerk, "move-out", person, told, action_id=action())
    assert "2026.12.4." in text_of(counter, clerk, view)
    sql(f"UPDATE resident SET stay_expires = '2026-11-15' WHERE id = {person}")
    said = text_of(counter, clerk, view)
    assert "출입국·외국인" in said and "강남" not in said and "2026.12.4." not in said


def test_a_step_is_ticked_once_it_can_be_true(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    view = reissue(counter, clerk, action, somebody(counter))
    number, tick = view.line.number, counter.matters.tick
    with pytest.raises(Refusal) as caught:
        tick(clerk, number, "identified", True, ver=view.ver, action_id="early")
    assert caught.value.code == "matters.step_early"
    assert "카드 도착" in explain(caught.value, "ko")
    for what in ("forward", "arrive"):
        view = act(counter, clerk, action, view, what)
    view = tick(clerk, number, "identified", True, ver=view.ver, action_id="in time")
    assert [one.key for one in view.steps if one.ticked] == ["temporary_given", "identified"]
    assert "2026.12.1." in text_of(counter, clerk, view, "receipt")


def test_a_korean_brings_the_identity_card(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    told = {"address": FAR, "moved_in": "2026-11-20"}
    for kind, card in ((IdKind.RRN, "id_card"), (IdKind.FRN, "card")):
        person = somebody(counter, kind)
        view = counter.matters.start(clerk, "move-out", person, told, action_id=action())
        assert [one.key for one in view.documents] == [card, "proof_of_address"]


def test_a_stay_that_ends_meanwhile_leads_to_a_referral(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    person = somebody(counter)
    view = tick_all(counter, clerk, action, move(counter, clerk, action, TODAY, person))
    sql(f"UPDATE resident SET stay_expires = '2026-11-15' WHERE id = {person}")
    assert refusal(partial(act, counter, clerk, action, view, "propose")) == "matters.stay_over"
    seen = counter.matters.show(clerk, view.line.number)
    refusals = {one.act: one.refusal.code if one.refusal else "" for one in seen.acts}
    assert refusals == {"propose": "matters.stay_over", "withdraw": "", "refer": ""}
    assert seen.office == "immigration"
    assert counter.sheets.give(clerk, view.line.number, "slip").startswith(b"%PDF")
    assert act(counter, clerk, action, view, "refer").line.state is MatterState.REFERRED


def test_a_card_that_came_too_late_goes_back(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    person = somebody(counter)
    view = reissue(counter, clerk, action, person)
    view = act(counter, clerk, action, act(counter, clerk, action, view, "forward"), "arrive")
    assert view.line.due == date(2026, 12, 1)
    assert refusal(partial(act, counter, clerk, action, view, "refer")) == "matters.collects_yet"
    sql(f"UPDATE resident SET stay_expires = '2026-11-15' WHERE id = {person}")
    assert refusal(partial(act, counter, clerk, action, view, "hand_over")) == "matters.stay_over"
    assert act(counter, clerk, action, view, "refer").line.closed


def test_a_card_that_nobody_fetched_goes_back(
    counter: Counter, clerk: Actor, action: NewAction, clock: FixedClock
) -> None:
    view = reissue(counter, clerk, action, somebody(counter))
    view = act(counter, clerk, action, act(counter, clerk, action, view, "forward"), "arrive")
    clock.at += timedelta(days=15)
    assert refusal(partial(act, counter, clerk, action, view, "refer")) == "matters.collects_yet"
    clock.at += timedelta(days=1)
    assert act(counter, clerk, action, view, "refer").line.closed


def test_no_fee_is_taken_for_what_cannot_go_on(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    person, told = somebody(counter), {"lost_on": "2026-11-02"}
    view = counter.matters.start(clerk, "card-reissue", person, told, action_id=action())
    sql(f"UPDATE resident SET stay_expires = '2026-11-15' WHERE id = {person}")
    pay = partial(counter.matters.pay, clerk, view.line.number, Terms(Tender.STAMP), ver=view.ver)
    assert refusal(lambda: pay(action_id="x")) == "matters.stay_over"
    sql(f"UPDATE resident SET stay_expires = NULL WHERE id = {person}")
    restricted(counter, person)
    assert refusal(lambda: pay(action_id="x")) == "matters.restricted"
    assert sql("SELECT count(*) FROM payment") == [(0,)]


def test_a_restricted_record_is_for_a_senior(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    person = somebody(counter)
    view = tick_all(counter, clerk, action, move(counter, clerk, action, TODAY, person))
    number, senior = view.line.number, restricted(counter, person)
    assert set(offered(counter, clerk, person).values()) == {"matters.restricted"}
    start = partial(counter.matters.start, clerk, "status-guidance", person, {"status": "F-5"})
    for barred in (
        lambda: start(action_id="x"),
        partial(act, counter, clerk, action, view, "propose"),
        partial(counter.sheets.give, clerk, number, "form"),
    ):
        assert refusal(barred) == "matters.restricted"
    assert counter.matters.show(clerk, number).ver == view.ver
    assert counter.sheets.give(senior, number, "form").startswith(b"%PDF")
    assert act(counter, senior, action, view, "propose").line.state is MatterState.PROPOSED


def reissue(counter: Counter, clerk: Actor, action: NewAction, person: int) -> MatterView:
    """A lost card, its papers seen and its fee taken."""
    told = {"lost_on": "2026-11-02"}
    view = counter.matters.start(
        clerk, "card-reissue", person, told, action_id=action(), language="vi"
    )
    view = tick_all(counter, clerk, action, view)
    number, terms = view.line.number, Terms(Tender.STAMP)
    return counter.matters.pay(clerk, number, terms, ver=view.ver, action_id=action())


def test_what_is_masked_of_a_restricted_record_is_shown_for_a_written_reason(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    person = somebody(counter)
    number = move(counter, clerk, action, TODAY, person).line.number
    senior = restricted(counter, person)
    for purpose in ("identity", "확인"):
        refused = partial(counter.matters.reveal, senior, number, purpose)
        assert refusal(refused) == "residents.restricted_why"
    assert counter.matters.reveal(senior, number, "경찰 동행 본인 확인").line.number == number


def test_a_card_is_asked_for_within_fourteen_days(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    assert reissue(counter, clerk, action, somebody(counter)).line.due == TODAY


def test_what_immigration_does_not_accept_ends_with_a_reason_and_a_slip(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    view = act(
        counter, clerk, action, reissue(counter, clerk, action, somebody(counter)), "forward"
    )
    number = view.line.number
    (down,) = [one for one in view.acts if one.act == "turn_down"]
    assert down.reasons
    refused = partial(act, counter, clerk, action, view, "turn_down")
    with pytest.raises(Refusal) as caught:
        refused()
    assert caught.value.code == "matters.reason_needed"
    assert "서류가 갖추어지지" in explain(caught.value, "ko")
    done = counter.matters.act(
        clerk, number, "turn_down", ver=view.ver, action_id=action(), reason="reason_papers"
    )
    assert (done.line.closed, done.line.turned_down) == (True, "reason_papers")
    assert done.history[-1].detail == {"reason": "reason_papers"}
    said = text_of(counter, clerk, done)
    for words in ("서류가갖추어지지", "Giấytờchưađầyđủ", "60ngày", "서울남부출입국", "1345"):
        assert words in said
