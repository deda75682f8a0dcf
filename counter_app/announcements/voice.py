"""A board's voice: the chime, then the sentences, each by whatever can say it here."""

from collections.abc import Callable, Iterable, Sequence
from threading import Event
from typing import Protocol

from counter_app.announcements.commands import Unheard
from counter_app.announcements.espeak import espeak
from counter_app.announcements.sentences import Part
from counter_app.announcements.settings import VoiceSettings
from counter_app.announcements.sound import Speaker, speaker
from counter_app.logs import log
from counter_app.resources import RESOURCES

CHIME = RESOURCES / "sounds" / "chime.wav"


class Mouth(Protocol):
    """Speaks some languages."""

    @property
    def languages(self) -> frozenset[str]: ...

    def say(self, part: Part) -> None:
        """Returns when it was heard. Raises Unheard."""
        ...

    def stop(self) -> None:
        """Be quiet from now on; from the GUI thread."""
        ...


class Voice:
    """Says one thing at a time, on a worker. What several `mouths` speak is left to the first.
    Muted while it speaks, it ends with the sentence that is being said."""

    def __init__(self, chimes: Speaker | None, mouths: Sequence[Mouth]) -> None:
        self._chimes = chimes
        self._mouths = mouths
        self._muted = Event()

    @property
    def languages(self) -> frozenset[str]:
        """Those that can be heard."""
        return frozenset().union(*(mouth.languages for mouth in self._mouths))

    def mute(self, muted: bool) -> None:
        """From any thread."""
        if muted:
            self._muted.set()
        else:
            self._muted.clear()

    def say(self, parts: Iterable[Part]) -> bool:
        """The chime and the sentences, to the end; whether all that should be heard was. The
        board shows what could not be said."""
        heard = self._try(self._ring)
        for part in parts:
            heard &= self._try(self._speak, part)
        return heard

    def stop(self) -> None:
        """Be quiet from now on; from the GUI thread."""
        self._muted.set()
        for source in (self._chimes, *self._mouths):
            if source:
                source.stop()

    def _try(self, sound: Callable[..., None], *of: Part) -> bool:
        if self._muted.is_set():
            return True
        try:
            sound(*of)
        except Unheard as problem:
            log.warning("not heard: %s", problem)
            return False
        return True

    def _ring(self) -> None:
        if self._chimes is None:
            raise Unheard("nothing here plays sound")
        self._chimes.play(CHIME)

    def _speak(self, part: Part) -> None:
        next(mouth for mouth in self._mouths if part.language in mouth.languages).say(part)


def voice(settings: VoiceSettings, qt: Mouth | None = None) -> Voice | None:
    """The best this machine has for what the office set, None where it is to be silent; `qt`
    stands for Qt's engine."""
    if settings.engine == "off":
        return None
    chimes = speaker()
    mouths: list[Mouth] = [qt] if qt else []
    if chimes and settings.engine in ("auto", "espeak"):
        mouths += filter(None, [espeak(settings.speed, chimes)])
    return Voice(chimes, mouths)
