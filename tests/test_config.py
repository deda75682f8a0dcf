"""counter.toml: every key is known or refused by name, and every key that is read is known."""

import tomllib
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from counter_app.announcements.settings import read_board, read_voice
from counter_app.config import FILE, KNOWN, language_of, read_config, read_file
from counter_app.errors import Refusal
from counter_app.kiosk.settings import read_kiosk
from counter_app.words import explain

WHOLE = """
[queue]
url = "postgresql://queue"
patroni = 8008
lunch = {begins = "12:00", ends = "13:00", shifts = 2}
[[queue.categories]]
code = "A"
name_ko = "제증명"
name_en = "Certificates"
prefix = "A"
first = 1
last = 99
[kiosk]
categories = {A = {ko = {name = "제증명", about = "등본"}}}
[favourites]
A = ["residence"]
[seal]
time_stamps = "https://stamps.example"
[board]
[voice]
[numbers]
[privacy]
[district]
grace_hours = 72
[privacy.review]
no_ticket = 5
"""
"""Every table there is, beside those of the demo."""


@pytest.fixture
def write(home: Path) -> Callable[[str], None]:
    """Adds to the demo centre's file."""
    file = home / FILE
    demo = file.read_text("utf-8")

    def add(more: str) -> None:
        file.write_text(demo + more, "utf-8")
        file.chmod(0o600)

    return add


def test_a_file_saved_by_notepad(home: Path) -> None:
    file = home / FILE
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert read_config(home).office.code == "1144066000"


def test_a_file_in_another_encoding_names_the_line(home: Path) -> None:
    file = home / FILE
    file.write_bytes(
        "# 설정\nlanguage = 'ko'\n[office]\nname_ko = '".encode() + "서교".encode("cp949")
    )
    with pytest.raises(Refusal) as refused:
        read_config(home)
    assert refused.value.code == "config.not_utf8"
    assert refused.value.fields["line"] == 4


def test_what_should_be_a_number_is_told_in_words(home: Path) -> None:
    file = home / FILE
    file.write_text(file.read_text("utf-8").replace("count = 6", 'count = "6"'), "utf-8")
    with pytest.raises(Refusal) as refused:
        read_config(home)
    assert "따옴표 없는 정수" in explain(refused.value, "ko")


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ('receipts = "file:prints"', "receipts = 9100", "[printing] receipts"),
        ('receipts = "file:prints"\n', "", "[printing] receipts"),
        ("count = 6", "count = 100", "[windows] count"),
        ('profile = "guide"', 'profile = "law"', "[rules] profile"),
        ('language = "ko"', 'language = "kr"', "language"),
        ("[printing]", "[privacy]\nreview = 1\n[printing]", "[privacy.review]"),
        ("[printing]", "[privacy.review]\nno_act = -1\n[printing]", "[privacy.review] no_act"),
        ("[printing]", "[queue]\nlunch = 1\n[printing]", "[queue.lunch]"),
        (
            "[printing]",
            '[[queue.categories]]\ncode = "A"\n[printing]',
            "[[queue.categories]] name_ko",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_table(
    home: Path, right: str, wrong: str, key: str
) -> None:
    file = home / FILE
    demo = file.read_text("utf-8")
    assert right in demo
    file.write_text(demo.replace(right, wrong, 1), "utf-8")
    with pytest.raises(Refusal) as refused:
        read_config(home)
    assert refused.value.fields["key"] == key


@pytest.mark.parametrize(
    ("more", "code", "key", "likely"),
    [
        ("[printr]\nprinter = 1\n", "config.unknown_like", "[printr]", "printing"),
        ("[voice]\nsped = 3\n", "config.unknown_like", "[voice] sped", "speed"),
        ("[voice]\nzzz = 3\n", "config.unknown", "[voice] zzz", None),
        ("[zzz]\n", "config.unknown", "[zzz]", None),
        ("[queue.lunsh]\n", "config.unknown_like", "[queue.lunsh]", "lunch"),
        ("[queue.lunch]\nbegin = 1\n", "config.unknown_like", "[queue.lunch] begin", "begins"),
        (
            '[[queue.categories]]\ncode = "A"\nname_kr = "가"\n',
            "config.unknown_like",
            "[queue.categories] name_kr",
            "name_ko",
        ),
    ],
)
def test_what_nobody_reads_is_refused_by_name(
    write: Callable[[str], None], home: Path, more: str, code: str, key: str, likely: str | None
) -> None:
    write(more)
    with pytest.raises(Refusal) as refused:
        read_config(home)
    assert refused.value.code == code
    assert refused.value.fields["key"] == key
    assert refused.value.fields.get("likely") == likely
    assert language_of(home) == "ko"


def test_a_key_outside_every_table_is_refused(home: Path) -> None:
    file = home / FILE
    file.write_text("langage = 'ko'\n" + file.read_text("utf-8"), "utf-8")
    with pytest.raises(Refusal, match=r"config\.unknown_like"):
        read_file(home)


class Noted(dict[str, Any]):
    """A table that notes what is asked of it."""

    def __init__(self, data: dict[str, Any], name: str, asked: set[tuple[str, str]]) -> None:
        super().__init__({key: noted(value, f"{name}.{key}", asked) for key, value in data.items()})
        self.name, self.asked = name.lstrip("."), asked

    def __contains__(self, key: object) -> bool:
        self.asked.add((self.name, str(key)))
        return super().__contains__(key)

    def __getitem__(self, key: str) -> Any:
        self.asked.add((self.name, key))
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add((self.name, key))
        return super().get(key, default)


def noted(value: Any, name: str, asked: set[tuple[str, str]]) -> Any:
    if isinstance(value, dict):
        return Noted(value, name, asked)
    return [noted(entry, name, asked) for entry in value] if isinstance(value, list) else value


def test_every_key_that_is_read_is_known_and_the_other_way_round(
    write: Callable[[str], None], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who adds a key to a reader and not to the table learns it here."""
    write(WHOLE)
    asked: set[tuple[str, str]] = set()
    data = noted(tomllib.loads((home / FILE).read_text("utf-8")), "", asked)
    monkeypatch.setattr("counter_app.config.read_file", lambda _: data)
    config = read_config(home)
    read_kiosk(data, config.queue)
    read_board(data)
    read_voice(data)
    free = {name for name, keys in KNOWN.items() if keys is None}
    read = {(n, k) for n, k in asked if n and not any(n.startswith(name) for name in free)}
    unasked = {("numbers", key) for key in ("first", "last", "low")}  # laid over what is usual
    known = {(name, key) for name, keys in KNOWN.items() for key in keys or ()}
    assert read | unasked == known
    assert {key for name, key in asked if not name} - {"language"} == {
        name for name in KNOWN if "." not in name
    }


def test_the_whole_file_is_read(write: Callable[[str], None], home: Path) -> None:
    write(WHOLE)
    assert read_config(home).queue.lunch.begins == time(12)
