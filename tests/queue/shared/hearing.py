"""A screen's ear: hears the news in a thread of its own, as a screen does."""

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Thread

from counter_app.queue.news import News, Source

PATIENCE = 60.0
"""Seconds after which news that was promised is called missing."""


class Heard:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._queue: Queue[News] = Queue()

    def listen(self) -> None:
        for news in self._source.listen():
            self._queue.put(news)

    def wait_for(self, wanted: News) -> None:
        """Raises queue.Empty when it does not come."""
        while self._queue.get(timeout=PATIENCE) is not wanted:
            pass

    def nothing_more(self) -> bool:
        return self._queue.empty()


@contextmanager
def hearing(source: Source) -> Iterator[Heard]:
    heard = Heard(source)
    thread = Thread(target=heard.listen)
    thread.start()
    try:
        yield heard
    finally:
        source.close()
        thread.join()
