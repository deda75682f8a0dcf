"""A board: what a hall sees of the queue."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QMouseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from counter_app.announcements.board import Board
from counter_app.announcements.kept import Memory
from counter_app.announcements.player import Shown
from counter_app.announcements.voice import Voice
from counter_app.queue.estimates import Wait
from counter_app.queue.link import PASSING
from counter_app.words import explain
from ui.base.garbage import Collector
from ui.board.caller import Caller
from ui.board.panels import Band, CallPanel, Line, Rows, Trouble
from ui.kit.theme import look

CURSOR_MS = 3000
BAND, BAND_UPRIGHT, TROUBLE = 128, 232, 96
CALL_SHARE, CALL_SHARE_UPRIGHT = 0.6, 0.5
"""Of the width, or of the height of an upright screen."""


class BoardWindow(QWidget):
    """M mutes, F11 leaves the full screen or takes it, Ctrl+Q closes.

    `voice`: None on a board that is to be silent. `time` gives seconds that never go back.
    """

    def __init__(
        self,
        board: Board,
        memory: Memory,
        voice: Voice | None,
        language: str,
        time: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        look()
        self.caller = Caller(board, memory, voice, time, self)
        self.call, self.rows = CallPanel(language), Rows(language)
        self.trouble, self.band = Trouble(language), Band(language)
        self._board = board
        self._shown: Shown | None = None
        self._say = self.call.say
        self._panels = (self.call, self.rows, self.trouble, self.band)
        self._hiding_cursor = QTimer(self, singleShot=True)
        self._hiding_cursor.timeout.connect(self._hide_cursor)
        for panel in self._panels:
            panel.setParent(self)
            panel.setMouseTracking(True)
        self.setMouseTracking(True)
        self._hide_cursor()
        self.setWindowTitle(self._say("title"))
        self.setMinimumSize(640, 360)
        Collector(self)
        self.caller.ticked.connect(self.show_present)
        self.caller.waits.connect(self.show_waits)
        if voice:
            self.band.sound_clicked.connect(self.caller.toggle_sound)
            QShortcut(QKeySequence("M"), self).activated.connect(self.caller.toggle_sound)
        QShortcut(QKeySequence("F11"), self).activated.connect(self._flip)
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self.close)

    def show_present(self) -> None:
        """The calls, the sound, the link and the time as they are now."""
        caller, now, lunch = self.caller, self._board.clock.now(), self._board.queue.lunch
        if self._shown != caller.player.shown:
            self._shown = caller.player.shown
            self.call.show_call(self._shown)
            self.rows.show_calls(self._shown.rows)
        times = {"begins": f"{lunch.begins:%H:%M}", "ends": f"{lunch.ends:%H:%M}"}
        self.band.show_time(f"{now:%H:%M}", self._say("lunch", **times))
        silent = "unheard" if caller.unheard else ""
        sound = "muted" if caller.muted else silent
        self.band.show_sound(self._say(sound) if sound else "")
        if self.trouble.show_words(self._trouble()):
            self._arrange()

    def show_waits(self, waits: dict[str, Wait]) -> None:
        categories, korean = self._board.queue.categories, self.call.language == "ko"
        self.band.show_lines(
            [
                Line(
                    code,
                    categories[code].name_ko if korean else categories[code].name_en,
                    wait.waiting,
                    wait.likely if wait.waiting else None,
                )
                for code, wait in waits.items()
            ]
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.unsetCursor()
        self._hiding_cursor.start(CURSOR_MS)
        super().mouseMoveEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.caller.close()
        super().closeEvent(event)

    def _arrange(self) -> None:
        """Call beside rows, or above them on an upright screen; the band below, and trouble above
        the band while there is any."""
        wide, tall = self.width(), self.height()
        upright = tall > wide
        unit = wide / 1080 if upright else min(wide / 1920, tall / 1080)
        band = round((BAND_UPRIGHT if upright else BAND) * unit)
        trouble = 0 if self.trouble.isHidden() else round(TROUBLE * unit)
        room = tall - band - trouble
        for panel in self._panels:
            panel.unit = unit
        if upright:
            share = round(room * CALL_SHARE_UPRIGHT)
            self.call.setGeometry(0, 0, wide, share)
            self.rows.setGeometry(0, share, wide, room - share)
        else:
            share = round(wide * CALL_SHARE)
            self.call.setGeometry(0, 0, share, room)
            self.rows.setGeometry(share, 0, wide - share, room)
        self.trouble.setGeometry(0, room, wide, trouble)
        self.band.setGeometry(0, tall - band, wide, band)

    def _trouble(self) -> str:
        """Since when nothing arrives, or for whoever can mend it, what does not mend itself."""
        since, why = self.caller.lost_since, self.caller.lost_for
        if since and why and why.code not in PASSING:
            return explain(why, self.call.language)
        return self._say("lost", since=f"{since:%H:%M}") if since else ""

    def _flip(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _hide_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.BlankCursor)
