"""A real window on a real centre, in the language and look a test asks for."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.tickets import TicketView
from tests.ui.driver import Driver
from tests.ui.papers import Visitor, visitor
from tests.ui.waiting import PATIENCE
from ui.app import MainWindow
from ui.base.backend import Backend
from ui.base.session import Session
from ui.certificate.panel import CertificatePanel
from ui.certificate.request_form import RequestForm
from ui.kit.theme import look
from ui.person.lookup import LookupPanel

for wait in (QtBot.waitActive, QtBot.waitExposed, QtBot.waitSignal, QtBot.waitUntil):
    assert wait.__kwdefaults__
    wait.__kwdefaults__["timeout"] = PATIENCE * 1000  # five seconds are few on a busy machine


@dataclass
class Stopwatch:
    """Seconds that pass when a test says so."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(autouse=True)
def _garbage(qapp: object) -> Iterator[None]:
    """As in the window, no worker collects what belongs to the GUI thread."""
    gc.disable()
    yield
    gc.collect()
    gc.freeze()  # nor need the next search go through what stays


@pytest.fixture(autouse=True)
def _plain_look(qapp: object) -> Iterator[None]:
    yield
    if (look().mode, look().scale) != ("light", 1.0):
        look().show("light", 1.0)


@pytest.fixture
def backend(qtbot: QtBot) -> Iterator[Backend]:
    made = Backend()
    yield made
    made.close()


@pytest.fixture
def session(qtbot: QtBot, clerk: Actor) -> Session:
    made = Session("ko")
    made.sign_in(clerk)
    return made


@pytest.fixture
def idle_time() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def door(qtbot: QtBot, counter: Counter, idle_time: Stopwatch) -> Iterator[Driver]:
    """The window asking who works here."""
    window = MainWindow(counter, Session("ko"), idle_time)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    window.sign_in.open()
    driver = Driver(window)
    driver.settle()
    yield driver
    window.backend.close()
    delete(window)  # at once: every widget alive makes every change of look slower


@pytest.fixture
def desk(door: Driver) -> Driver:
    """The window at work: the demo clerk signed in, nobody waiting."""
    door.window.sign_in.enter_demo()
    door.enter()
    return door


@pytest.fixture
def panel(desk: Driver) -> CertificatePanel:
    return desk.work.certificate


@pytest.fixture
def form(panel: CertificatePanel) -> RequestForm:
    return panel.page.form


@pytest.fixture
def came(home: Path) -> Visitor:
    """A registered foreigner and what they bring."""
    return visitor(home)


@pytest.fixture
def ticket(counter: Counter) -> TicketView:
    """A Vietnamese visitor's number for the foreigners' desk."""
    return counter.tickets.take("E", "vi", action_id="slip")


@pytest.fixture
def lookup(desk: Driver) -> LookupPanel:
    panel = desk.work.lookup
    assert isinstance(panel, LookupPanel)
    return panel
