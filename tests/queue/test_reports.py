"""Reports: who may see what, which days there are, and files that are on record."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from errno import ENOSPC
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.queue.figures import NOBODY, Group
from counter_app.queue.figures_csv import COLUMNS, csv_of
from counter_app.queue.moves import Move
from counter_app.queue.reports import LONGEST, Reports
from tests.asking import NewAction, Sql

TODAY = date(2026, 11, 16)


@pytest.fixture
def reports(counter: Counter) -> Reports:
    return counter.reports


@pytest.fixture
def worked(
    counter: Counter, clerk: Actor, colleague: Actor, clock: FixedClock, action: NewAction
) -> None:
    """Two clerks, two numbers each, on the Friday before and today."""
    now = clock.at
    for at in (now - timedelta(days=3), now):
        clock.at = at
        for actor in (clerk, colleague):
            for code in "AE":
                counter.tickets.take(code, action_id=action())
                clock.at += timedelta(minutes=2)
                counter.tickets.call_next(actor, action_id=action())
    clock.at = now


@pytest.fixture
def supervisor(counter: Counter) -> Actor:
    return counter.clerks.sign_in("sujin", "seogyo-demo")


def refusal(act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value


def exports(sql: Sql) -> list[tuple[object, ...]]:
    return sql("SELECT clerk, detail FROM audit WHERE action = 'figures.exported' ORDER BY seq")


def test_a_new_centre_has_figures_of_nothing(reports: Reports, clerk: Actor) -> None:
    found = reports.day(clerk)
    assert (found.first, found.last, found.total) == (TODAY, TODAY, NOBODY)
    assert reports.beside(TODAY) == (None, None)
    assert reports.days(clerk, TODAY - timedelta(days=30), TODAY).total == NOBODY


@pytest.mark.usefixtures("worked")
def test_a_clerk_sees_the_own_figures_and_a_supervisor_everybodys(
    reports: Reports, clerk: Actor, supervisor: Actor
) -> None:
    assert [group.key for group in reports.day(clerk).clerks] == ["minseo"]
    everybody = reports.day(supervisor)
    assert [(group.key, group.visitors) for group in everybody.clerks] == [
        ("jihun", 2),
        ("minseo", 2),
    ]
    assert everybody.total == reports.day(clerk).total


def test_who_does_not_serve_and_manages_nobody_sees_none(
    counter: Counter, reports: Reports
) -> None:
    officer = counter.clerks.sign_in("haneul", "seogyo-demo")
    assert refusal(lambda: reports.day(officer)).code == "clerks.not_permitted"


def test_a_suspended_clerk_sees_none(
    counter: Counter, reports: Reports, clerk: Actor, administrator: Actor
) -> None:
    counter.accounts.suspend(administrator, clerk.clerk_id, "휴직")
    assert refusal(lambda: reports.day(clerk)).code == "clerks.suspended"


@pytest.mark.usefixtures("worked")
def test_days_past_are_found_and_stay_as_they_were(reports: Reports, clerk: Actor) -> None:
    friday = TODAY - timedelta(days=3)
    assert reports.beside(TODAY) == (friday, None)
    assert reports.beside(friday) == (None, TODAY)
    assert reports.beside(TODAY + timedelta(days=9)) == (TODAY, None)
    assert reports.day(clerk, friday).total.visitors == 4
    assert reports.days(clerk, friday, TODAY).total.visitors == 8


@pytest.mark.usefixtures("worked")
def test_yesterday_stays_the_same_when_it_is_archived(
    counter: Counter, reports: Reports, clerk: Actor, clock: FixedClock, action: NewAction
) -> None:
    before = reports.day(clerk, TODAY)
    clock.at += timedelta(days=1)
    counter.tickets.take("A", action_id=action())
    after = reports.day(clerk, TODAY)
    assert after == before
    assert reports.day(clerk).total.visitors == 1


def test_days_must_run_forward_and_not_too_long(reports: Reports, clerk: Actor) -> None:
    days = reports.days
    assert refusal(lambda: days(clerk, TODAY, TODAY - timedelta(days=1))).code == (
        "figures.days_turned"
    )
    long = TODAY - timedelta(days=LONGEST)
    assert refusal(lambda: days(clerk, long, TODAY)).fields == {"most": LONGEST}
    assert days(clerk, long + timedelta(days=1), TODAY).total == NOBODY


@pytest.mark.usefixtures("worked")
def test_an_export_is_a_file_and_a_row_in_the_log(
    counter: Counter, reports: Reports, supervisor: Actor, tmp_path: Path, sql: Sql
) -> None:
    path = tmp_path / "figures.csv"
    assert reports.export(supervisor, TODAY, TODAY, " 주간 보고 ", path, "ko") == path
    with path.open(encoding="utf-8-sig", newline="") as file:
        titles, *lines = csv.reader(file)
    assert len(titles) == len(COLUMNS)
    assert [line[2:6] for line in lines] == [
        ["전체", "", "", "4"],
        ["업무", "A", "제증명", "2"],
        ["업무", "E", "외국인·다문화", "2"],
        ["창구", "3", "", "2"],
        ["창구", "4", "", "2"],
        ["직원", "jihun", "박지훈", "2"],
        ["직원", "minseo", "김민서", "2"],
        ["시간", "10:00", "", "4"],
    ]
    assert path.stat().st_mode & 0o777 == 0o600
    ((who, detail),) = exports(sql)
    assert who == "sujin"
    assert json.loads(str(detail)) == {
        "reason": "주간 보고",
        "first": "2026-11-16",
        "last": "2026-11-16",
    }
    assert verify(counter.engine).ok


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_an_export_needs_a_reason(
    reports: Reports, clerk: Actor, tmp_path: Path, sql: Sql, reason: str
) -> None:
    path = tmp_path / "figures.csv"
    refused = refusal(lambda: reports.export(clerk, TODAY, TODAY, reason, path, "ko"))
    assert refused.code == "queue.reason_needed"
    assert not path.exists()
    assert exports(sql) == []


def test_an_export_overwrites_nothing(
    reports: Reports, clerk: Actor, tmp_path: Path, sql: Sql
) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("mine")
    refused = refusal(lambda: reports.export(clerk, TODAY, TODAY, "보고", path, "ko"))
    assert (refused.code, path.read_text()) == ("figures.exists", "mine")
    assert exports(sql) == []


def test_an_export_that_cannot_be_written_is_not_on_record(
    reports: Reports, clerk: Actor, tmp_path: Path, sql: Sql
) -> None:
    (tmp_path / "file").write_text("")
    mistyped = tmp_path / "none" / "figures.csv"
    for path in (tmp_path / "file" / "figures.csv", tmp_path / ("x" * 300), mistyped):
        refused = refusal(lambda: reports.export(clerk, TODAY, TODAY, "보고", path, "ko"))  # noqa: B023
        assert refused.code == "figures.unwritable"
    assert not mistyped.parent.exists()
    assert exports(sql) == []


def test_nobody_finds_half_a_file(
    reports: Reports, clerk: Actor, tmp_path: Path, sql: Sql, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "figures.csv"
    seen = []

    def full(_: int) -> None:
        seen.append(path.read_text())
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("counter_app.queue.reports.fsync", full)
    refused = refusal(lambda: reports.export(clerk, TODAY, TODAY, "보고", path, "ko"))
    assert (refused.code, seen) == ("figures.unwritable", [""])
    assert list(tmp_path.glob("figures*")) == []
    assert exports(sql) == []


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"]
)
def test_a_cell_never_becomes_a_formula(reports: Reports, clerk: Actor, cell: str) -> None:
    found = reports.day(clerk)
    evil = Group("login", cell, 1, 1, 0, 0, None, None)
    text = csv_of(replace(found, clerks=(evil,)), {}, "en")
    assert f"login,'{cell}," in text


def test_a_report_is_read_in_the_users_language(reports: Reports, clerk: Actor) -> None:
    first = csv_of(reports.day(clerk), {}, "en").splitlines()[0]
    assert first.startswith("\ufeffFrom,To,By")


def test_midnight_begins_a_new_report(
    counter: Counter, reports: Reports, clerk: Actor, clock: FixedClock, action: NewAction
) -> None:
    clock.at = datetime(2026, 11, 16, 23, 58, tzinfo=clock.at.tzinfo)
    counter.tickets.take("A", action_id=action())
    clock.at += timedelta(minutes=1)
    counter.tickets.call_next(clerk, action_id=action())
    clock.at += timedelta(minutes=5)
    current = counter.tickets.view(3).current
    assert current is not None
    found = reports.day(clerk, TODAY)
    assert (found.total.visitors, [hour.hour for hour in found.hours]) == (1, [23])
    assert reports.day(clerk).total == NOBODY
    counter.tickets.move(
        clerk, current.id, Move.FINISH, version=current.version, action_id=action()
    )
    (window,) = reports.day(clerk, TODAY).windows
    assert (window.served, window.service) == (1, None)  # ended on another day
