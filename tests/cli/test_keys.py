"""counter keys …: what passes between a centre and its district, as files."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.clock import SystemClock
from counter_app.proof.trust import Bundle
from tests.cli.conftest import Run
from tests.conftest import PASSWORD
from tests.people import registered_foreigner

ADMIN = ("--clerk", "admin", "--json")


def test_a_new_key_from_request_to_signing(run: Run, tmp_path: Path) -> None:
    asked, word, warnings = str(tmp_path / "asked.json"), str(tmp_path / "word.json"), []
    for command in (
        ("new", "--out", asked),
        ("endorse", asked, "--out", word, "--since", "2026-01-01", "--until", "2046-01-01"),
    ):
        done = run("keys", *command, *ADMIN, password=PASSWORD)
        file = command[command.index("--out") + 1]
        assert (done.status, done.answer["file"]) == (0, file)
        warnings.append(done.answer["warning"])
    assert warnings == ["proof.takes_over_at_once", "proof.endorsed_itself"]
    again = run("keys", "import", word, *ADMIN, password=PASSWORD)
    assert (again.status, again.answer["new"]) == (0, 0)
    assert again.answer["warning"] == "proof.known_already"
    keys = run("keys", "list", "--json").answer["keys"]
    assert [key["state"] for key in keys] == ["root", "ready", "signs"]


def test_rotate_revoke_export(run: Run, tmp_path: Path) -> None:
    asked, out = str(tmp_path / "asked.json"), ("--out", str(tmp_path / "words.json"))
    assert run("keys", "rotate", "--out", asked, *ADMIN, password=PASSWORD).status == 0
    assert run("keys", "endorse", asked, *out, *ADMIN, password=PASSWORD).status == 0
    new = run("keys", "list", "--json").answer["keys"][-1]
    assert new["state"] == "coming"
    revoke = ("keys", "revoke", new["id"], "--reason", "lost", *out)
    assert run(*revoke, *ADMIN, password=PASSWORD).status == 0
    assert run("keys", "list", "--json").answer["keys"][-1]["state"] == "revoked"
    file = tmp_path / "trust.json"
    exported = run("keys", "export", str(file), "--json").answer
    assert (exported["file"], exported["warning"]) == (str(file), None)
    assert (
        run("keys", "root", "중구", *ADMIN, password=PASSWORD).error["code"] == "proof.root_exists"
    )


def test_the_key_that_signs_is_revoked_and_strangers_hear_of_it(
    run: Run, home: Path, tmp_path: Path
) -> None:
    person, paper = str(registered_foreigner(home)), str(tmp_path / "paper.pdf")
    issue = ("certificate", "issue", "--resident", person, "--purpose", "은행", "--out", paper)
    assert run(*issue).status == 0
    key = run("keys", "list", "--json").answer["keys"][-1]["id"]
    revoke = ("keys", "revoke", key, "--reason", "lost", "--out", str(tmp_path / "words.json"))
    assert run(*revoke, *ADMIN, password=PASSWORD).status == 0
    for command, file in (("export", tmp_path / "trust.json"), ("page", tmp_path / "page.html")):
        told = run("keys", command, str(file), "--json")
        assert (told.status, told.answer["warning"]) == (0, "proof.lists_left_out")
        assert told.answer["message"] in run("keys", command, str(file)).out
        assert file.exists()
    assert len(Bundle.from_json((tmp_path / "trust.json").read_text()).revocations) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{}", "proof.not_a_bundle"),
        ("[", "proof.not_a_bundle"),
        ('{"counter-trust": 1, "roots": ["?"]}', "proof.not_a_bundle"),
        ('{"counter-trust": 1, "roots": 5}', "proof.not_a_bundle"),
        ("[]", "proof.not_a_bundle"),
        (None, "proof.unreadable"),
    ],
)
def test_a_wrong_file(run: Run, tmp_path: Path, content: str | None, code: str) -> None:
    file = tmp_path / "given.json"
    if content is not None:
        file.write_text(content)
    done = run("keys", "import", str(file), *ADMIN, password=PASSWORD)
    assert (done.status, done.error["code"]) == (1, code)


def test_a_place_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    done = run("keys", "export", str(tmp_path / "no" / "file"), "--json")
    assert (done.status, done.error["code"]) == (1, "printing.path_unwritable")


def test_the_end_of_a_key_is_told(
    run: Run, tmp_path: Path, sql: Callable[[str], list[tuple[object, ...]]]
) -> None:
    asked, word = str(tmp_path / "asked.json"), str(tmp_path / "word.json")
    assert run("keys", "list", "--json").answer["warning"] is None
    sql("DELETE FROM signing_key WHERE role = 'centre'")
    for until, warning in (
        (None, "proof.no_key"),
        (SystemClock().now().date() + timedelta(days=10), "proof.key_ends"),
    ):
        if until:
            run("keys", "new", "--out", asked, *ADMIN, password=PASSWORD)
            endorse = ("keys", "endorse", asked, "--out", word, "--until", str(until))
            assert run(*endorse, *ADMIN, password=PASSWORD).status == 0
        told = run("keys", "list", "--json").answer
        assert told["warning"] == warning
        assert told["message"] in run("keys", "list").out
        checks = {check["name"]: check for check in run("doctor", "--json").answer["checks"]}
        assert (checks["signing"]["ok"], checks["signing"]["detail"]) == (False, told["message"])
        assert checks["void_lists"]["ok"]
