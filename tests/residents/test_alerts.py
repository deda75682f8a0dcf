"""What must be acted on, raised on its day and in the order of acting; rules with their grounds."""

from datetime import date, timedelta
from typing import Any

import pytest

from counter_app.residents import flag_words
from counter_app.residents.alerts import FLAGS
from counter_app.residents.flag_words import explained
from counter_app.residents.referrals import referrals
from counter_app.residents.views import Address
from counter_app.rules import Rule, Rules
from counter_app.words import LANGUAGES, catalogue, say
from db.identity import IdKind
from tests.residents.conftest import TODAY
from tests.residents.raised import HOME, found, person, told


def test_nothing_to_say_but_the_duty() -> None:
    reported = Address(date(2026, 1, 2), None, date(2026, 1, 5), HOME)
    assert told(person(), reported) == []
    (duty,) = found(person(), reported)
    assert (duty.code, duty.level, duty.fields) == ("residents.duty", "note", {"duty": "workplace"})


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, [("stay_expired", "danger", 1)]),
        (0, [("stay_expires_soon", "warning", 0)]),
        (30, [("stay_expires_soon", "warning", 30)]),
        (31, []),
    ],
)
def test_the_end_of_stay(days: int, expected: list[tuple[str, str, object]]) -> None:
    assert told(person(stay_expires=TODAY + timedelta(days=days))) == expected
    assert told(person(stay_expires=None)) == []


def test_who_stays_on_may_only_be_referred_and_nothing_else_is_their_duty() -> None:
    (over,) = found(person(stay_expires=date(2026, 11, 22)))
    assert (over.step, over.ground) == ("refer", "출입국관리법 제25조")


def test_who_stays_on_is_referred_with_all_that_is_raised() -> None:
    move = Address(date(2026, 10, 1), None, None, "서울특별시 마포구 월드컵로5길 11 (합정동)")
    over = {"stay_expires": date(2026, 11, 1), "centre": "1144068000"}
    new = {"registered_on": None, "entered_on": date(2026, 1, 1)}
    young = {"birth_date": date(2009, 11, 1), "card_lost_on": date(2026, 9, 1)}
    for facts_ in (new, young):
        raised = found(person(**over | facts_), move)
        assert len(raised) >= 4
        assert {flag.step for flag in raised} == {"refer"}
        assert all("합정동" not in explained(flag, "ko").step for flag in raised)
    barred = found(person(**over, restricted="가정폭력"), move)
    assert barred[1].step == "ask_senior"


def test_the_flag_of_a_stay_that_is_over_says_who_must_be_told_and_who_helps() -> None:
    (over,) = found(person(stay_expires=date(2026, 11, 1)))
    for language, words in (("ko", "아무것도 알리지"), ("en", "informs nobody")):
        said = explained(over, language).step
        assert words in said
        assert all(one.phone in said for one in referrals())
        assert not any(one.source in said for one in referrals())


def test_every_number_to_turn_to_has_a_source() -> None:
    assert len(referrals()) >= 5
    assert all(len(one.source) > 10 and one.phone not in one.source for one in referrals())


@pytest.mark.parametrize(
    ("entered", "facts_", "expected"),
    [
        # Ninety days from 23, 24 and 25 August end on a Saturday, a Sunday and a Monday.
        ("2026-08-25", {}, [("registration_due", "warning", 0)]),
        ("2026-08-23", {}, [("registration_due", "warning", 0)]),
        ("2026-08-22", {}, [("registration_overdue", "danger", 3)]),
        ("2026-11-23", {}, [("registration_due", "warning", 91)]),
        ("2026-11-24", {}, []),
        ("2026-08-22", {"registered_on": date(2026, 9, 1)}, []),
        ("2026-08-22", {"status_of_stay": "A-2"}, []),
        ("2026-08-22", {"status_of_stay": "C-3-9"}, []),
        ("2026-11-01", {"stay_expires": date(2027, 1, 30)}, []),  # ninety days in all
        ("2026-11-01", {"stay_expires": date(2027, 1, 31)}, [("registration_due", "warning", 70)]),
        ("2026-11-01", {"status_of_stay": None, "id_kind": IdKind.RRN, "stay_expires": None}, []),
    ],
)
def test_registration(entered: str, facts_: dict[str, Any], expected: list[object]) -> None:
    row = person(**{"registered_on": None, "entered_on": date.fromisoformat(entered), **facts_})
    assert told(row) == expected


@pytest.mark.parametrize(
    ("born", "today", "expected"),
    [
        ("2008-02-29", "2025-02-28", []),
        ("2008-02-29", "2025-03-01", [("card_at_17", "warning", 90)]),
        ("2008-02-29", "2025-05-30", [("card_at_17", "warning", 0)]),
        ("2008-02-29", "2025-05-31", []),
        ("2009-11-23", "2026-11-23", [("card_at_17", "warning", 91)]),
    ],
)
def test_the_card_at_seventeen(born: str, today: str, expected: list[object]) -> None:
    row = person(birth_date=date.fromisoformat(born))
    assert told(row, today=date.fromisoformat(today)) == expected
    grown = person(birth_date=date.fromisoformat(born), registered_on=date.fromisoformat(today))
    assert told(grown, today=date.fromisoformat(today)) == []


@pytest.mark.parametrize(
    ("status", "duty"),
    [
        ("E-9-1", "workplace"), ("D-2-3", "work_permit"), ("F-4-11", "simple_labour"),
        ("F-5", "card_ten_years"), ("F-6-1", "particulars"), ("A-1", "may_register"),
        ("Z-9", None), (None, None),
    ],
)  # fmt: skip
def test_the_duty_of_a_status(status: str | None, duty: str | None) -> None:
    raised = {a.code: a for a in found(person(status_of_stay=status))}
    assert ("residents.duty" in raised) == (duty is not None)
    if duty:
        assert raised["residents.duty"].fields["duty"] == duty


def test_another_centre_is_named_with_its_address_and_telephone() -> None:
    (flag, _) = found(person(centre="1144068000"))
    assert (flag.code, flag.step) == ("residents.other_centre", "go_to_centre")
    assert (flag.fields["centre"], flag.fields["address"], flag.fields["phone"]) == (
        "합정동",
        "서울특별시 마포구 월드컵로5길 11",
        "02-120",
    )


def test_all_at_once_in_the_order_of_acting() -> None:
    row = person(
        card_lost_on=date(2026, 11, 1),
        stay_expires=TODAY - timedelta(days=3),
        restricted="법원 결정",
        centre="1144071000",
    )
    late = Address(date(2026, 1, 2), None, None, HOME)
    assert [code for code, _, _ in told(row, late)] == [
        "stay_expired",
        "restricted",
        "card_lost",
        "move_overdue",
        "other_centre",
    ]


def test_a_rule_counts_from_its_day_on_and_the_districts_before_ours() -> None:
    later = Rule("days.stay_expires_soon", 60, "guide", date(2026, 12, 1), "구청 지침")
    row = person(stay_expires=date(2027, 1, 15))
    assert told(row, synced=(later,), today=date(2026, 11, 30)) == []
    assert told(row, synced=(later,), today=date(2026, 12, 1)) == [
        ("stay_expires_soon", "warning", 45)
    ]
    off = Rule("flag.card_lost", "", "guide", date(2026, 12, 1), "구청 지침")
    lost = person(card_lost_on=date(2026, 11, 1))
    assert told(lost, synced=(off,), today=date(2026, 11, 30)) == [("card_lost", "warning", None)]
    assert told(lost, synced=(off,), today=date(2026, 12, 1)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flag_has_its_words(language: str) -> None:
    words = catalogue(language)
    for profile in ("guide", "statute"):
        flags, duties = (Rules(profile).in_force(of, TODAY) for of in ("flag.", "duty."))
        assert {rule.key.removeprefix("flag.") for rule in flags} == set(FLAGS)
        for rule in flags:
            name = rule.key.removeprefix("flag.")
            for key in (f"residents.{name}", f"flags.rule.{name}", f"flags.step.{rule.value}"):
                assert key in words
        assert duties
        for rule in duties:
            for part in ("title", "text"):
                assert f"flags.duty.{part}.{rule.value}" in words


def test_a_ground_is_said_in_both_languages() -> None:
    assert flag_words.ground("출입국관리법 제36조 제1항", "ko") == "출입국관리법 제36조 제1항"
    assert flag_words.ground("출입국관리법 제36조 제1항", "en") == "Immigration Act, Article 36(1)"
    assert flag_words.ground("출입국관리법 시행령 제23조 제3항", "en") == (
        "Enforcement Decree of the Immigration Act, Article 23(3)"
    )
    assert flag_words.ground("구청 지침", "en") == "구청 지침"


def test_every_ground_of_ours_has_english_words() -> None:
    for key in ("flag.", "duty.", "deadline."):
        for rule in Rules("statute").in_force(key, TODAY):
            assert flag_words.ground(rule.source, "en").isascii(), rule.source
    assert say("flags.ground", "en", ground="x")
