"""What is taken in, by whom and where: dates, numbers, answers that cannot be, the centre."""

from datetime import date
from functools import partial

import pytest

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.rules import Rules
from counter_app.words import explain
from db.identity import IdKind
from tests.asking import NewAction, Sql, refusal
from tests.matters.desk import HOME, NEWCOMER, NEXT_DOOR, TODAY, act, move, somebody


@pytest.mark.parametrize(
    ("profile", "moved_in", "due"),
    [
        ("statute", date(2026, 3, 2), date(2026, 3, 17)),
        ("guide", date(2026, 3, 2), date(2026, 3, 16)),
        ("statute", date(2026, 2, 2), date(2026, 2, 19)),
        ("statute", date(2026, 9, 10), date(2026, 9, 28)),
        ("statute", date(2026, 4, 16), date(2026, 5, 4)),
        ("statute", date(2026, 7, 2), date(2026, 7, 20)),
    ],
)
def test_a_move_is_due_by_the_profile_and_the_holidays(
    counter: Counter, clerk: Actor, action: NewAction, profile: str, moved_in: date, due: date
) -> None:
    counter.matters._rules = Rules(profile)
    view = move(counter, clerk, action, moved_in)
    assert view.line.due == due
    assert view.line.days_left == (due - TODAY).days
    assert view.due_rule["basis"] == profile


def test_a_registration_is_due_after_ninety_days(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    view = counter.matters.start(clerk, "alien-registration", None, NEWCOMER, action_id=action())
    assert view.line.due == date(2026, 6, 1)
    assert view.fee_won == 30_000
    assert view.line.who == "NGUY**********"
    kept = ("name_roman", "nationality", "passport_number", "status_of_stay", "entered_on")
    assert [view.facts[key] for key in kept] == [
        "NGUYEN THI HOA",
        "VNM",
        "B1234567",
        "F-6",
        "2026-03-02",
    ]


def test_one_of_a_kind_at_a_time(counter: Counter, clerk: Actor, action: NewAction) -> None:
    person = somebody(counter)
    first = move(counter, clerk, action, TODAY, person)
    assert refusal(lambda: move(counter, clerk, action, TODAY, person)) == "matters.open_already"
    act(counter, clerk, action, first, "withdraw")
    assert move(counter, clerk, action, TODAY, person).line.number != first.line.number


def test_numbers_go_on_and_are_told_apart_by_window(
    counter: Counter, clerk: Actor, colleague: Actor, action: NewAction
) -> None:
    people = [somebody(counter), somebody(counter, IdKind.DRN)]
    told = {"status": "F-5"}
    numbers = [
        counter.matters.start(actor, "status-guidance", who, told, action_id=action()).line.number
        for actor, who in zip((clerk, colleague), people, strict=True)
    ]
    assert numbers == ["M-20261116-1144066000-3-0001", "M-20261116-1144066000-4-0001"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"moved_in": "2026-11-10"}, "matters.answer_needed"),
        ({"address": "마포구 어딘가", "moved_in": "2026-11-10"}, "matters.answer_wrong"),
        ({"address": "와우산로 94", "moved_in": "2026-02-30"}, "matters.answer_wrong"),
        ({"address": "와우산로 94", "moved_in": "2026-11-17"}, "matters.day_to_come"),
        ({"address": "와우산로 94", "moved_in": "2026-11-10", "x": "1"}, "matters.not_asked"),
        ({"address": "없는길 94", "moved_in": "2026-11-10"}, "matters.which_centre"),
        (
            {"address": "없는길 94", "moved_in": "2026-11-10", "centre": "9999999999"},
            "matters.no_centre",
        ),
        (
            {"address": "없는길 94", "moved_in": "2026-11-10", "centre": "1144068000"},
            "matters.other_centre",
        ),
        ({"address": "월드컵북로 12 (성산동)", "moved_in": "2026-11-10"}, "matters.which_centre"),
        (
            {
                "address": "월드컵북로 12 (성산동)",
                "moved_in": "2026-11-10",
                "centre": "1144066000",
            },
            "matters.which_centre",
        ),
        (
            {"address": "마포구 양화로 45 (합정동)", "moved_in": "2026-11-10"},
            "matters.other_centre",
        ),
        # There is a 합정동 in 평택 too, and nobody here lives on such a road.
        ({"address": "없는길 45 (합정동)", "moved_in": "2026-11-10"}, "matters.which_centre"),
        (
            {
                "address": "부산광역시 해운대구 센텀중앙로 1, 101호 (우동)",
                "moved_in": "2026-11-10",
                "centre": "1144066000",
            },
            "matters.beyond",
        ),
    ],
)
def test_answers_that_cannot_be(
    counter: Counter, clerk: Actor, action: NewAction, told: dict[str, str], code: str, sql: Sql
) -> None:
    person = somebody(counter)
    start = counter.matters.start
    refused = partial(start, clerk, "residence-change", person, told, action_id=action())
    assert refusal(refused) == code
    assert sql("SELECT count(*) FROM matter") == [(0,)]


def test_whose_matter_it_can_be(counter: Counter, clerk: Actor, action: NewAction) -> None:
    told = {"lost_on": str(TODAY)}
    start = counter.matters.start
    for code, person, wanted in (
        ("card-reissue", somebody(counter, IdKind.RRN), "matters.not_for_them"),
        ("card-reissue", somebody(counter, own=False), "matters.other_resident"),
        ("card-reissue", None, "matters.person_needed"),
        ("card-reissue", 2**62, "residents.unknown"),
        ("card-renewal", somebody(counter), "matters.no_procedure"),
    ):
        refused = partial(start, clerk, code, person, told, action_id=action())
        assert refusal(refused) == wanted


def test_whose_stay_is_over_may_only_be_referred(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    person = somebody(counter, expired=True)
    told = {"address": HOME, "moved_in": str(TODAY)}
    start = counter.matters.start
    refused = partial(start, clerk, "residence-change", person, told, action_id=action())
    assert refusal(refused) == "matters.referral_only"
    view = start(clerk, "status-guidance", person, {"status": "G-1"}, action_id=action())
    assert not view.line.closed


def test_guidance_lists_the_papers_of_the_status(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    papers = {}
    for status in ("E-7", "F-6", "D-2", "D-7", "G-1"):
        person = somebody(counter)
        view = counter.matters.start(
            clerk, "status-guidance", person, {"status": status}, action_id=action()
        )
        papers[status] = {check.key for check in view.documents}
        act(counter, clerk, action, view, "withdraw")
    assert "employment_contract" in papers["E-7"] and "marriage_proof" in papers["F-6"]
    assert "enrolment" in papers["D-2"] and "enrolment" not in papers["D-7"]
    assert "proof_of_status" in papers["D-7"] & papers["G-1"]
    assert all("passport" in found for found in papers.values())


def test_a_day_before_every_rule_is_refused(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    told = NEWCOMER | {"birth_date": "1930-01-01", "entered_on": "1959-12-31"}
    start = partial(counter.matters.start, clerk, "alien-registration", None, told)
    assert refusal(lambda: start(action_id=action())) == "matters.day_too_early"


def test_a_short_address_is_completed_and_the_present_one_known_by_it(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    person = somebody(counter)
    view = move(counter, clerk, action, TODAY, person, "와우산로 94, 302호 (서교동)")
    assert view.facts["address"] == "서울 마포구 와우산로 94, 302호 (서교동)"
    sql(f"UPDATE address SET text_ko = '{NEXT_DOOR}' WHERE resident_id = {person}")
    act(counter, clerk, action, view, "withdraw")
    for short in ("와우산로 96", "마포구 와우산로 96 (서교동)"):
        told = {"address": short, "moved_in": str(TODAY)}
        start = counter.matters.start
        again = partial(start, clerk, "residence-change", person, told, action_id=action())
        assert refusal(again) == "matters.same_address"


def test_all_that_may_be_in_charge_are_offered_by_name(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    address = "와우산로 94"
    found = {one.code for one in counter.jurisdiction.find(clerk, address).candidates}
    told = {"address": address, "moved_in": str(TODAY)}
    with pytest.raises(Refusal) as caught:
        counter.matters.start(clerk, "residence-change", somebody(counter), told, action_id="x")
    assert caught.value.code == "matters.which_centre"
    assert set(str(caught.value.fields["codes"]).split()) == found
    assert "Seogyo-dong" in explain(caught.value, "en")


def test_an_address_typed_on_the_other_keyboard(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    """A road without a house is no address on either."""
    begin = partial(move, counter, clerk, action, TODAY, None)
    assert refusal(lambda: begin("dhkdntksfh")) == "matters.answer_wrong"
    view = begin("akvhrn dhkdntksfh 96, 302gh (tjryehd)")
    assert view.facts["address"] == "마포구 와우산로 96, 302호 (서교동)"
