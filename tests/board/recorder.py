"""A mouth and a loudspeaker that remember what they were given."""

from collections.abc import Callable
from pathlib import Path

from counter_app.announcements.sentences import Part


class Recorder:
    """Speaks `languages`. `then` is called within each sentence."""

    def __init__(self, *languages: str) -> None:
        self.languages = frozenset(languages)
        self.parts: list[Part] = []
        self.played: list[str] = []
        self.stopped = False
        self.then: Callable[[], None] = lambda: None

    @property
    def spoken(self) -> list[str]:
        return [part.language for part in self.parts]

    def say(self, part: Part) -> None:
        self.parts.append(part)
        self.then()

    def play(self, wav: Path) -> None:
        self.played.append(wav.stem)

    def stop(self) -> None:
        self.stopped = True
