"""Only the GUI thread ends what Python has lost sight of."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.base.garbage import Collector


class Lost(QObject):
    """In a circle with itself, so that only the cyclic collector finds it."""

    def __init__(self) -> None:
        super().__init__()
        self.circle = self


def fill_memory() -> None:
    """Far more containers than any threshold of the automatic collection."""
    assert len([[n] for n in range(200_000)]) == 200_000


def test_a_worker_leaves_the_garbage_to_the_gui_thread(qtbot: QtBot) -> None:
    owner = QObject()
    collector = Collector(owner)
    lost = weakref.ref(Lost())
    with ThreadPoolExecutor(1) as worker:
        worker.submit(fill_memory).result()
    assert lost() is not None
    fill_memory()
    kept = [[n] for n in range(gc.get_threshold()[0] + 1)]
    collector.collect()
    assert kept
    assert lost() is None


def test_the_automatic_collection_would_have_ended_it_on_the_worker(qtbot: QtBot) -> None:
    gc.enable()
    try:
        lost = weakref.ref(Lost())
        with ThreadPoolExecutor(1) as worker:
            worker.submit(fill_memory).result()
        assert lost() is None
    finally:
        gc.disable()
