"""Pictures of a kiosk for docs/screens: a visitor's way to a number, and what may stand in it."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage
from shiboken6 import delete

from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from tests.conftest import PASSWORD
from tests.kiosk.places import kiosk_in
from tests.printing.roll import Roll, paper
from tests.ui.kiosk_driver import KioskDriver
from ui.kit.theme import look

TALL, WIDE = (1080, 1920), (1920, 1080)
WAITING = {"A": 12, "B": 4, "C": 1, "D": 2, "E": 7}
WINDOWS = (("minseo", "A"), ("jihun", "BCD"), ("sujin", "E"))
"""Who sits at the windows 1, 2 and 3, and whom each serves."""
TICKETS = "tickets"


def start(kiosk: KioskDriver, language: str) -> None:
    if language != "ko":
        kiosk.touch(f"language-{language}")


def question(kiosk: KioskDriver, language: str) -> None:
    start(kiosk, language)
    kiosk.touch("category-E", "ground-infant")


def number(kiosk: KioskDriver, language: str) -> None:
    question(kiosk, language)
    kiosk.touch("take")


def no_paper(kiosk: KioskDriver, language: str) -> None:
    """Where the folder for tickets should be, there is a file."""
    _folder(kiosk).write_text("")
    number(kiosk, language)


def off(kiosk: KioskDriver, language: str) -> None:
    _folder(kiosk).write_text("")
    start(kiosk, language)
    kiosk.wait(15)


def reached(kiosk: KioskDriver, language: str) -> None:
    """For somebody who sits, and sees little."""
    start(kiosk, language)
    kiosk.touch("large_text", "high_contrast", "low_screen")


def closed(kiosk: KioskDriver, language: str) -> None:
    _at(kiosk, days=-2)
    start(kiosk, language)


def lunch(kiosk: KioskDriver, language: str) -> None:
    _at(kiosk, hours=1, minutes=30)
    start(kiosk, language)


Play = Callable[[KioskDriver, str], None]
Size = tuple[int, int]
SCENES: dict[str, tuple[Play, tuple[tuple[str, Size], ...]]] = {
    "kiosk": (start, (("ko", TALL), ("vi", TALL), ("th", TALL), ("en", WIDE))),
    "kiosk-question": (question, (("vi", TALL), ("km", WIDE))),
    "kiosk-number": (number, (("vi", TALL), ("zh", WIDE))),
    "kiosk-not-printed": (no_paper, (("en", TALL),)),
    "kiosk-printer-off": (off, (("uz", TALL),)),
    "kiosk-low-large": (reached, (("ko", TALL), ("ne", WIDE))),
    "kiosk-closed": (closed, (("ru", TALL),)),
    "kiosk-lunch": (lunch, (("mn", WIDE),)),
}


@dataclass(frozen=True, slots=True)
class Pictures:
    """The screen, and the ticket if one came out."""

    screen: QImage
    ticket: Image.Image | None


def pictures(scene: str, language: str, size: Size, centre: Path, clock: FixedClock) -> Pictures:
    """Play one scene in a fresh copy of the centre."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(shutil.copytree(centre, Path(folder) / "home"))
        counter = open_counter(home, clock)
        _morning(counter, clock)
        with kiosk_in(home, clock, printer=f"file:{TICKETS}", lunch="closed") as opened:
            kiosk = KioskDriver(opened, size)
            SCENES[scene][0](kiosk, language)
            kiosk.settle()
            screen = kiosk.window.grab().toImage()
            kiosk.close()
            delete(kiosk.window)
        printed = sorted((home / TICKETS).glob("*.escpos")) if (home / TICKETS).is_dir() else []
        ticket = paper(_read(printed[-1])) if printed else None
        look().show("light", 1.0)
        counter.close()
        return Pictures(screen, ticket)


def _read(file: Path) -> Roll:
    roll = Roll()
    roll.take(file.read_bytes())
    return roll


def _morning(counter: Counter, clock: FixedClock) -> None:
    """Three windows are open and serve; the others wait."""
    now = clock.at
    for desk, (login, serves) in enumerate(WINDOWS, 1):
        clock.at = now - timedelta(minutes=2 * desk)
        counter.tickets.take(serves[0], action_id=f"served-{desk}")
        actor = counter.clerks.sign_in(login, PASSWORD, desk)
        counter.desks.serve(actor, [serves])
        counter.tickets.call_next(actor, action_id=f"call-{desk}")
    clock.at = now
    for category, people in WAITING.items():
        for n in range(people):
            counter.tickets.take(category, action_id=f"{category}-{n}")


def _folder(kiosk: KioskDriver) -> Path:
    assert kiosk.kiosk.printer is not None
    return Path(kiosk.kiosk.printer.name)


def _at(kiosk: KioskDriver, **later: int) -> None:
    clock = kiosk.kiosk.clock
    assert isinstance(clock, FixedClock)
    clock.at += timedelta(**later)
    kiosk.wait(1)
