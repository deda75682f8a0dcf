"""`counter day`: one document, tables for people, and a file only with a reason."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from counter_app.clock import FixedClock, SystemClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.asking import Sql
from tests.cli.conftest import Run
from tests.conftest import PASSWORD

FRIDAY = "2026-11-13"


@pytest.fixture
def friday(counter: Counter, clerk: Actor, clock: FixedClock) -> None:
    """Two numbers at window 3, the first served for two minutes after a wait of four."""
    clock.at -= timedelta(days=3)
    for n in range(2):
        counter.tickets.take("A", action_id=f"take-{n}")
    for n in range(2):
        clock.at += timedelta(minutes=4 - 2 * n)
        counter.tickets.call_next(clerk, action_id=f"call-{n}")


@pytest.mark.usefixtures("friday")
def test_a_day_is_one_document(run: Run) -> None:
    told = run("day", "--date", FRIDAY, "--json").answer
    assert (told["date"], told["visitors"], told["served"], told["waiting"]) == (FRIDAY, 2, 1, 0)
    assert (told["waited_median_s"], told["waited_ninetieth_s"]) == (300, 360)
    assert told["service_median_s"] == 120
    assert told["crowd"] is None
    assert [row["category"] for row in told["categories"]] == ["A"]
    assert [(row["window"], row["visitors"]) for row in told["windows"]] == [("3", 2)]
    assert [(row["clerk"], row["name"]) for row in told["clerks"]] == [("minseo", "김민서")]
    assert [(row["hour"], row["taken"]) for row in told["hours"]] == [(10, 2)]


@pytest.mark.usefixtures("friday")
def test_people_read_tables(run: Run) -> None:
    done = run("day", "--date", FRIDAY)
    assert done.status == 0
    assert "minseo" in done.out
    assert "waited_median_s" in done.out


def test_today_without_a_number_is_a_day_of_nothing(run: Run) -> None:
    told = run("day", "--json").answer
    assert (told["date"], told["visitors"]) == (SystemClock().now().date().isoformat(), 0)
    assert told["waited_median_s"] is None
    assert told["windows"] == []


@pytest.mark.usefixtures("friday")
def test_a_file_needs_a_reason(run: Run, tmp_path: Path, sql: Sql) -> None:
    path = tmp_path / "friday.csv"
    asked = ("day", "--date", FRIDAY, "--csv", str(path), "--json")
    refused = run(*asked)
    assert (refused.status, refused.error["code"]) == (1, "queue.reason_needed")
    assert not path.exists()
    done = run(*asked, "--reason", "주간 보고").answer
    assert done == {"date": FRIDAY, "file": str(path), "reason": "주간 보고"}
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert next(line for line in csv.reader(file) if line[2] == "전체")[5] == "2"
    assert len(sql("SELECT seq FROM audit WHERE action = 'figures.exported'")) == 1
    again = run(*asked, "--reason", "주간 보고")
    assert again.error["code"] == "figures.exists"


@pytest.mark.parametrize(
    ("on", "status", "code"),
    [
        ((SystemClock().now().date() + timedelta(days=1)).isoformat(), 1, "figures.to_come"),
        ("2026-02-30", 2, "cli.usage"),
        ("gestern", 2, "cli.usage"),
    ],
)
def test_a_day_must_be_one_and_not_to_come(run: Run, on: str, status: int, code: str) -> None:
    done = run("day", "--date", on, "--json")
    assert (done.status, done.error["code"]) == (status, code)


def test_a_day_long_ago_has_nothing(run: Run) -> None:
    assert run("day", "--date", date(1, 1, 1).isoformat(), "--json").answer["visitors"] == 0


def test_who_serves_nobody_sees_none(run: Run) -> None:
    done = run("day", "--clerk", "haneul", "--json", password=PASSWORD)
    assert (done.status, done.error["code"]) == (1, "clerks.not_permitted")
