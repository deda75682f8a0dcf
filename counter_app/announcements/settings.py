"""What an office sets for its boards: [board] and [voice] in counter.toml, all of it optional."""

from dataclasses import dataclass
from typing import Any

from counter_app.checked import between, choice, table

ENGINES = ("auto", "qt", "espeak", "chime", "off")


@dataclass(frozen=True, slots=True)
class BoardSettings:
    """`seconds`: how long each call is seen at the least. `screen`: which monitor, from 1; the
    last one when None or when there are fewer."""

    seconds: int = 5
    screen: int | None = None


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """`engine`: one of ENGINES. `speed` in percent of a calm voice."""

    engine: str = "auto"
    speed: int = 100


def read_board(data: dict[str, Any]) -> BoardSettings:
    """Of the whole counter.toml. Raises Refusal config.wrong_type, config.out_of_range."""
    found, usual = table(data, "board") if "board" in data else {}, BoardSettings()
    return BoardSettings(
        between(found, "seconds", 2, 60, "board") if "seconds" in found else usual.seconds,
        between(found, "screen", 1, 9, "board") if "screen" in found else usual.screen,
    )


def read_voice(data: dict[str, Any]) -> VoiceSettings:
    """Of the whole counter.toml. Raises Refusal config.wrong_type, config.out_of_range."""
    found, usual = table(data, "voice") if "voice" in data else {}, VoiceSettings()
    return VoiceSettings(
        choice(found, "engine", ENGINES, "voice") if "engine" in found else usual.engine,
        between(found, "speed", 50, 200, "voice") if "speed" in found else usual.speed,
    )
