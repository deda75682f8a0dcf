"""The terminal's contract with other programs, tried on the real command."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.cli import app, asked_of
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


def test_a_path_that_cannot_be_written_issues_nothing(run: Run, home: Path) -> None:
    resident = str(people.registered_foreigner(home))
    issue = ("certificate", "issue", "--resident", resident, "--purpose", "은행", "--json")
    paths = ("/nowhere/c.pdf", str(home), "/dev/null/c.pdf", "/dev/null", "x" * 250 + ".pdf")
    for path in (*paths, str(home / "counter.db")):
        done = run(*issue, "--out", path)
        assert (done.status, done.error["code"]) == (1, "printing.path_unwritable"), path
    assert run("certificate", "list", "--json").answer["certificates"] == []


def test_no_file_is_overwritten(run: Run, home: Path, tmp_path: Path) -> None:
    resident = str(people.registered_foreigner(home))
    issue = ("certificate", "issue", "--resident", resident, "--purpose", "은행", "--json")
    file, other = tmp_path / "c.pdf", tmp_path / "d-receipt.pdf"
    first = run(*issue, "--out", str(file)).answer
    other.write_bytes(b"%PDF-1.7 of somebody else")
    before = {path: path.read_bytes() for path in tmp_path.glob("*.pdf")}
    for out in (file, tmp_path / "d.pdf"):
        done = run(*issue, "--out", str(out))
        assert (done.status, done.error["code"]) == (1, "printing.path_taken")
    again = ("certificate", "reprint", first["issue_number"], "--reason", "훼손", "--json")
    copy = ("till", "receipt", first["receipt_number"], "--json")
    for command in (again, copy):
        assert run(*command, "--out", str(file)).error["code"] == "printing.path_taken"
    assert {path: path.read_bytes() for path in tmp_path.glob("*.pdf")} == before
    listed = run("certificate", "list", "--json").answer["certificates"]
    assert [one["issue_number"] for one in listed] == [first["issue_number"]]


def test_the_same_action_again_writes_what_is_missing(run: Run, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "c.pdf"
    issue = ("certificate", "issue", "--resident", str(people.registered_foreigner(home)))
    twice = (*issue, "--purpose", "은행", "--out", str(file), "--action-id", "once", "--json")
    first = run(*twice).answer
    before = file.read_bytes()
    file.unlink()
    Path(first["receipt_file"]).unlink()
    assert run(*twice).answer == first
    assert file.read_bytes() == before
    assert Path(first["receipt_file"]).exists()
    assert len(run("certificate", "list", "--json").answer["certificates"]) == 1


def test_the_same_action_again_writes_over_nothing(run: Run, home: Path, tmp_path: Path) -> None:
    resident = str(people.registered_foreigner(home))
    file = tmp_path / "c.pdf"
    issue = ("certificate", "issue", "--resident", resident, "--purpose", "은행", "--json")
    once = (*issue, "--action-id", "once", "--out", str(file))
    first = run(*once).answer
    receipt = Path(first["receipt_file"])
    written = (file.stat().st_ino, receipt.stat().st_ino)
    assert run(*once).answer == first
    assert (file.stat().st_ino, receipt.stat().st_ino) == written
    file.write_bytes(b"%PDF-1.7 of somebody else")
    assert run(*once).error["code"] == "printing.path_taken"
    assert file.read_bytes() == b"%PDF-1.7 of somebody else"


def test_the_id_of_a_spoiled_certificate_writes_nothing(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident = str(people.registered_foreigner(home))
    file = tmp_path / "c.pdf"
    issue = ("certificate", "issue", "--resident", resident, "--purpose", "은행", "--json")
    once = (*issue, "--action-id", "once", "--out", str(file))
    first = run(*once).answer
    spoil = ("certificate", "spoil", first["issue_number"], "--reason", "걸림")
    assert run(*spoil, "--json").error["code"] == "cli.usage"
    monkeypatch.setenv("COUNTER_SUPERVISOR_PASSWORD", PASSWORD)
    assert run(*spoil, "--second", "sujin", "--json").answer["state"] == "spoiled"
    file.unlink()
    Path(first["receipt_file"]).unlink()
    again = run(*once)
    assert (again.status, again.error["code"]) == (1, "certificates.spoiled")
    assert list(tmp_path.glob("*.pdf")) == []


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


@pytest.mark.parametrize(
    "args",
    [
        ("ticket", "take"),
        ("ticket", "next", "--window", "three"),
        ("ticket", "fly", "1"),
        ("ticket", "finish", "9" * 30),
        ("nonsense",),
        ("resident", "find", "x", "--limit", "0"),
        (
            "certificate",
            "issue",
            "--resident",
            "1",
            "--purpose",
            "x",
            "--out",
            "c",
            "--tender",
            "gold",
        ),
    ],
)
def test_bad_usage(run: Run, args: tuple[str, ...]) -> None:
    plain, as_json = run(*args), run(*args, "--json")
    assert (plain.status, as_json.status) == (2, 2)
    assert as_json.error["code"] == "cli.usage"
    assert plain.err.count("\n") == 1


WRONG = (
    (("ticket", "take"), "--category 옵션이 빠졌습니다."),
    (("ticket", "next", "--window", "three"), "--window 값은 정수여야 합니다."),
    (("ticket", "next", "--window"), "--window 옵션 뒤에 값이 없습니다."),
    (("ticket", "fly", "1"), "fly 명령은 없습니다."),
    (("tiket",), "tiket 명령은 없습니다. 비슷한 명령: 'ticket'."),
    (("ticket", "finish", "9" * 30), "ticket 값은 9223372036854775807 이하여야 합니다."),
    (("resident", "find"), "text 값이 빠졌습니다."),
    (("resident", "find", "x", "y"), "필요 없는 값이 더 있습니다: y."),
    (("resident", "find", "x", "--limit", "0"), "--limit 값은 1 이상이어야 합니다."),
    (("resident", "find", "x", "--limit", "101"), "--limit 값은 100 이하여야 합니다."),
    (("resident", "find", "x", "--limt", "3"), "--limt 옵션은 없습니다. 비슷한 옵션: --limit."),
    (("resident", "find", "x", "--zzzzz"), "--zzzzz 옵션은 없습니다."),
    (("resident", "find", "x", "--json=3"), "--json 옵션에는 값을 붙이지 않습니다."),
    (
        (
            *("certificate", "issue", "--resident", "1", "--purpose", "x", "--out", "c"),
            *("--tender", "gold"),
        ),
        "--tender 값 'gold' 대신 다음 가운데 하나를 적어 주세요: 'cash', 'card', 'stamp'.",
    ),
)


@pytest.mark.parametrize(("args", "said"), WRONG)
def test_bad_usage_is_said_in_one_language(run: Run, args: tuple[str, ...], said: str) -> None:
    """In Korean no English sentence of the library; in English, our own."""
    assert said in run(*args).err


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


@pytest.mark.parametrize(
    ("words", "made"),
    [(["till", "show"], {"till"}), (["window"], set()), (["--help"], None), (["nosuch"], None)],
)
def test_only_what_is_asked_for_is_made(words: list[str], made: set[str] | None) -> None:
    every = {group.name for group in app.registered_groups}
    asked = asked_of(["counter", *words])
    assert {group.name for group in asked.registered_groups} == (every if made is None else made)
    assert {group.name for group in app.registered_groups} == every
