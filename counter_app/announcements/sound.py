"""Plays a WAV file to its end: by the sound server's or the system's own program, on Windows by
the system itself."""

import shutil
import sys
from pathlib import Path
from typing import Protocol

from counter_app.announcements.commands import Commands, Unheard
from counter_app.logs import log

PROGRAMS: tuple[tuple[str, ...], ...] = (
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("afplay",),
)
"""PipeWire, PulseAudio, ALSA, macOS. The first that is there and plays is kept to."""
LONGEST = 30.0
"""Seconds; the longest sentence at the slowest takes two thirds of it."""


class Speaker(Protocol):
    def play(self, wav: Path) -> None:
        """Returns when the last of it was heard. Raises Unheard."""
        ...

    def stop(self) -> None:
        """Be quiet from now on; from any thread."""
        ...


def speaker() -> Speaker | None:
    """What this machine plays sound with, if it can."""
    if sys.platform == "win32":
        return _Windows()
    found = [program for program in PROGRAMS if shutil.which(program[0])]
    return _Programs(found) if found else None


class _Programs:
    def __init__(self, programs: list[tuple[str, ...]]) -> None:
        self._programs = programs
        self._commands = Commands(LONGEST)

    def play(self, wav: Path) -> None:
        while True:
            program = self._programs[0]
            try:
                return self._commands.run((*program, str(wav)))
            except Unheard as problem:
                if len(self._programs) == 1:
                    raise
                log.warning("no sound by %s", problem)
                self._programs = self._programs[1:]

    def stop(self) -> None:
        self._commands.stop()


if sys.platform == "win32":
    import winsound

    class _Windows:
        def play(self, wav: Path) -> None:
            try:
                winsound.PlaySound(str(wav), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
            except RuntimeError as error:
                raise Unheard("winsound") from error

        def stop(self) -> None:
            winsound.PlaySound(None, 0)
