from datetime import date, timedelta
from typing import Any

import pytest

from counter_app.residents import flag_words
from counter_app.residents.alerts import FLAGS, Terms, alerts, facts, present
from counter_app.residents.deadlines import birthday, due
from counter_app.residents.flag_words import explained
from counter_app.residents.referrals import referrals
from counter_app.residents.views import Address, Alert
from counter_app.rules import Rule, Rules
from counter_app.words import LANGUAGES, catalogue, say
from db.identity import IdKind, Sex
from db.residents import ResidentRow

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("start", "days", "deadline"),
    [
        ("2026-03-02", 90, "2026-06-01"),
        ("2026-03-02", 15, "2026-03-17"),
        ("2026-03-02", 14, "2026-03-16"),
        ("2026-02-02", 15, "2026-02-19"),
        ("2026-09-10", 15, "2026-09-28"),
        ("2026-04-16", 15, "2026-05-04"),
        ("2026-07-02", 15, "2026-07-20"),
        ("2024-02-14", 15, "2024-02-29"),  # a leap day is a day
        ("2023-02-14", 15, "2023-03-02"),  # 1 March is a holiday
        ("2024-02-15", 14, "2024-02-29"),
        ("2026-12-11", 14, "2026-12-28"),  # Christmas on a Friday, then a weekend
        ("2026-12-18", 14, "2027-01-04"),  # New Year on a Friday
        ("2025-09-19", 14, "2025-10-10"),  # the longest row of days off there was
        ("2026-11-23", 0, "2026-11-23"),
    ],
)
def test_days_are_counted_as_the_civil_code_has_it(start: str, days: int, deadline: str) -> None:
    assert due(date.fromisoformat(start), days) == date.fromisoformat(deadline)


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        ("2008-02-29", 17, "2025-03-01"),
        ("2008-02-29", 18, "2026-03-01"),
        ("2008-02-29", 20, "2028-02-29"),
        ("2008-02-28", 18, "2026-02-28"),
        ("2009-11-23", 17, "2026-11-23"),
    ],
)
def test_a_birthday_that_a_year_does_not_have_is_the_day_after(
    born: str, age: int, day: str
) -> None:
    assert birthday(date.fromisoformat(born), age) == date.fromisoformat(day)


def person(**facts: Any) -> ResidentRow:
    usual: dict[str, Any] = {
        "id": 1,
        "id_kind": IdKind.FRN,
        "number": "9001015100001",
        "name_roman": "NGUYEN VAN AN",
        "name_hangul": "응우옌반안",
        "name_original": "",
        "name_key": "AN NGUYEN VAN",
        "sex": Sex.MALE,
        "birth_date": date(1990, 1, 1),
        "nationality": "VNM",
        "status_of_stay": "E-9-1",
        "stay_expires": date(2028, 1, 1),
        "entered_on": date(2020, 1, 1),
        "registered_on": date(2020, 2, 1),
        "centre": "1144066000",
        "household": 1,
    }
    return ResidentRow(**(usual | facts))


HOME = "서울특별시 마포구 양화로 1 (서교동)"


def found(
    row: ResidentRow,
    *newest_first: Address,
    profile: str = "guide",
    own: str = "1144066000",
    today: date = TODAY,
    synced: tuple[Rule, ...] = (),
) -> tuple[Alert, ...]:
    terms = Terms(Rules(profile, lambda: synced), today, own)
    return alerts(facts(row, present(newest_first, today), today), terms)


def told(*args: Any, **asked: Any) -> list[tuple[str, str, object]]:
    """Without the duty that everybody has."""
    raised = found(*args, **asked)
    assert [FLAGS.index(a.code.removeprefix("residents.")) for a in raised] == sorted(
        FLAGS.index(a.code.removeprefix("residents.")) for a in raised
    )
    return [
        (a.code.removeprefix("residents."), a.level, a.fields.get("days"))
        for a in raised
        if a.code != "residents.duty"
    ]


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


@pytest.mark.parametrize(
    ("kind", "profile", "moved_in", "expected"),
    [
        # 2026-11-23 is a Monday; ends on the weekend before it move to it.
        (IdKind.FRN, "guide", "2026-11-09", ("move_unreported", "warning", 0)),
        (IdKind.FRN, "guide", "2026-11-08", ("move_unreported", "warning", 0)),
        (IdKind.FRN, "guide", "2026-11-07", ("move_unreported", "warning", 0)),
        (IdKind.FRN, "guide", "2026-11-06", ("move_overdue", "danger", 3)),
        (IdKind.FRN, "statute", "2026-11-06", ("move_unreported", "warning", 0)),
        (IdKind.FRN, "statute", "2026-11-05", ("move_overdue", "danger", 3)),
        (IdKind.DRN, "statute", "2026-11-06", ("move_overdue", "danger", 3)),
        (IdKind.RRN, "guide", "2026-11-20", ("move_unreported", "warning", 11)),
        (IdKind.RRN, "guide", "2026-11-23", ("move_unreported", "warning", 14)),
        # Of before the day from which the law has fifteen days.
        (IdKind.FRN, "statute", "2020-12-09", ("move_overdue", "danger", 2161)),
        (IdKind.FRN, "statute", "2020-12-10", ("move_overdue", "danger", 2156)),
        (IdKind.FRN, "guide", "1998-03-02", ("move_overdue", "danger", 10479)),
        (IdKind.DRN, "guide", "2000-02-29", ("move_overdue", "danger", 9750)),
    ],
)
def test_a_move_not_reported(
    kind: IdKind, profile: str, moved_in: str, expected: tuple[str, str, int]
) -> None:
    address = Address(date.fromisoformat(moved_in), None, None, HOME)
    assert told(person(id_kind=kind), address, profile=profile) == [expected]


def test_guide_and_law_stand_side_by_side_where_they_differ() -> None:
    address = Address(date(2026, 11, 6), None, None, HOME)
    by_guide, by_law = (found(person(), address, profile=one)[0] for one in ("guide", "statute"))
    assert (by_guide.fields["limit"], by_guide.fields["by_law"]) == (14, 15)
    assert by_law.fields["limit"] == 15
    assert "by_law" not in by_law.fields
    assert by_guide.ground == by_law.ground == "출입국관리법 제36조 제1항"


@pytest.mark.parametrize(
    "history",
    [
        [Address(date(2026, 1, 2), date(2026, 3, 2), None, HOME)],
        # Twice on one day: the second is where they live, and that was reported.
        [
            Address(date(2026, 3, 2), None, date(2026, 3, 3), HOME),
            Address(date(2026, 3, 2), date(2026, 3, 2), None, HOME),
        ],
        # The same, though nobody wrote down that the first was left.
        [
            Address(date(2026, 3, 2), None, date(2026, 3, 3), HOME),
            Address(date(2026, 3, 2), None, None, HOME),
        ],
        # A move to come is not late, and does not hide where they live now.
        [
            Address(date(2026, 11, 24), None, None, HOME),
            Address(date(2026, 1, 2), date(2026, 11, 24), date(2026, 1, 5), HOME),
        ],
        [Address(date(2026, 11, 24), None, None, HOME)],
    ],
)
def test_no_move_that_must_be_reported(history: list[Address]) -> None:
    assert told(person(), *history) == []


def test_a_home_that_will_be_left_must_be_reported_still() -> None:
    going = Address(date(2026, 10, 1), date(2026, 12, 1), None, HOME)
    assert told(person(), going) == [("move_overdue", "danger", 39)]


def test_the_report_is_for_the_centre_of_the_new_address() -> None:
    there = Address(date(2026, 11, 20), None, None, "서울특별시 마포구 월드컵로5길 11 (합정동)")
    (move, _) = found(person(), there)
    assert (move.step, move.fields["centre"]) == ("go_to_centre", "합정동")
    (move, _) = found(person(), Address(date(2026, 11, 20), None, None, HOME))
    assert (move.step, "centre" in move.fields) == ("report_move", False)


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


def test_a_period_is_counted_by_the_rule_of_its_first_day() -> None:
    later = Rule("deadline.move_registered_foreigner", 30, "guide", date(2026, 11, 10), "구청 지침")
    moves = [Address(date(2026, 11, day), None, None, HOME) for day in (9, 10)]
    days = [told(person(), move, synced=(later,))[0] for move in moves]
    assert days == [("move_unreported", "warning", 0), ("move_unreported", "warning", 17)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flag_has_its_words(language: str) -> None:
    words = catalogue(language)
    for profile in ("guide", "statute"):
        for rule in Rules(profile).in_force("flag.", TODAY):
            name = rule.key.removeprefix("flag.")
            assert name in FLAGS
            for key in (f"residents.{name}", f"flags.rule.{name}", f"flags.step.{rule.value}"):
                assert key in words
        for rule in Rules(profile).in_force("duty.", TODAY):
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
