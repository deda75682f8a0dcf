"""[queue] in counter.toml: what is left out is usual, what is nonsense is told."""

import re
import tomllib
from datetime import time
from pathlib import Path

import pytest

from counter_app.errors import Refusal
from counter_app.queue.settings import QueueSettings, read_queue
from counter_app.words import LANGUAGES, explain

WINDOWS = (1, 2, 3)
PAGE = Path(__file__).parents[2] / "docs" / "queue.md"
A = '[[queue.categories]]\ncode = "A"\nname_ko = "가"\nname_en = "a"\n'
B = '[[queue.categories]]\ncode = "B"\nname_ko = "나"\nname_en = "b"\n'


def read(text: str) -> QueueSettings:
    return read_queue(tomllib.loads(text), WINDOWS)


def test_nothing_said_is_the_usual() -> None:
    assert read("") == QueueSettings(WINDOWS)


def test_the_example_of_the_page_is_read() -> None:
    example = re.search(r"```toml\n(\[queue\]\nordinary.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert example
    found = read(example[1])
    assert (found.no_show_recalls, found.no_show_seconds) == (1, 30)
    assert (found.lunch.begins, found.lunch.ends) == (time(11, 30), time(13, 30))
    assert found.categories["A"].number(7) == "A-007"


def test_categories_may_share_a_prefix_in_ranges_of_their_own() -> None:
    found = read(A + 'prefix = ""\nlast = 299\n' + B + 'prefix = ""\nfirst = 300\n')
    assert found.categories["A"].number(7) == "007"
    assert found.categories["B"].number(300) == "0300"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("queue = 1", "config.wrong_type"),
        ("[queue]\nordinary = 0", "config.out_of_range"),
        ("[queue]\npriority = 'many'", "config.wrong_type"),
        ("[queue]\ncap_minutes = 0", "config.out_of_range"),
        ("[queue]\nno_show_recalls = -1", "config.out_of_range"),
        ("[queue]\ncategories = []", "config.lacks"),
        ("[queue]\ncategories = 'A'", "config.wrong_type"),
        ('[[queue.categories]]\ncode = "A"', "config.lacks"),
        (A.replace('"A"', '"a;--"'), "config.out_of_range"),
        (A + 'prefix = "Q"', "config.out_of_range"),
        (A + 'prefix = "1"', "config.out_of_range"),
        (A + "first = 5\nlast = 4", "config.out_of_range"),
        (A + A, "config.numbers_overlap"),
        (A + B + 'prefix = "A"', "config.numbers_overlap"),
        ('[queue.lunch]\nbegins = "13:00"\nends = "12:00"\nshifts = 2', "config.out_of_range"),
        ('[queue.lunch]\nbegins = "noon"\nends = "13:00"\nshifts = 2', "config.out_of_range"),
    ],
)
def test_nonsense_is_told(text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(text)
    assert caught.value.code == code
    assert all(explain(caught.value, language) for language in LANGUAGES)
