"""A move that is not reported: until when, to which centre, and when there is nothing to report."""

from datetime import date

import pytest

from counter_app.residents.views import Address
from counter_app.rules import Rule
from db.identity import IdKind
from tests.residents.raised import HOME, found, person, told


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


def test_a_period_is_counted_by_the_rule_of_its_first_day() -> None:
    later = Rule("deadline.move_registered_foreigner", 30, "guide", date(2026, 11, 10), "구청 지침")
    moves = [Address(date(2026, 11, day), None, None, HOME) for day in (9, 10)]
    days = [told(person(), move, synced=(later,))[0] for move in moves]
    assert days == [("move_unreported", "warning", 0), ("move_unreported", "warning", 17)]
