"""A command that is none is told in one sentence what is wrong with it."""

import pytest

from counter_app.cli import app, asked_of
from tests.cli.conftest import Run


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
    (("--home", "demo", "bench"), "--home 옵션은 명령 뒤에 적어 주세요."),
    (("sync", "--home=demo", "status"), "--home 옵션은 명령 뒤에 적어 주세요."),
    (("--zzzzz", "bench"), "--zzzzz 옵션은 없습니다."),
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


@pytest.mark.parametrize(
    ("words", "made"),
    [(["till", "show"], {"till"}), (["window"], set()), (["--help"], None), (["nosuch"], None)],
)
def test_only_what_is_asked_for_is_made(words: list[str], made: set[str] | None) -> None:
    every = {group.name for group in app.registered_groups}
    asked = asked_of(["counter", *words])
    assert {group.name for group in asked.registered_groups} == (every if made is None else made)
    assert {group.name for group in app.registered_groups} == every
