"""The doctor finds what an act would only stumble over later."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

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


def test_what_follows_from_one_cause_says_so(home: Path, clock: FixedClock) -> None:
    (home / "store.key").unlink()
    found = {check.name: check for check in examine(home, clock, "en") if not check.ok}
    assert "backup" in found.pop("key").detail
    assert set(found) == {"store", "audit", "numbers", "paper", "signing", "void_lists", "clock"}
    assert {check.detail for check in found.values()} == {
        "Cannot be examined before key is mended."
    }


@pytest.mark.parametrize("harmed", ["counter.db", "counter.db-turn", "."])
def test_a_store_that_takes_nothing_names_the_file(home: Path, harmed: str) -> None:
    """As a user whom the file does not let write; root without its privileges is one."""
    (home / "counter.db-turn").touch(mode=0o600)
    (home / harmed).chmod(0o500 if harmed == "." else 0o400)
    limits = "--bounding-set=-dac_override,-dac_read_search"
    plain = ["setpriv", limits] if os.geteuid() == 0 else []
    program = "from counter_app.cli import run; run()"
    command = [*plain, sys.executable, "-c", program, "doctor", "--home", str(home), "--json"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    (home / harmed).chmod(0o700)
    found = {one["name"]: one for one in json.loads(answer.stdout)["checks"]}
    assert answer.returncode == 1
    assert not found["store"]["ok"]
    assert str(home / harmed) in found["store"]["detail"]


def test_a_disk_nearly_full_says_what_to_do(
    home: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=7_000_000))
    found = check(home, clock, "disk")
    assert not found.ok
    assert found.detail == "Only 7 MB are free. Make room for at least 500 MB."


def test_an_audit_log_that_was_altered_names_its_row(
    home: Path, clock: FixedClock, sql: Sql
) -> None:
    ((kept,),) = sql("SELECT sql FROM sqlite_master WHERE name = 'audit_no_update'")
    sql("DROP TRIGGER audit_no_update")
    sql("UPDATE audit SET action = 'harmless' WHERE seq = 3")
    sql(str(kept))
    found = check(home, clock, "audit")
    assert not found.ok
    assert found.detail.startswith("Entry 3 of the audit log")


def only(home: Path, kept: str) -> None:
    """Leaves of counter.toml what a PC with nothing but a kiosk or a board has."""
    text = (home / "counter.toml").read_text("utf-8")
    tables = text.split("\n[")
    wanted = [part for part in tables if part.split("]")[0] in kept.split()]
    lines = ['language = "ko"', *(f"[{part}" for part in wanted)]
    lines += ["[queue]", 'url = "postgresql://counter:x@127.0.0.1:1/counter"', ""]
    (home / "counter.toml").write_text("\n".join(lines), "utf-8")
    (home / "counter.toml").chmod(0o600)
    (home / "counter.db").unlink()
    (home / "store.key").unlink()


@pytest.mark.parametrize("kept", ["office windows", "windows"])
def test_a_pc_with_nothing_but_a_kiosk_or_a_board(home: Path, clock: FixedClock, kept: str) -> None:
    only(home, kept)
    found = {check.name: check for check in examine(home, clock, "en")}
    assert [name for name, check in found.items() if not check.ok] == ["queue"]
    assert "store" not in found
    assert "127.0.0.1:1" in found["queue"].detail


@pytest.mark.parametrize(("setting", "row"), [("printer", "printer"), ("receipts", "receipts")])
def test_a_wrong_printer_is_told_in_its_own_row(
    home: Path, clock: FixedClock, setting: str, row: str
) -> None:
    file = home / "counter.toml"
    demo = file.read_text("utf-8")
    file.write_text(
        re.sub(rf'^{setting} = ".*"', f'{setting} = "post:"', demo, flags=re.M), "utf-8"
    )
    found = {check.name: check for check in examine(home, clock, "en") if not check.ok}
    assert set(found) == {row}
    assert "post:" in found[row].detail


def test_a_kiosk_alone_needs_of_the_office_code_and_names(home: Path, clock: FixedClock) -> None:
    only(home, "windows")
    with (home / "counter.toml").open("a", encoding="utf-8") as file:
        file.write('[office]\ncode = "1144066000"\nname_ko = "서교동"\nname_en = "Seogyo"\n')
    assert check(home, clock, "configuration").ok


def test_a_kiosks_printer_that_is_off(home: Path, clock: FixedClock) -> None:
    assert "tickets" not in {check.name for check in examine(home, clock, "en")}
    with (home / "counter.toml").open("a", encoding="utf-8") as file:
        file.write('\n[kiosk]\nprinter = "tcp:127.0.0.1:1"\n')
    assert not check(home, clock, "tickets").ok
