"""The doctor finds what an act would only stumble over later."""

from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.doctor import Check, examine
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests import people
from tests.asking import Sql


def check(home: Path, clock: FixedClock, name: str) -> Check:
    return next(check for check in examine(home, clock, "en") if check.name == name)


@pytest.mark.parametrize(
    "harm",
    [
        ("DROP TRIGGER audit_no_delete",),
        (
            "DROP TRIGGER audit_no_delete",
            "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT 1; END",
        ),
    ],
)
def test_a_record_that_can_be_changed(
    home: Path, clock: FixedClock, sql: Sql, harm: tuple[str, ...]
) -> None:
    assert check(home, clock, "audit").ok
    for statement in harm:
        sql(statement)
    found = check(home, clock, "audit")
    assert not found.ok
    assert "audit_no_delete" in found.detail


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ("[board]\nseconds = 1", "seconds"),
        ("[voice]\nengine = 'loud'", "engine"),
        ("[kiosk]\npin = '1'", "[kiosk] pin"),
        ("[kiosk]\nopens = '25:00'", "[kiosk] opens"),
    ],
)
def test_settings_of_boards_and_kiosks(
    home: Path, clock: FixedClock, settings: str, named: str
) -> None:
    assert check(home, clock, "configuration").ok
    with (home / "counter.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{settings}\n")
    found = check(home, clock, "configuration")
    assert not found.ok
    assert named in found.detail


def test_every_series_that_runs_low_is_named(
    home: Path, clock: FixedClock, counter: Counter, clerk: Actor
) -> None:
    with (home / "counter.toml").open("a", encoding="utf-8") as file:
        file.write("\n[numbers]\nlow = 999999\n")
    request = Request(people.registered_foreigner(home), "취업")
    counter.certificates.issue(clerk, request, action_id="issue")
    found = check(home, clock, "numbers")
    assert not found.ok
    for letters in ("AR", "R"):
        assert f"999,998 numbers of 2026-1144066000-{letters} are left" in found.detail


def test_secure_paper_that_does_not_add_up(home: Path, clock: FixedClock, sql: Sql) -> None:
    found = check(home, clock, "paper")
    assert found.ok
    assert "loaded 500 = issued 0 + spoiled 0 + remaining 500" in found.detail
    of_sheets = "type = 'trigger' AND tbl_name = 'paper_sheet'"
    for (name,) in sql(f"SELECT name FROM sqlite_master WHERE {of_sheets}"):
        sql(f"DROP TRIGGER {name}")
    sql("DELETE FROM paper_sheet WHERE id = (SELECT max(id) FROM paper_sheet)")
    found = check(home, clock, "paper")
    assert not found.ok
    assert "loaded 500, issued 0 + spoiled 0 + remaining 499" in found.detail
