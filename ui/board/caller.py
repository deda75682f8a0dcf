"""A board's work behind its panels: fetches calls, gives each its turn, has it said, and keeps
the place it has come to."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.announcements.board import Board
from counter_app.announcements.feed import Calls, Feed
from counter_app.announcements.kept import Kept, Memory
from counter_app.announcements.player import Player
from counter_app.announcements.sentences import spoken
from counter_app.announcements.voice import Voice
from counter_app.errors import Refusal
from counter_app.queue.news import News
from counter_app.queue.views import AnnouncementView
from ui.base.backend import Backend
from ui.base.news import Listener
from ui.board.panels import PLACES

TICK_MS, BEAT_MS, WAITS_MS = 100, 5000, 1000
"""How often what is due is done; after how long without news the queue is asked; how soon the
waits are asked for again."""


class Caller(QObject):
    """`ticked` often, after `player.shown`, `muted`, `unheard` or `lost_since` may have changed;
    `waits` carries {category: Wait}.

    `voice`: None on a board that is to be silent. `time` gives seconds that never go back.
    """

    ticked = Signal()
    waits = Signal(object)

    def __init__(
        self,
        board: Board,
        memory: Memory,
        voice: Voice | None,
        time: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.backend = Backend(self)
        self.player = Player(PLACES, board.settings.seconds, time, self._announce)
        self.muted = memory.kept.muted
        self.unheard = False
        self.lost_since: datetime | None = None
        self.lost_for: Refusal | None = None
        self._board = board
        self._memory = memory
        self._voice = voice
        self._kept = memory.kept
        self._made: dict[int, datetime] = {}
        self._begun = self._asking = self._ask_again = False
        self._feed = Feed(board.tickets, board.clock, memory.kept)
        self._news = Listener(board.news(), self)
        self._news.heard.connect(self._hear)
        self._ticks, self._beats = QTimer(self), QTimer(self)
        self._waits_asked = QTimer(self, singleShot=True)
        self._ticks.timeout.connect(self.tick)
        self._beats.timeout.connect(self.refresh)

    def start(self) -> None:
        """Ask, listen, and go on until closed."""
        if self._voice:
            self._voice.mute(self.muted)
        self._ticks.start(TICK_MS)
        self._beats.start(BEAT_MS)
        self._news.start()
        self.refresh()

    def close(self) -> None:
        """Be silent at once and leave no thread behind."""
        if self._voice:
            self._voice.stop()
        self._ticks.stop()
        self._news.close()
        self.backend.close()
        self._memory.keep(self._kept)  # what the backend had no time for

    def refresh(self) -> None:
        """Ask for what is not known yet; once more if asked to meanwhile."""
        self._ask_again = self._asking
        if self._asking:
            return
        self._asking = True
        self._beats.start(BEAT_MS)
        lost = {"refused": self._lose, "failed": self._lose}
        self.backend.ask(self._feed.calls, self.player.last, then=self._took, **lost)
        if not self._waits_asked.isActive():
            self._waits_asked.start(WAITS_MS)
            unknown = {"refused": self._no_waits, "failed": self._no_waits}
            self.backend.ask(self._board.estimates.waits, then=self.waits.emit, **unknown)

    def tick(self) -> None:
        """Do what is due by now."""
        self.player.step()
        self.player.leave(self._board.clock.now().date())
        self._keep()
        self.ticked.emit()

    def toggle_sound(self) -> None:
        """Mute, or speak again."""
        self.muted = not self.muted
        if self._voice:
            self._voice.mute(self.muted)
        self.tick()

    def _hear(self, news: News) -> None:
        if news is News.LOST:
            self._lose()
        else:
            self.refresh()

    def _took(self, calls: Calls) -> None:
        self._asking = False
        self.lost_since = self.lost_for = None
        self._made |= {call.id: call.at for call in (*calls.known, *calls.stale, *calls.new)}
        if calls.begin is not None:
            self._begun = True
            self.player.resume(calls.begin, calls.known)
        self.player.add(calls.stale, announce=False)
        self.player.add(calls.new)
        self.tick()
        if self._ask_again:
            self.refresh()

    def _no_waits(self, _why: object) -> None:
        self.waits.emit({})

    def _lose(self, why: object = None) -> None:
        """No calls arrive; since when is told until they do. The next beat asks again."""
        self._asking = False
        self.lost_for = why if isinstance(why, Refusal) else self.lost_for
        self.lost_since = self.lost_since or self._board.clock.now()
        self.tick()

    def _announce(self, call: AnnouncementView) -> None:
        if self._voice is None:
            self.player.heard()
            return
        parts = spoken(call, self._voice.languages)
        self.backend.inspect(self._voice.say, parts, then=self._said, failed=self._not_said)

    def _said(self, heard: bool) -> None:
        self.unheard = not heard
        self.player.heard()
        self.tick()

    def _not_said(self, _reference: str) -> None:
        self._said(False)

    def _keep(self) -> None:
        finished, at = self._kept.finished, self._kept.at
        if self._begun:
            finished = self.player.finished
            at = self._made.get(finished)
        kept = Kept(finished, at, self.muted)
        if kept != self._kept:
            self._kept = kept
            self._made = {id_: made for id_, made in self._made.items() if id_ >= (finished or 0)}
            self.backend.render(self._memory.keep, kept, then=None)
