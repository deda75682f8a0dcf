"""[board] and [voice] in counter.toml: optional, checked, wrong values told."""

import pytest

from counter_app.announcements.settings import (
    BoardSettings,
    VoiceSettings,
    read_board,
    read_voice,
)
from counter_app.errors import Refusal


def test_nothing_needs_to_be_set() -> None:
    assert read_board({}) == BoardSettings(5, None)
    assert read_voice({}) == VoiceSettings("auto", 100)


def test_what_is_set_is_taken() -> None:
    data = {"board": {"seconds": 8, "screen": 2}, "voice": {"engine": "chime", "speed": 90}}
    assert read_board(data) == BoardSettings(8, 2)
    assert read_voice(data) == VoiceSettings("chime", 90)


@pytest.mark.parametrize(
    ("data", "code", "key"),
    [
        ({"board": 3}, "config.wrong_type", "[board]"),
        ({"board": {"seconds": 0}}, "config.out_of_range", "[board] seconds"),
        ({"board": {"seconds": "5"}}, "config.wrong_type", "[board] seconds"),
        ({"board": {"screen": 0}}, "config.out_of_range", "[board] screen"),
        ({"voice": "ko"}, "config.wrong_type", "[voice]"),
        ({"voice": {"engine": "online"}}, "config.out_of_range", "[voice] engine"),
        ({"voice": {"speed": 400}}, "config.out_of_range", "[voice] speed"),
    ],
)
def test_a_wrong_value_is_named(data: dict[str, object], code: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_board(data)
        read_voice(data)
    assert (refused.value.code, refused.value.fields["key"]) == (code, key)
