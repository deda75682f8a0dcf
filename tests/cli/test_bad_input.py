"""Broken set-ups, impossible texts and faults: each one sentence, and the promised status."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import people
from tests.asking import Sql
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "config.lacks"),
        (b"\xff\xfe", "config.not_utf8"),
        (b"language = ", "config.broken"),
        (b"office = 1\nlanguage = 'ko'", "config.wrong_type"),
    ],
)
def test_a_corrupted_configuration(run: Run, home: Path, content: bytes, code: str) -> None:
    (home / "counter.toml").write_bytes(content)
    done = run("ticket", "list", "--json")
    assert (done.status, done.error["code"]) == (1, code)


@pytest.mark.parametrize("code", ["", "114406600", "서교동", "../../../x", "11440660001"])
def test_an_office_code_that_is_none(run: Run, home: Path, code: str) -> None:
    file = home / "counter.toml"
    file.write_text(file.read_text("utf-8").replace("1144066000", code), "utf-8")
    done = run("ticket", "list", "--json")
    assert (done.status, done.error["code"]) == (1, "config.out_of_range")


@pytest.mark.parametrize(
    ("harm", "code", "named"),
    [
        ("DROP TABLE audit", "store.lacks", "audit"),
        ("DELETE FROM alembic_version", "store.unversioned", "백업"),
    ],
)
@pytest.mark.parametrize("command", [("audit", "verify"), ("ticket", "list"), ("visit",)])
def test_a_store_cut_from_outside(
    run: Run, sql: Sql, command: tuple[str, ...], harm: str, code: str, named: str
) -> None:
    sql(harm)
    done = run(*command, "--json")
    assert (done.status, done.error["code"]) == (1, code)
    plain = run(*command)
    assert (plain.status, plain.out) == (1, "")
    assert plain.err.count("\n") == 1
    assert named in plain.err
    examined = run("doctor", "--json")
    assert examined.status == 1
    checks = {check["name"]: check for check in examined.answer["checks"]}
    assert not checks["store"]["ok"]
    assert named in checks["store"]["detail"]


def _set(home: Path, line: str, instead: str) -> None:
    file = home / "counter.toml"
    before = file.read_text("utf-8")
    assert line in before
    file.write_text(before.replace(line, instead), "utf-8")


@pytest.mark.parametrize(
    ("line", "key", "text", "code"),
    [
        ('seal_name = "서교동장의인"', "seal_name", "", "config.empty"),
        ('seal_name = "서교동장의인"', "seal_name", " \u3000", "config.empty"),
        ('seal_name = "서교동장의인"', "seal_name", "인" * 26, "config.too_long"),
        ('issuer_ko = "서교동장"', "issuer_ko", "", "config.empty"),
        ('issuer_ko = "서교동장"', "issuer_ko", "장" * 25, "config.too_long"),
        ('name_ko = "서교동 주민센터"', "name_ko", "동" * 41, "config.too_long"),
        ('phone = "02-0000-0000"', "phone", "", "config.empty"),
    ],
)
def test_an_office_that_paper_cannot_name(
    run: Run, home: Path, line: str, key: str, text: str, code: str
) -> None:
    _set(home, line, f'{key} = "{text}"')
    done = run("ticket", "list", "--json")
    assert (done.status, done.error["code"]) == (1, code)
    assert f"[office] {key}" in done.error["error"]


@pytest.mark.parametrize(
    ("line", "key", "text", "named"),
    [
        ('name_ko = "서교동 주민센터"', "name_ko", "서교동 😀", "U+1F600"),
        ('seal_name = "서교동장의인"', "seal_name", "张伟", "U+5F20"),
    ],
)
def test_the_doctor_names_a_character_that_paper_lacks(
    run: Run, home: Path, line: str, key: str, text: str, named: str
) -> None:
    _set(home, line, f'{key} = "{text}"')
    checks = {check["name"]: check for check in run("doctor", "--json").answer["checks"]}
    assert not checks["configuration"]["ok"]
    assert f"[office] {key}" in checks["configuration"]["detail"]
    assert named in checks["configuration"]["detail"]


def test_the_doctor_comes_to_a_folder_that_is_none(run: Run, tmp_path: Path) -> None:
    done = run("doctor", "--json", where=tmp_path / "none")
    assert done.status == 1
    assert {check["name"]: check["ok"] for check in done.answer["checks"]}["disk"] is False


def test_what_goes_wrong_is_told_in_the_language_of_the_office(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even of a configuration that is wrong elsewhere; Korean where there is none."""
    monkeypatch.delenv("COUNTER_LANG", raising=False)
    wrong = ("ticket", "next", "--window", "0")
    assert "창구는 없습니다" in run(*wrong).err
    _set(home, 'language = "ko"', 'language = "en"')
    assert "no window 0" in run(*wrong).err
    assert "no window 0" in run(*wrong, "--home", str(home), where=tmp_path / "none").err
    assert "command is wrong" in run("ticket", "fly").err
    monkeypatch.setenv("COUNTER_LANG", "ko")
    assert "창구는 없습니다" in run(*wrong).err
    monkeypatch.delenv("COUNTER_LANG")
    _set(home, 'phone = "02-0000-0000"', 'phone = ""')
    assert "is empty" in run(*wrong).err
    details = [check["detail"] for check in run("doctor", "--json").answer["checks"]]
    assert any("is empty" in detail for detail in details)
    assert "없습니다" in run(*wrong, where=tmp_path / "none").err


@pytest.mark.parametrize(("language", "yes"), [("ko", "예"), ("en", "yes")])
def test_a_record_is_shown_for_people(
    run: Run, home: Path, language: str, yes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTER_LANG", language)
    show = ("resident", "show", str(people.registered_foreigner(home)), "--purpose", "상담")
    record = run(*show, "--json").answer
    shown = run(*show).out
    lines = shown.splitlines()
    assert not re.search(r"[][{}']|datetime|True|False|None", shown)
    assert ["own_centre", yes] in [line.split() for line in lines]
    for address in record["addresses"]:
        words = (address["moved_in"], address["text_ko"])
        assert sum(all(word in line for word in words) for line in lines) == 1


@pytest.fixture
def unprivileged(home: Path) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """The command's status, code and sentence as one who may not read whatever root may."""
    caps = "-dac_override,-dac_read_search"
    drop = ["setpriv", f"--bounding-set={caps}", f"--inh-caps={caps}"]
    prefix = drop if os.geteuid() == 0 else []
    closed: list[Path] = []

    def call(shut: Path, *args: str) -> tuple[int, str, str]:
        closed.append(shut)
        shut.chmod(0)
        command = [*prefix, str(Path(sys.executable).with_name("counter")), *args, "--json"]
        done = subprocess.run(
            [*command, "--home", str(home)], capture_output=True, text=True, check=False
        )
        told = json.loads(done.stderr)
        return done.returncode, told["code"], told["error"]

    yield call
    for path in closed:
        path.chmod(0o700)


@pytest.mark.parametrize(
    ("shut", "code"),
    [
        (".", "config.unreadable"),
        ("counter.toml", "config.unreadable"),
        ("store.key", "store.key_unreadable"),
        ("counter.db", "store.unreadable"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="rights as Linux gives and takes them")
def test_a_file_that_may_not_be_read(
    unprivileged: Callable[..., tuple[int, str, str]], home: Path, shut: str, code: str
) -> None:
    path = home / shut
    status, refused, sentence = unprivileged(path, "ticket", "list")
    assert (status, refused) == (1, code)
    assert str(path) in sentence


def test_a_window_beyond_all_numbers(run: Run) -> None:
    for number in ("7", "9" * 20, "-" + "9" * 20):
        done = run("ticket", "next", "--window", number, "--json")
        assert (done.status, done.error["code"]) == (1, "clerks.no_such_window")


@pytest.mark.parametrize("name", ["demo", "sync", "sync.copy"])
def test_a_bench_in_a_centre_of_its_own_takes_no_other(run: Run, home: Path, name: str) -> None:
    done = run("bench", name, "--home", str(home), "--residents", "0", "--json")
    assert (done.status, done.error["code"]) == (1, "bench.own_centre")
    assert name in done.error["error"]


@pytest.mark.parametrize("count", ["0", "-1"])
def test_a_bench_without_residents(run: Run, count: str) -> None:
    done = run("bench", "search", "--residents", count, "--json")
    assert (done.status, done.error["code"]) == (1, "demo.residents")


@pytest.mark.parametrize(
    "command",
    [
        ("ticket", "take", "--category", "A", "--note", "\udcff"),
        ("ticket", "take", "--category", "A", "--note=\ud800x"),
        ("resident", "find", "\udcb1\udce8"),
        ("day", "--csv", "\udcff.csv", "--reason", "보고"),
    ],
)
def test_bytes_that_are_no_text(run: Run, command: tuple[str, ...]) -> None:
    done = run(*command, "--json")
    assert (done.status, done.error["code"]) == (2, "cli.no_text")
    assert "UTF-8" in done.error["error"]


def test_no_centre(run: Run, tmp_path: Path) -> None:
    done = run("ticket", "list", "--json", where=tmp_path / "none")
    assert (done.status, done.error["code"]) == (1, "config.missing")


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "'; DROP TABLE resident; --",
        '"',
        "100%",
        "😀",
        "\u202eabc",
        "응우옌",
        "990230-5123456",
        "12345",
        "*",
        "AND OR NOT",
        "\t",
        "",
    ],
)
def test_any_text_is_looked_up_or_refused_in_words(run: Run, text: str) -> None:
    done = run("resident", "find", text, "--json")
    assert done.status in (0, 1), done.err
    if done.status == 1:
        assert done.error["code"].startswith("residents.")
    else:
        assert isinstance(done.answer["results"], list)
