"""Ten languages say the same things, in their own script, in glyphs we have."""

import json
from string import Formatter
from unicodedata import name

import pytest

from counter_app.certificates.shaping import missing_characters
from counter_app.queue.categories import LANGUAGES
from counter_app.resources import RESOURCES

SCRIPTS = {
    "ko": "HANGUL", "en": "LATIN", "zh": "CJK", "vi": "LATIN", "th": "THAI", "uz": "LATIN",
    "ru": "CYRILLIC", "mn": "CYRILLIC", "km": "KHMER", "ne": "DEVANAGARI",
}  # fmt: skip
MARKS = "ʻʼ"
"""Letters of no script, as Uzbek writes them."""
OWN_LETTERS = {"vi": "ếộđ", "uz": "ʻ", "ru": "ыё", "mn": "өү"}


def sentences(language: str) -> dict[str, str]:
    path = RESOURCES / "translations" / language / "kiosk.json"
    loaded: dict[str, str] = json.loads(path.read_text("utf-8"))
    return loaded


def blanks(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_korean_says(language: str) -> None:
    korean, said = sentences("ko"), sentences(language)
    assert list(said) == list(korean)
    assert [key for key in korean if blanks(said[key]) != blanks(korean[key])] == []
    assert [key for key, text in said.items() if not text or text != text.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_of_its_script_and_has_a_glyph(language: str) -> None:
    for key, text in sentences(language).items():
        plain = "".join(part for part, *_ in Formatter().parse(text))
        letters = [letter for letter in plain if letter.isalpha() and letter not in MARKS]
        strangers = [letter for letter in letters if SCRIPTS[language] not in name(letter)]
        assert [*strangers, *missing_characters(plain)] == [], key


@pytest.mark.parametrize("language", OWN_LETTERS)
def test_neighbours_in_one_script_are_told_apart(language: str) -> None:
    said = "".join(sentences(language).values())
    assert all(letter in said for letter in OWN_LETTERS[language])
