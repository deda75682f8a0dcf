"""Opens the kiosk over the whole screen."""

import gc
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from counter_app.config import language_of
from counter_app.errors import Refusal
from counter_app.kiosk.kiosk import Kiosk
from counter_app.kiosk.opening import open_kiosk
from counter_app.logs import log_to
from counter_app.words import user_language
from ui.base.no_start import tell
from ui.kiosk.window import KioskWindow


def main(home: Path, printer: str | None = None) -> int:
    """The kiosk of the centre in `home` until staff close it; the exit status.

    Raises Refusal config.*, store.*, shared.*, printing.*, told in a small window first.
    """
    app = QApplication(sys.argv[:1])
    try:
        with open_kiosk(home, printer=printer) as kiosk:
            log_to(home)
            window = show_kiosk(kiosk)
            sys.excepthook = lambda _kind, error, _trace: window.fault(error)
            try:
                return app.exec()
            finally:
                sys.excepthook = sys.__excepthook__
    except Refusal as refusal:
        tell(refusal, language_of(home))
        raise


def show_kiosk(kiosk: Kiosk) -> KioskWindow:
    window = KioskWindow(kiosk, user_language(kiosk.language))
    window.setGeometry(QGuiApplication.primaryScreen().geometry())  # where nothing manages windows
    window.showFullScreen()
    window.begin()
    gc.freeze()
    return window
