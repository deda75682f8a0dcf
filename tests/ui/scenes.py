"""Pictures of the real window for docs/screens; `python -m tests.ui.scenes [SCENE...]`.

Each scene begins in a fresh copy of one demo centre, signed in, at a fixed time, and is reached
by keys. Add one as a function in SCENES.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from counter_app.clock import SEOUL, FixedClock
from counter_app.demo.centre import make_centre
from counter_app.main import Counter, open_counter
from tests.ui.driver import Driver
from ui.app import MainWindow
from ui.session import Session
from ui.theme import MODES, Mode, look

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
NOW = datetime(2026, 11, 23, 10, 42, 13, tzinfo=SEOUL)
RESIDENTS = 3000
SMALL, LARGE = (1366, 768), (1920, 1080)
# Minutes ago, category, language of the visitors already waiting.
QUEUE = (
    (21, "E", "vi"), (18, "A", "ko"), (14, "B", "ko"), (11, "E", "zh"), (9, "A", "ko"),
    (8, "E", "ru"), (6, "A", "ko"), (5, "E", "en"), (4, "D", "ko"), (3, "A", "ko"),
    (2, "E", "th"), (1, "B", "km"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Take:
    """How one picture is taken."""

    language: str
    mode: Mode
    size: tuple[int, int]
    scale: float = 1.0

    @property
    def name(self) -> str:
        size = "x".join(map(str, self.size))
        large = f"-{self.scale:.0%}".replace("%", "") if self.scale != 1.0 else ""
        return f"{self.language}-{self.mode.replace('_', '-')}-{size}{large}"


EVERY = tuple(Take(*choice) for choice in product(("ko", "en"), MODES, (SMALL, LARGE)))
TWO = (Take("ko", "light", LARGE), Take("en", "high_contrast", SMALL))
ENLARGED = (Take("ko", "light", SMALL, 2.0), Take("en", "high_contrast", LARGE, 2.0))


def empty(_: Driver) -> None:
    """Nobody waits, nobody is served."""


def sign_in(driver: Driver) -> None:
    leave(driver)


def wrong_password(driver: Driver) -> None:
    leave(driver)
    screen = driver.window.sign_in
    screen.password.setFocus()
    driver.press("Ctrl+A", "Delete")
    driver.type("not-the-password")
    driver.press("Return")
    driver.until(screen.problem.isVisible)
    driver.settle()


def queue(driver: Driver) -> None:
    visitors(driver)
    driver.call()


def serving(driver: Driver) -> None:
    queue(driver)
    driver.press("F4")
    driver.settle()
    minutes_pass(driver, 2)


def notices(driver: Driver) -> None:
    serving(driver)
    driver.press("F7")
    driver.settle()
    driver.press("F8", "Return")
    driver.settle()
    driver.window.notices.fault("4F09AC")
    driver.settle()


def slip(driver: Driver) -> None:
    serving(driver)
    driver.press("F8")
    driver.settle()


def help_sheet(driver: Driver) -> None:
    serving(driver)
    driver.press("F1")


def locked(driver: Driver) -> None:
    serving(driver)
    driver.press("Ctrl+L")
    driver.settle()


def found(driver: Driver) -> None:
    serving(driver)
    driver.find("nguyen")
    driver.settle()


def person(driver: Driver) -> None:
    found(driver)
    driver.press("Down", "Return")
    driver.until(lambda: driver.window.session.resident)
    driver.until(lambda: driver.work.certificate.page.preview.pages)
    driver.settle()


SCENES: dict[str, tuple[Callable[[Driver], None], tuple[Take, ...]]] = {
    "sign-in": (sign_in, TWO),
    "wrong-password": (wrong_password, TWO),
    "empty": (empty, TWO),
    "serving": (serving, TWO),
    "slip": (slip, TWO),
    "notices": (notices, TWO),
    "help": (help_sheet, (*TWO, ENLARGED[0])),
    "locked": (locked, TWO),
    "found": (found, TWO),
    "person": (person, (*EVERY, *ENLARGED)),
}


def visitors(driver: Driver) -> None:
    """The queue of an ordinary morning."""
    counter = driver.counter
    clock = clock_of(counter)
    for place, (ago, category, language) in enumerate(QUEUE):
        clock.at = NOW - timedelta(minutes=ago, seconds=place * 7 % 60)
        counter.tickets.take(category, language, action_id=f"slip-{place}")
    clock.at = NOW
    driver.work.queue.reload()
    driver.settle()


def minutes_pass(driver: Driver, minutes: int) -> None:
    clock_of(driver.counter).at += timedelta(minutes=minutes)
    driver.work.tick()


def leave(driver: Driver) -> None:
    driver.press("Ctrl+L")
    driver.window.lock.leave.click()
    driver.until(driver.window.sign_in.isVisible)
    driver.settle()


def clock_of(counter: Counter) -> FixedClock:
    assert isinstance(counter.clock, FixedClock)
    return counter.clock


def take(scene: str, shot: Take, centre: Path) -> None:
    """Play one scene in a fresh copy of the centre and save what the screen shows."""
    play, _ = SCENES[scene]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(shutil.copytree(centre, Path(folder) / "home"))
        counter = open_counter(home, FixedClock(NOW))
        look().show(shot.mode, shot.scale)
        window = MainWindow(counter, Session(shot.language))
        window.resize(*shot.size)
        window.show()
        window.activateWindow()
        window.begin()
        driver = Driver(window)
        driver.enter()
        play(driver)
        driver.until(lambda: window.size().toTuple() == shot.size)
        QApplication.processEvents()
        window.screen().grabWindow(window.winId()).save(str(SCREENS / f"{scene}-{shot.name}.png"))
        window.close()
        delete(window)
        counter.close()


def main(wanted: list[str]) -> None:
    QApplication(sys.argv[:1])
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        centre = Path(folder) / "centre"
        make_centre(centre, RESIDENTS, 7, FixedClock(NOW), lambda _done, _total: None)
        for scene in wanted or SCENES:
            for shot in SCENES[scene][1]:
                take(scene, shot, centre)
                print(f"{scene} {shot.name}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
