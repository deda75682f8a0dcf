"""Qt's speech engine as a mouth of a board's voice; only where the extra `voice` is installed."""

from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from counter_app.announcements.commands import Unheard
from counter_app.announcements.sentences import Part
from counter_app.announcements.settings import VoiceSettings
from counter_app.announcements.sound import LONGEST
from counter_app.queue.categories import LANGUAGES

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech

SOUNDLESS = "mock"
"""An engine for tests."""


class QtMouth(QObject):
    """Lives on the GUI thread; `say` is called on a worker and waits there."""

    _wanted = Signal(object)

    def __init__(self, engine: "QTextToSpeech", speed: int) -> None:
        super().__init__()
        self.engine = engine
        engine.setParent(self)
        engine.setRate(max(-1.0, min(1.0, (speed - 100) / 100)))
        spoken = reversed(engine.availableLocales())
        self._locales = {locale.name().partition("_")[0]: locale for locale in spoken}
        self._ended = Event()
        self._stopped = False
        self._begun = False
        engine.stateChanged.connect(self._state_changed)
        self._wanted.connect(self._begin, Qt.ConnectionType.QueuedConnection)

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self._locales) & frozenset(LANGUAGES)

    def say(self, part: Part) -> None:
        """Returns when it was heard. Raises Unheard."""
        self._ended.clear()
        self._wanted.emit(part)
        ended = self._stopped or self._ended.wait(LONGEST)
        if not ended or self.engine.state() is type(self.engine).State.Error:
            raise Unheard("Qt's speech engine")

    def stop(self) -> None:
        self._stopped = True
        self.engine.stop()
        self._ended.set()

    @Slot(object)
    def _begin(self, part: Part) -> None:
        self.engine.setLocale(self._locales[part.language])
        self._begun = True
        self.engine.say(part.text)
        if self.engine.state() is type(self.engine).State.Error:
            self._state_changed()  # it was before, so nothing will tell

    @Slot()
    def _state_changed(self) -> None:
        states = type(self.engine).State
        if self._begun and self.engine.state() in (states.Ready, states.Error):
            self._begun = False
            self._ended.set()


def qt_mouth(settings: VoiceSettings) -> QtMouth | None:
    """The first of Qt's engines that works here and speaks one of our languages, if the office
    wants one and the extra is installed."""
    if settings.engine not in ("auto", "qt"):
        return None
    try:
        from PySide6.QtTextToSpeech import QTextToSpeech  # noqa: PLC0415 - is not always there
    except ImportError:
        return None
    for name in QTextToSpeech.availableEngines():
        mouth = None if name == SOUNDLESS else QtMouth(QTextToSpeech(name), settings.speed)
        if mouth and mouth.languages:
            return mouth
    return None
