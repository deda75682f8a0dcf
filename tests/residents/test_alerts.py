from datetime import date, timedelta
from typing import Any

import pytest

from counter_app.residents.alerts import alerts
from counter_app.residents.deadlines import due
from counter_app.residents.views import Address
from counter_app.rules import Rules
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
    ],
)
def test_days_are_counted_as_the_civil_code_has_it(start: str, days: int, deadline: str) -> None:
    assert due(date.fromisoformat(start), days) == date.fromisoformat(deadline)


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
        "centre": "1144066000",
        "household": 1,
    }
    return ResidentRow(**(usual | facts))


def told(
    row: ResidentRow, *addresses: Address, profile: str = "guide", other: str | None = None
) -> list[tuple[str, str, object]]:
    found = alerts(row, addresses, other_centre=other, today=TODAY, rules=Rules(profile))
    return [(a.code.removeprefix("residents."), a.level, a.fields.get("days")) for a in found]


def test_nothing_to_say() -> None:
    reported = Address(date(2026, 1, 2), None, date(2026, 1, 5), "서울특별시 마포구 양화로 1")
    assert told(person(), reported) == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, [("stay_expired", "danger", 1), ("referral_only", "danger", None)]),
        (0, [("stay_expires_soon", "warning", 0)]),
        (30, [("stay_expires_soon", "warning", 30)]),
        (31, []),
    ],
)
def test_the_end_of_stay(days: int, expected: list[tuple[str, str, object]]) -> None:
    assert told(person(stay_expires=TODAY + timedelta(days=days))) == expected
    assert told(person(stay_expires=None)) == []


@pytest.mark.parametrize(
    ("kind", "profile", "moved_in", "expected"),
    [
        # 2026-11-23 is a Monday; ends on the weekend before it move to it.
        (IdKind.FRN, "guide", "2026-11-09", ("move_unreported", "warning", 0)),
        (IdKind.FRN, "guide", "2026-11-08", ("move_unreported", "warning", 0)),
        (IdKind.FRN, "guide", "2026-11-06", ("move_overdue", "danger", 3)),
        (IdKind.FRN, "statute", "2026-11-06", ("move_unreported", "warning", 0)),
        (IdKind.DRN, "statute", "2026-11-06", ("move_overdue", "danger", 3)),
        (IdKind.RRN, "guide", "2026-11-20", ("move_unreported", "warning", 11)),
    ],
)
def test_a_move_not_reported(
    kind: IdKind, profile: str, moved_in: str, expected: tuple[str, str, int]
) -> None:
    address = Address(date.fromisoformat(moved_in), None, None, "서울특별시 마포구 양화로 1")
    assert told(person(id_kind=kind), address, profile=profile) == [expected]


def test_a_home_left_again_is_history() -> None:
    left = Address(date(2026, 1, 2), date(2026, 3, 2), None, "서울특별시 마포구 양화로 1")
    assert told(person(), left) == []


def test_the_gravest_comes_first() -> None:
    row = person(card_lost_on=date(2026, 11, 1), stay_expires=TODAY - timedelta(days=3))
    assert [level for _, level, _ in told(row, other="연남동")] == [
        "danger",
        "danger",
        "warning",
        "info",
    ]
