"""Work happens off the GUI thread, answers arrive on it, and nothing unexpected is swallowed."""

import logging
import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from counter_app.errors import Refusal
from tests.ui.waiting import PATIENCE
from ui.base.backend import Backend


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: list[tuple[bool, bool]] = []

    def hear(self, value: object) -> None:
        self.heard.append(value)

    def hear_thread(self, worker: int) -> None:
        here = threading.get_ident()
        self.threads.append((worker == here, QThread.isMainThread()))


def refuse(code: str) -> None:
    raise Refusal(code)


def fail() -> None:
    raise ValueError("NGUYEN THI HOA 900315-6000000")


def test_answers_arrive_on_the_gui_thread(qtbot: QtBot, backend: Backend) -> None:
    listener = Listener()
    backend.ask(threading.get_ident, then=listener.hear_thread)
    qtbot.waitUntil(lambda: bool(listener.threads))
    assert listener.threads == [(False, True)]


def test_an_act_is_followed_by_changed_and_a_question_is_not(
    qtbot: QtBot, backend: Backend
) -> None:
    listener = Listener()
    backend.changed.connect(partial(listener.hear, "changed"))
    backend.ask(str, "asked", then=listener.hear)
    backend.run(str, "done", then=listener.hear)
    assert backend.busy
    qtbot.waitUntil(lambda: len(listener.heard) == 3)
    assert listener.heard.count("changed") == 1
    assert listener.heard.index("done") + 1 == listener.heard.index("changed")
    assert not backend.busy


def test_acts_happen_in_the_order_they_were_asked_for(qtbot: QtBot, backend: Backend) -> None:
    listener = Listener()
    for number in range(50):
        backend.run(int, number, then=listener.hear)
    qtbot.waitUntil(lambda: len(listener.heard) == 50)
    assert listener.heard == list(range(50))


def test_a_printer_that_does_not_answer_holds_nothing_up(qtbot: QtBot, backend: Backend) -> None:
    listener, answered = Listener(), threading.Event()
    backend.spool(answered.wait, then=listener.hear)
    backend.run(str, "called", then=listener.hear)
    qtbot.waitUntil(lambda: listener.heard == ["called"])
    assert backend.busy
    answered.set()
    qtbot.waitUntil(lambda: listener.heard == ["called", True])


def test_a_refusal_goes_to_who_asked_else_to_all(qtbot: QtBot, backend: Backend) -> None:
    own, everyone = Listener(), Listener()
    backend.refused.connect(everyone.hear)
    backend.run(refuse, "queue.empty", refused=own.hear)
    backend.run(refuse, "queue.stale")
    qtbot.waitUntil(lambda: bool(everyone.heard))
    assert [r.code for r in own.heard if isinstance(r, Refusal)] == ["queue.empty"]
    assert [r.code for r in everyone.heard if isinstance(r, Refusal)] == ["queue.stale"]


def test_a_fault_is_told_by_its_number_and_logged_without_its_words(
    qtbot: QtBot, backend: Backend, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(backend.failed) as told:
        backend.run(fail)
    assert told.args is not None
    [reference] = told.args
    assert reference in caplog.text
    assert "ValueError" in caplog.text
    assert "test_backend.py" in caplog.text
    assert "NGUYEN" not in caplog.text
    assert "900315" not in caplog.text


def test_an_answer_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot, backend: Backend) -> None:
    gone, after = QLabel(), Listener()
    backend.ask(str, "late", then=gone.setText)
    backend.ask(str, "late", then=partial(gone.setText))
    delete(gone)
    backend.ask(str, "next", then=after.hear)
    qtbot.waitUntil(lambda: after.heard == ["next"])


def test_only_the_newest_question_of_a_name_is_answered(qtbot: QtBot, backend: Backend) -> None:
    listener, held = Listener(), threading.Event()
    backend.ask(held.wait, PATIENCE, then=listener.hear, replacing="search")
    for text in ("n", "ng", "ngu"):
        backend.ask(str, text, then=listener.hear, replacing="search")
    held.set()
    qtbot.waitUntil(lambda: not backend.waiting)
    assert listener.heard == ["ngu"]


def test_closing_finishes_what_has_begun_and_delivers_nothing(qtbot: QtBot) -> None:
    backend, listener, begun, held = Backend(), Listener(), threading.Event(), threading.Event()
    done: list[str] = []

    def act() -> None:
        begun.set()
        held.wait(PATIENCE)
        done.append("act")

    backend.run(act, then=listener.hear)
    backend.run(done.append, "never", then=listener.hear)
    assert begun.wait(PATIENCE)
    threading.Timer(0.05, held.set).start()
    backend.close()
    backend.run(done.append, "too late")
    qtbot.waitUntil(lambda: done == ["act"])
    assert listener.heard == []


class Sheet(QLabel):
    """Notes when it is painted."""

    def __init__(self, seen: list[str]) -> None:
        super().__init__("a sheet")
        self.seen = seen

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        self.seen.append("painted")


def test_what_can_wait_waits_until_the_rest_has_been_painted(
    qtbot: QtBot, backend: Backend
) -> None:
    seen: list[str] = []
    sheet = Sheet(seen)
    qtbot.addWidget(sheet)
    with qtbot.waitExposed(sheet):
        sheet.show()

    def turn() -> None:
        seen.clear()
        sheet.setText("another")
        backend.later(sheet.update)
        backend.ask(seen.append, "asked", then=None)
        backend.later(sheet.update)  # asked for twice, done once

    QTimer.singleShot(0, turn)
    qtbot.waitUntil(lambda: "asked" in seen and not backend.waiting)
    assert seen == ["painted", "painted", "asked"]


def test_a_step_of_a_widget_that_is_gone_is_dropped(qtbot: QtBot, backend: Backend) -> None:
    gone = QLabel()
    backend.later(gone.clear)
    delete(gone)
    qtbot.waitUntil(lambda: not backend.waiting)
