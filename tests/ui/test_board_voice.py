"""Qt's speech engine as a board's voice: on the engine that Qt ships for tests."""

import re
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.metadata import files
from pathlib import Path

import pytest
from PySide6.QtTextToSpeech import QTextToSpeech
from pytestqt.qtbot import QtBot

import ui.board.voice
from counter_app.announcements.commands import Unheard
from counter_app.announcements.sentences import Part
from counter_app.announcements.settings import VoiceSettings
from ui.board.voice import SOUNDLESS, QtMouth, qt_mouth

HELLO = Part("en", "Ticket E, 104, please come to window 3.")


@pytest.fixture
def mouth(qtbot: QtBot) -> QtMouth:
    return QtMouth(QTextToSpeech(SOUNDLESS), 100)


def on_a_worker(qtbot: QtBot, mouth: QtMouth, *parts: Part) -> list[Future[None]]:
    with ThreadPoolExecutor(1) as worker:
        said = [worker.submit(mouth.say, part) for part in parts]
        qtbot.waitUntil(lambda: all(one.done() for one in said), timeout=30_000)
    return said


def test_sentences_are_said_one_after_the_other(qtbot: QtBot, mouth: QtMouth) -> None:
    states: list[str] = []
    mouth.engine.stateChanged.connect(lambda state: states.append(state.name))
    said = on_a_worker(qtbot, mouth, HELLO, HELLO)
    assert [one.result() for one in said] == [None, None]
    assert states == ["Speaking", "Ready", "Speaking", "Ready"]


def test_it_speaks_what_its_engine_has_voices_for(mouth: QtMouth) -> None:
    assert mouth.languages == {"en"}


def test_stopping_lets_the_worker_go(qtbot: QtBot, mouth: QtMouth) -> None:
    with ThreadPoolExecutor(1) as worker:
        said = worker.submit(mouth.say, Part("en", "word " * 500))
        qtbot.waitUntil(lambda: mouth.engine.state().name == "Speaking", timeout=30_000)
        mouth.stop()
        qtbot.waitUntil(said.done, timeout=30_000)


@pytest.mark.qt_log_level_fail("NO")
def test_an_engine_that_fails_is_told(qtbot: QtBot, mouth: QtMouth) -> None:
    mouth.engine.setEngine("none")
    (said,) = on_a_worker(qtbot, mouth, HELLO)
    assert isinstance(said.exception(), Unheard)


@pytest.mark.parametrize("engine", ["espeak", "chime", "off"])
def test_it_is_not_looked_for_where_the_office_wants_another(engine: str) -> None:
    assert qt_mouth(VoiceSettings(engine)) is None


@pytest.mark.qt_log_level_fail("NO")
def test_an_engine_without_sound_or_voices_is_passed_over(qtbot: QtBot) -> None:
    found = qt_mouth(VoiceSettings("qt"))
    assert found is None or found.engine.engine() != SOUNDLESS


def test_only_this_mouth_needs_more_than_the_base_installation() -> None:
    libraries = (path for path in files("pyside6-essentials") or () if path.suffix != ".pyi")
    base = {path.name.partition(".")[0] for path in libraries}
    needed = {
        (path.name, found)
        for path in Path(ui.__path__[0]).rglob("*.py")
        for found in re.findall(r"from PySide6\.(\w+) import", path.read_text("utf-8"))
    }
    assert {(name, found) for name, found in needed if found not in base} == {
        ("voice.py", "QtTextToSpeech")
    }
