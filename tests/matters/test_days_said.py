"""A day ends with a full stop as Korean papers write it; no sentence puts another behind it."""

import re

import pytest

from counter_app.queue.categories import LANGUAGES
from counter_app.words import catalogue


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_in_a_sentence_has_one_full_stop(language: str) -> None:
    dated = [
        text.replace("{day}", "2026. 9. 27.")
        for key, text in catalogue(language).items()
        if key.startswith("matter_words.") and "{day}" in text
    ]
    assert dated
    assert [said for said in dated if re.search(r"27\.[.。।។]", said)] == []
