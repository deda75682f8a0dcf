"""espeak-ng, which speaks most of our languages without any network."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from counter_app.announcements.commands import Commands
from counter_app.announcements.sentences import Part
from counter_app.announcements.sound import Speaker

VOICES = {
    "ko": "ko",
    "en": "en-us",
    "zh": "cmn-latn-pinyin",  # Debian's `cmn` reads the pinyin it makes as if it were English
    "vi": "vi",
    "th": "th",
    "uz": "uz",
    "ru": "ru",
    "mn": "mn",
    "km": "km",
    "ne": "ne",
}
"""Its voice for each language, where it has one; 1.51 has none for Mongolian and Khmer."""
CALM = 140
"""Words a minute; its usual 175 are too fast for a hall."""
_PROGRAMS = ("espeak-ng", r"C:\Program Files\eSpeak NG\espeak-ng.exe")


class Espeak:
    """`speed` in percent of a calm voice. `languages`: those it has a voice for."""

    def __init__(
        self, program: str, voices: Mapping[str, str], speed: int, speaker: Speaker
    ) -> None:
        self.languages = frozenset(voices)
        self._program = program
        self._voices = voices
        self._speed = speed * CALM // 100
        self._speaker = speaker
        self._commands = Commands(10)

    def say(self, part: Part) -> None:
        """Returns when it was heard. Raises Unheard."""
        with tempfile.TemporaryDirectory() as folder:
            wav = Path(folder) / "said.wav"
            self.write(part, wav)
            self._speaker.play(wav)

    def write(self, part: Part, wav: Path) -> None:
        """The part as sound, 22,050 samples a second. Raises Unheard."""
        voice = ("-v", self._voices[part.language], "-s", str(self._speed))
        argv = (self._program, "-b", "1", *voice, "-w", str(wav), "--stdin")
        self._commands.run(argv, part.text.encode())

    def stop(self) -> None:
        self._commands.stop()
        self._speaker.stop()


def espeak(speed: int, speaker: Speaker) -> Espeak | None:
    """espeak-ng if it is installed and speaks any of our languages."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        return None
    listed = subprocess.run(
        (program, "--voices"), capture_output=True, text=True, timeout=10, check=False
    ).stdout
    known = {line.split()[1] for line in listed.splitlines()[1:] if len(line.split()) > 1}
    voices = {language: voice for language, voice in VOICES.items() if voice in known}
    return Espeak(program, voices, speed, speaker) if voices else None
