"""The terminal's contract with other programs, tried on the real command."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.words import say, user_language
from tests import people
from tests.cli.conftest import Run
from tests.conftest import PASSWORD


def test_the_installed_command(home: Path) -> None:
    command = [str(Path(sys.executable).with_name("counter")), "ticket", "list", "--json"]
    done = subprocess.run(
        [*command, "--home", str(home)], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == {"tickets": []}


def test_demo(run: Run, tmp_path: Path) -> None:
    where = tmp_path / "new"
    done = run("demo", str(where), "--residents", "50", "--seed", "3", "--json")
    assert done.answer == {
        "home": str(where),
        "clerk": "minseo",
        "password": PASSWORD,
        "window": 3,
        "residents": 50,
    }
    again = run("demo", str(where), "--json")
    assert (again.status, again.error["code"]) == (1, "demo.occupied")


@pytest.mark.parametrize("count", ["0", "-5", "2000001"])
def test_demo_of_too_few_or_too_many(run: Run, tmp_path: Path, count: str) -> None:
    done = run("demo", str(tmp_path / "new"), "--residents", count, "--json")
    assert (done.status, done.error["code"]) == (1, "demo.residents")
    assert not (tmp_path / "new").exists()


def test_a_ticket_from_take_to_finish(run: Run) -> None:
    taken = run("ticket", "take", "--category", "E", "--lang", "vi", "--json").answer
    assert taken | {"number": "E-001", "category": "E", "state": "waiting", "window": None} == taken
    called = run("ticket", "next", "--window", "3", "--json").answer
    assert called | {"id": taken["id"], "state": "called", "window": 3} == called
    ticket = str(taken["id"])
    states = [run("ticket", m, ticket, "--json").answer["state"] for m in ("recall", "start")]
    assert states == ["called", "serving"]
    refused = run("ticket", "no-show", ticket, "--json")
    assert (refused.status, refused.error["code"]) == (1, "queue.illegal_no_show")
    assert run("ticket", "finish", ticket, "--json").answer["state"] == "done"
    assert [t["state"] for t in run("ticket", "list", "--json").answer["tickets"]] == ["done"]


def test_the_same_action_id_acts_once(run: Run) -> None:
    take = ("ticket", "take", "--category", "E", "--action-id", "kiosk-1", "--json")
    assert run(*take).answer == run(*take).answer
    assert len(run("ticket", "list", "--json").answer["tickets"]) == 1


def test_an_action_id_is_not_used_for_something_else(run: Run) -> None:
    same = ("--action-id", "kiosk-1", "--json")
    run("ticket", "take", "--category", "E", *same)
    for other in (
        ("take", "--category", "A"),
        ("next", "--window", "3"),
        ("cancel", "1"),
    ):
        done = run("ticket", *other, *same)
        assert (done.status, done.error["code"]) == (1, "queue.action_used")
    assert [t["state"] for t in run("ticket", "list", "--json").answer["tickets"]] == ["waiting"]


def test_finding_says_what_is_wrong_with_the_text(run: Run) -> None:
    found = run("resident", "find", "nguyen", "--json").answer
    assert (found["warning"], found["message"]) == (None, None)
    nobody = run("resident", "find", "zzyzx", "--json").answer
    assert (nobody["results"], nobody["warning"]) == ([], "residents.none_found")
    assert nobody["message"] == say("residents.none_found", user_language("ko"))
    mismatched = run("resident", "find", "000101-7123456", "--json").answer
    assert (mismatched["results"], mismatched["warning"]) == ([], "residents.checksum")
    for code in ("residents.none_found", "residents.checksum"):
        assert say(code, user_language("ko")) in mismatched["message"]
        assert say(code, user_language("ko")) in run("resident", "find", "000101-7123456").out


def test_find_and_show(run: Run) -> None:
    results = run("resident", "find", "nguyen", "--limit", "5", "--json").answer["results"]
    assert 0 < len(results) <= 5
    first = results[0]
    assert {
        "id",
        "name_roman",
        "name_hangul",
        "number",
        "birth_date",
        "nationality",
        "status_of_stay",
        "address",
    } <= first.keys()
    assert first["number"].endswith("******")
    assert first["address"].endswith("***")
    shown = run("resident", "show", str(first["id"]), "--purpose", "상담", "--json").answer
    assert shown["number"][:8] == first["number"][:8]
    assert "*" not in shown["number"]
    silent = run("resident", "show", str(first["id"]), "--purpose", " ", "--json")
    assert (silent.status, silent.error["code"]) == (1, "residents.purpose_needed")


def test_issue_verify_and_list(run: Run, home: Path, tmp_path: Path) -> None:
    resident = str(people.registered_foreigner(home))
    file = tmp_path / "c.pdf"
    issue = ("certificate", "issue", "--kind", "alien-registration", "--resident", resident)
    done = run(*issue, "--purpose", "은행", "--copies", "2", "--out", str(file), "--json").answer
    assert done | {"file": str(file), "fee": 2000, "state": "spooled"} == done
    assert Path(done["receipt_file"]).read_bytes().startswith(b"%PDF")
    verified = run("certificate", "verify", str(file), "--json").answer
    assert verified | {"verdict": "genuine", "issue_number": done["issue_number"]} == verified
    file.write_bytes(file.read_bytes() + b" ")
    altered = run("certificate", "verify", str(file), "--json").answer
    assert altered["verdict"] == "altered"
    over = run("certificate", "hand-over", done["issue_number"], "--json").answer
    assert over["state"] == "handed_over"
    listed = run("certificate", "list", "--json").answer["certificates"]
    assert [c["issue_number"] for c in listed] == [done["issue_number"]]


def test_audit_and_doctor(run: Run) -> None:
    audit = run("audit", "verify", "--json").answer
    assert (audit["ok"], audit["first_bad"]) == (True, None)
    doctor = run("doctor", "--json")
    assert doctor.status == 0
    checks = {check["name"]: check["ok"] for check in doctor.answer["checks"]}
    assert {"fonts", "key", "store", "printer", "disk", "clock"} <= checks.keys()
    assert all(checks.values())


def test_doctor_names_what_is_wrong(run: Run, home: Path) -> None:
    (home / "store.key").chmod(0o644)
    doctor = run("doctor", "--json")
    assert doctor.status == 1
    checks = {check["name"]: check for check in doctor.answer["checks"]}
    assert not checks["key"]["ok"]
    assert "chmod 600" in checks["key"]["detail"]
    assert checks["fonts"]["ok"]


def test_doctor_names_a_damaged_store(run: Run, home: Path) -> None:
    store = home / "counter.db"
    store.write_bytes(store.read_bytes()[: 20 * 4096])
    checks = {c["name"]: c["ok"] for c in run("doctor", "--json").answer["checks"]}
    assert not checks["store"]
    assert checks["fonts"]


def test_a_visit(run: Run, tmp_path: Path) -> None:
    done = run("visit", "--json").answer
    assert (done["verdict"], done["state"]) == ("genuine", "done")
    assert Path(done["file"]).read_bytes().startswith(b"%PDF")
    assert Path(done["receipt_file"]).exists()


def test_passwords(run: Run) -> None:
    next_ = ("ticket", "next", "--window", "3", "--json")
    assert run(*next_, password="wrong").error["code"] == "clerks.wrong_password"
    assert run(*next_, "--clerk", "jihun").error["code"] == "clerks.password_needed"
    assert run(*next_, "--clerk", "jihun", password=PASSWORD).error["code"] == "queue.empty"


def test_an_administrator_suspends_and_restores(run: Run) -> None:
    admin = ("--clerk", "admin", "--json")
    barred = run("clerk", "suspend", "minseo", "--reason", "퇴직", *admin, password=PASSWORD)
    assert barred.answer["suspended_at"]
    next_ = ("ticket", "next", "--window", "3", "--json")
    assert run(*next_).error["code"] == "clerks.suspended"
    unknown = run("clerk", "restore", "nobody", "--reason", "복직", *admin, password=PASSWORD)
    assert unknown.error["code"] == "clerks.unknown"
    run("clerk", "restore", "minseo", "--reason", "복직", *admin, password=PASSWORD)
    assert run(*next_).error["code"] == "queue.empty"
    assert run("clerk", "list", "--json").error["code"] == "clerks.not_permitted"


def test_who_looked_at_a_record(run: Run, home: Path, tmp_path: Path) -> None:
    resident, file = str(people.registered_foreigner(home)), tmp_path / "accesses.pdf"
    assert run("resident", "show", resident, "--purpose", "상담", "--json").status == 0
    give = ("resident", "accesses", resident, "--out", str(file), "--purpose", "본인 요청")
    assert run(*give, "--json").answer == {"file": str(file), "accesses": 2}
    assert file.read_bytes().startswith(b"%PDF")
    file.unlink()
    backwards = run(*give, "--from", "2026-12-02", "--until", "2026-12-01", "--json")
    assert (backwards.status, backwards.error["code"]) == (1, "accesses.period")
