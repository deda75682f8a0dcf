"""A hall with a board, and windows that call into it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from pytestqt.qtbot import QtBot
from shiboken6 import delete

from counter_app.announcements.board import Board, open_board
from counter_app.announcements.kept import Memory
from counter_app.announcements.voice import Voice
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.tickets import TicketView
from tests.board.recorder import Recorder
from tests.ui.conftest import Stopwatch
from ui.board.window import BoardWindow

SECONDS = 5
PATIENCE = 60_000


class Hall:
    """`home`: the board's own PC. `mouth` heard what the board that hangs there now has said."""

    def __init__(
        self,
        counter: Counter,
        actors: tuple[Actor, ...],
        action: Callable[[], str],
        qtbot: QtBot,
        home: Path,
    ) -> None:
        assert isinstance(counter.clock, FixedClock)
        self.tickets = counter.tickets
        self.clock = counter.clock
        self.actors = actors
        self.action = action
        self.home = home
        self.time = Stopwatch()
        self._qtbot = qtbot
        self._board: Board | None = None
        self.hang_up()

    def hang_up(self, language: str = "ko", own: Sequence[Voice | None] = ()) -> None:
        """A new board; one that hung there is taken down first. `own`: another voice for it."""
        self.take_down()
        self.mouth = Recorder("ko", "en", "vi")
        (voice,) = own or (Voice(self.mouth, [self.mouth]),)
        self._board = open_board(self.home, self.clock)
        self.window = BoardWindow(self._board, Memory(self.home, "1"), voice, language, self.time)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.caller.start()
        self.until(lambda: self.window.band.accessibleName().count(";") > 2 or self.in_trouble)

    def take_down(self) -> None:
        if self._board:
            self.window.close()
            delete(self.window)
            self._board.close()
            self._board = None

    def call(self, language: str = "ko", category: str = "E", desk: int = 0) -> TicketView:
        """Somebody comes and is called."""
        self.tickets.take(category, language, action_id=self.action())
        return self.tickets.call_next(self.actors[desk], action_id=self.action())

    def until(self, condition: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def caught_up(self) -> bool:
        return self.window.caller.player.last == self.tickets.last_announcement()

    def play(self) -> None:
        """Until every call there is was seen and heard."""

        def over() -> bool:
            self.time.seconds += SECONDS
            self.window.caller.tick()
            player = self.window.caller.player
            return self.caught_up() and player.finished == player.last and not player.shown.calling

        self.until(over)

    def kept(self) -> Memory:
        return Memory(self.home, "1")

    @property
    def in_trouble(self) -> bool:
        return self.window.trouble.isVisible()

    @property
    def said(self) -> list[str]:
        return [part.text for part in self.mouth.parts]

    @property
    def numbers(self) -> list[str]:
        """What stands on the board, the number called last first."""
        shown = self.window.caller.player.shown
        return [call.number for call in (shown.current, *shown.rows) if call]
