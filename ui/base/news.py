"""News of the queue, brought from the thread that waits for them to the GUI thread."""

from threading import Event, Thread

from PySide6.QtCore import QObject, Signal

from counter_app.logs import log_fault
from counter_app.queue.news import News, Source

PAUSE = 2.0
"""Seconds before a store that could not be watched is watched again."""


class Listener(QObject):
    """`heard` carries a News. A fault counts as News.LOST and is logged; listening goes on."""

    heard = Signal(object)

    def __init__(self, source: Source, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._closing = Event()
        self._thread = Thread(target=self._listen, name="news", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Nothing is heard any more."""
        self._closing.set()
        self._source.close()
        self._thread.join()

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                for news in self._source.listen():
                    self.heard.emit(news)
            except Exception as error:  # noqa: BLE001 - told as lost, and tried again
                log_fault(error)
                self.heard.emit(News.LOST)
                self._closing.wait(PAUSE)
