"""counter numbers …, and what counter doctor says of them."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import PASSWORD
from tests.people import registered_foreigner

ADMIN = ("--clerk", "admin", "--json")


def test_blocks_and_what_is_left(run: Run, home: Path, tmp_path: Path) -> None:
    assert run("numbers", "status", "--json").answer == {"blocks": []}
    person = str(registered_foreigner(home))
    issue = ("certificate", "issue", "--resident", person, "--purpose", "은행", "--json")
    number = run(*issue, "--out", str(tmp_path / "c.pdf")).answer["issue_number"]
    series = number.rpartition("-")[0]
    allot = ("numbers", "allot", series, "1", "10", *ADMIN)
    assert run(*allot, password=PASSWORD).error["code"] == "numbers.overlap"
    year = int(series[:4]) + 1
    next_year = f"{year}{series[4:]}"
    done = run("numbers", "allot", next_year, "1", "10", *ADMIN, password=PASSWORD).answer
    assert done | {"series": next_year, "first": 1, "last": 10, "used": None, "left": 10} == done
    mine = run("numbers", "allot", next_year, "11", "20", "--json")
    assert (mine.status, mine.error["code"]) == (1, "clerks.not_permitted")
    blocks = run("numbers", "status", "--json").answer["blocks"]
    assert [(b["series"], b["used"], b["left"]) for b in blocks] == [
        (series, 1, 999_998),
        (f"{series.rpartition('-')[0]}-R", 1, 999_998),
    ]
    assert run("numbers", "status", "--year", str(year), "--json").answer["blocks"] == [done]
    assert run("numbers", "status").out.splitlines()[0].split()[:4] == [
        "series",
        "first",
        "last",
        "used",
    ]


@pytest.mark.parametrize(
    "wrong", ["first = 0", "last = 1000000", "first = 9\nlast = 8", "low = -1", 'low = "x"']
)
def test_a_wrong_allotment(run: Run, home: Path, wrong: str) -> None:
    file = home / "counter.toml"
    file.write_text(f"{file.read_text('utf-8')}\n[numbers]\n{wrong}\n", "utf-8")
    done = run("numbers", "status", "--json")
    assert (done.status, done.error["code"].partition(".")[0]) == (1, "config")
    assert "[numbers]" in done.error["error"]


def test_doctor_warns_early(run: Run, home: Path) -> None:
    file = home / "counter.toml"
    plain = file.read_text("utf-8")
    for numbers, ok in (("", True), ("last = 101", True), ("last = 100", False)):
        file.write_text(f"{plain}\n[numbers]\n{numbers}\n", "utf-8")
        checks = run("doctor", "--json").answer["checks"]
        assert [check["ok"] for check in checks if check["name"] == "numbers"] == [ok]
