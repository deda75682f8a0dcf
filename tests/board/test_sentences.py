"""What is read out: numbers as Koreans read them, each language's own sentence."""

import json
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.announcements.numerals import said_number, said_ticket, sino_korean
from counter_app.announcements.sentences import Part, spoken, written
from counter_app.queue.categories import LANGUAGES
from counter_app.resources import RESOURCES
from db.queue import Call
from tests.board.calls import call

VALUES = {"일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9}
UNITS = {"십": 10, "백": 100, "천": 1000}


def value(words: str) -> int:
    """Sino-Korean words read back: a figure counts the unit after it."""
    total, figure = 0, 0
    for letter in words:
        if letter in UNITS:
            total, figure = total + max(1, figure) * UNITS[letter], 0
        else:
            figure = VALUES[letter]
    return total + figure


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "일"),
        (10, "십"),
        (11, "십일"),
        (16, "십육"),
        (17, "십칠"),
        (20, "이십"),
        (99, "구십구"),
        (100, "백"),
        (104, "백사"),
        (105, "백오"),
        (110, "백십"),
        (111, "백십일"),
        (999, "구백구십구"),
        (1000, "천"),
        (1010, "천십"),
        (2345, "이천삼백사십오"),
    ],
)
def test_numbers_in_sino_korean_words(number: int, words: str) -> None:
    assert sino_korean(number) == words


@given(st.integers(1, 9999))
def test_words_mean_the_number(number: int) -> None:
    words = sino_korean(number)
    assert value(words) == number
    assert not any(f"일{unit}" in words for unit in UNITS)


@pytest.mark.parametrize(
    ("number", "language", "said"),
    [
        ("E-104", "ko", "이, 백사"),
        ("A-001", "ko", "에이, 일"),
        ("AB-017", "ko", "에이, 비, 십칠"),
        ("105", "ko", "백오"),
        ("E-104", "en", "E, 104"),
        ("A-001", "vi", "A, 1"),
        ("E-104", "ne", "E, १०४"),
    ],
)
def test_a_ticket_is_read_letter_by_letter_then_its_number(
    number: str, language: str, said: str
) -> None:
    assert said_ticket(number, language) == said


def test_windows_are_counted_as_tickets_are() -> None:
    assert said_number(12, "ko") == "십이"


def test_korean_comes_first_then_the_tickets_language() -> None:
    assert spoken(call(104, language="vi"), LANGUAGES) == (
        Part("ko", "이, 백사번 고객님, 삼번 창구로 오시기 바랍니다."),
        Part("vi", "Mời khách số E, 104 đến quầy số 3."),
    )


def test_a_korean_ticket_is_called_once() -> None:
    assert [part.language for part in spoken(call(104), LANGUAGES)] == ["ko"]


@pytest.mark.parametrize("language", ["mn", "km"])
def test_a_language_without_a_voice_is_called_in_english(language: str) -> None:
    voices = {"ko", "en", "vi"}
    parts = spoken(call(104, language=language), voices)
    assert [part.language for part in parts] == ["ko", "en"]


@pytest.mark.parametrize(("voices", "said"), [({"ko"}, ["ko"]), ({"en"}, ["en"]), (set(), [])])
def test_only_what_can_be_heard_is_said(voices: set[str], said: list[str]) -> None:
    assert [part.language for part in spoken(call(1, language="th"), voices)] == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_call_and_its_recall(language: str) -> None:
    path = RESOURCES / "translations" / language / "board_calls.json"
    sentences = json.loads(path.read_text("utf-8"))
    assert sentences.keys() == {"call", "recall"}
    for sentence in sentences.values():
        blanks = [name for _, name, _, _ in Formatter().parse(sentence) if name is not None]
        assert blanks == ["number", "window"]
    assert sentences["call"] != sentences["recall"]
    for kind in (Call.CALL, Call.RECALL):
        shown = written(call(104, window=12, language=language, kind=kind))
        assert "E-104" in shown
        assert "12" in shown
