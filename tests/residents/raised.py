"""A record in memory, and what is raised of it today."""

from datetime import date
from typing import Any

from counter_app.residents.alerts import FLAGS, Terms, alerts, facts, present
from counter_app.residents.views import Address, Alert
from counter_app.rules import Rule, Rules
from db.identity import IdKind, Sex
from db.residents import ResidentRow
from tests.residents.conftest import TODAY


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
