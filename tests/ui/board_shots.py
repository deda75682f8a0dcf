"""Pictures of a board for docs/screens: one morning's calls, and the states a hall may see."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from counter_app.announcements.board import open_board
from counter_app.announcements.kept import Memory
from counter_app.announcements.voice import Voice
from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from db.engine import connect
from tests.board.recorder import Recorder
from tests.conftest import PASSWORD
from tests.ui.conftest import Stopwatch
from ui.board.window import BoardWindow

CATEGORIES = (
    ("A", "제증명", "Certificates", 228),
    ("B", "전입·체류지·등록", "Moves & registration", 41),
    ("C", "인감·본인서명", "Seals & signatures", 9),
    ("D", "복지상담", "Welfare advice", 18),
    ("E", "외국인·다문화", "Foreign residents", 103),
)
CALLED = (("C", 5), ("A", 1), ("D", 6), ("A", 2), ("E", 4), ("B", 5), ("A", 1), ("E", 3))
WAITING = {"A": 12, "B": 4, "C": 1, "D": 2, "E": 7}
WINDOWS = {1: ("minseo", "A"), 3: ("jihun", "E"), 5: ("sujin", "BCD")}
"""Who sits there after those calls, and whom they serve."""
TRIES = 2000


@dataclass
class Stage:
    """A board, the counter that calls into it, and the time that passes there."""

    counter: Counter
    clock: FixedClock
    time: Stopwatch
    window: BoardWindow

    def until(self, condition: Callable[[], object]) -> None:
        for _ in range(TRIES):
            if condition():
                return
            QTest.qWait(5)
        raise AssertionError("the board did not get there")

    def morning(self) -> None:
        """Eight windows have called, the rest waits."""
        counter, acts = self.counter, count()
        start = self.clock.at
        for minutes, (category, desk) in enumerate(CALLED):
            self.clock.at = start - timedelta(minutes=len(CALLED) - minutes)
            language = "vi" if (category, desk) == ("E", 3) else "ko"
            counter.tickets.take(category, language, action_id=f"slip-{next(acts)}")
            actor = counter.clerks.sign_in("minseo", PASSWORD, desk)
            counter.tickets.call_next(actor, action_id=f"call-{next(acts)}")
            counter.clerks.sign_out(actor)
        self.clock.at = start
        for desk, (login, serves) in WINDOWS.items():
            counter.desks.serve(counter.clerks.sign_in(login, PASSWORD, desk), [serves])
        for category, people in WAITING.items():
            for _ in range(people):
                counter.tickets.take(category, action_id=f"slip-{next(acts)}")
        self.until(lambda: self.window.caller.player.last == len(CALLED))

    def play(self) -> None:
        """Until every call has had its turn."""

        def over() -> bool:
            self.time.seconds += 5
            self.window.caller.tick()
            return not self.window.caller.player.shown.calling

        self.until(over)


def called(stage: Stage) -> None:
    stage.morning()
    stage.play()


def calling(stage: Stage) -> None:
    """Eight calls at once: the first is being announced, all of them stand there."""
    stage.morning()


def empty(_: Stage) -> None:
    """The doors have just opened."""


def lost(stage: Stage) -> None:
    """Muted, and the queue can be read no more."""
    called(stage)
    stage.window.caller.toggle_sound()
    home = stage.counter.config.home
    connection = connect(home / "counter.db", bytes.fromhex((home / "store.key").read_text()))
    connection.execute("ALTER TABLE announcement RENAME TO lost")
    connection.close()
    stage.window.caller.refresh()
    stage.until(stage.window.trouble.isVisible)


SCENES: dict[str, Callable[[Stage], None]] = {
    "board": called,
    "board-calling": calling,
    "board-empty": empty,
    "board-lost": lost,
}
SIZES = (("ko", (1920, 1080)), ("en", (1366, 768)))


def picture(
    scene: str, language: str, size: tuple[int, int], centre: Path, clock: FixedClock
) -> QImage:
    """Play one scene in a fresh copy of the centre; what the screen shows then."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(shutil.copytree(centre, Path(folder) / "home"))
        with (home / "counter.toml").open("a", encoding="utf-8") as file:
            for code, korean, english, first in CATEGORIES:
                file.write(f'\n[[queue.categories]]\ncode = "{code}"\nname_ko = "{korean}"\n')
                file.write(f'name_en = "{english}"\nfirst = {first}\nlast = 999\n')
        counter, board, time = open_counter(home, clock), open_board(home, clock), Stopwatch()
        voice = Voice(Recorder(), [Recorder("ko", "vi")])
        window = BoardWindow(board, Memory(home, "1"), voice, language, time)
        window.resize(*size)
        window.show()
        window.caller.start()
        stage = Stage(counter, clock, time, window)
        stage.until(lambda: window.band.accessibleName().count(";") > 2)
        SCENES[scene](stage)
        stage.until(lambda: window.size().toTuple() == size)
        QTest.qWait(1200)  # for the waits, which are asked for once a second
        QApplication.processEvents()
        seen = window.screen().grabWindow(window.winId()).toImage()
        window.close()
        delete(window)
        board.close()
        counter.close()
        return seen
