"""Pictures of the real window for docs/screens; `python -m tests.ui.shots [SCENE...]`.

Each scene is played in a fresh copy of one demo centre, signed in, at a fixed time.
"""

import shutil
import sys
import tempfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from counter_app.clock import FixedClock
from counter_app.demo.centre import make_centre
from counter_app.main import open_counter
from tests.ui import board_shots, kiosk_shots
from tests.ui.driver import Driver
from tests.ui.scenes import NOW, SCENES
from ui.app import MainWindow
from ui.base.session import Session
from ui.kit.theme import MODES, Mode, look

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
RESIDENTS = 3000
SMALL, LARGE = (1366, 768), (1920, 1080)


@dataclass(frozen=True, slots=True)
class Shot:
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


EVERY = tuple(Shot(*choice) for choice in product(("ko", "en"), MODES, (SMALL, LARGE)))
TWO = (Shot("ko", "light", LARGE), Shot("en", "high_contrast", SMALL))
ENLARGED = (Shot("ko", "light", SMALL, 2.0), Shot("en", "high_contrast", LARGE, 2.0))
SHOTS = {
    "person": (*EVERY, *ENLARGED),
    "large": (*TWO, *ENLARGED),
    "help": (*TWO, ENLARGED[0]),
    "paper": (*TWO, ENLARGED[0]),
    "matters": (*EVERY, ENLARGED[0]),
    "day": (*TWO, *ENLARGED),
    "sync-settling": (*TWO, *ENLARGED),
    "day-export": (Shot("ko", "light", SMALL), TWO[1]),
}
"""Which pictures of a scene; TWO of every other."""


def take(scene: str, shot: Shot, centre: Path) -> None:
    """Play one scene in a fresh copy of the centre and save what the screen shows."""
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
        SCENES[scene](driver)
        driver.until(lambda: window.size().toTuple() == shot.size)
        QApplication.processEvents()
        picture = window.screen().grabWindow(window.winId()).toImage()
        save(picture, SCREENS / f"{scene}-{shot.name}.png")
        window.close()
        delete(window)
        counter.close()


def take_board(scene: str, centre: Path) -> None:
    for language, size in board_shots.SIZES:
        seen = board_shots.picture(scene, language, size, centre, FixedClock(NOW))
        save(seen, SCREENS / f"{scene}-{language}-{'x'.join(map(str, size))}.png")


def take_kiosk(scene: str, centre: Path) -> None:
    """The screens, and the ticket in the hand of whoever got one."""
    for language, size in kiosk_shots.SCENES[scene][1]:
        seen = kiosk_shots.pictures(scene, language, size, centre, FixedClock(NOW))
        save(seen.screen, SCREENS / f"{scene}-{language}-{'x'.join(map(str, size))}.png")
        if seen.ticket:
            seen.ticket.save(SCREENS / f"ticket-{language}.png", optimize=True)


def save(picture: QImage, path: Path) -> None:
    """With 256 colours, which is a third of the size and no worse to see."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB888)
    size = plain.width(), plain.height()
    whole = Image.frombuffer(
        "RGB", size, bytes(plain.constBits()), "raw", "RGB", plain.bytesPerLine(), 1
    )
    few = whole.quantize(256, Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def main(wanted: list[str]) -> None:
    QApplication(sys.argv[:1])
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        centre = Path(folder) / "centre"
        make_centre(centre, RESIDENTS, 7, FixedClock(NOW), lambda _done, _total: None)
        for scene in wanted or (*SCENES, *board_shots.SCENES, *kiosk_shots.SCENES):
            if scene in board_shots.SCENES:
                take_board(scene, centre)
                continue
            if scene in kiosk_shots.SCENES:
                take_kiosk(scene, centre)
                continue
            for shot in SHOTS.get(scene, TWO):
                take(scene, shot, centre)
                print(f"{scene} {shot.name}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
