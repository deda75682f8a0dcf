"""Opens a board on its monitor."""

import sys
from pathlib import Path

from PySide6.QtCore import QLockFile
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from counter_app.announcements.board import Board, open_board
from counter_app.announcements.kept import Memory
from counter_app.announcements.voice import voice
from counter_app.config import language_of
from counter_app.errors import Refusal
from counter_app.logs import log_fault, log_to
from counter_app.words import user_language
from ui.base.no_start import tell
from ui.board.voice import qt_mouth
from ui.board.window import BoardWindow


def main(home: Path, name: str) -> int:
    """The board `name` of the centre in `home`, until it is closed.

    Raises Refusal board.*, config.*, store.*, shared.*, told in a small window first.
    """
    app = QApplication(sys.argv[:1])
    lock = QLockFile(str(home / f"board-{name}.lock"))
    try:
        memory = Memory(home, name)
        if not lock.tryLock(0):
            raise Refusal("board.already_open", name=name)
        board = open_board(home)
    except Refusal as refusal:
        tell(refusal, language_of(home))
        raise
    log_to(home)
    sys.excepthook = lambda _kind, error, _trace: log_fault(error)
    try:
        window = show_board(board, memory)
        app.screenAdded.connect(lambda _: place(window, board.settings.screen))
        return app.exec()
    finally:
        sys.excepthook = sys.__excepthook__
        board.close()
        lock.unlock()


def show_board(board: Board, memory: Memory) -> BoardWindow:
    """Over the whole of the monitor it is meant for, at work."""
    own = voice(board.voice, qt_mouth(board.voice))
    window = BoardWindow(board, memory, own, user_language(board.language))
    place(window, board.settings.screen)
    window.caller.start()
    return window


def place(window: BoardWindow, wanted: int | None) -> None:
    """On the monitor `wanted`, counted from 1, or the last there is."""
    screens = QGuiApplication.screens()
    screen = screens[min(wanted or len(screens), len(screens)) - 1]
    window.setGeometry(screen.geometry())
    window.showFullScreen()
