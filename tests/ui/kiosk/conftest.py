"""Kiosks of a centre, with a printer that the test can break."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from counter_app.main import Counter
from tests.kiosk.places import kiosk_in
from tests.printing.roll import Roll, impatient, roll
from tests.ui.kiosk.seen import PIN
from tests.ui.kiosk_driver import KioskDriver

__all__ = ["impatient", "roll"]


@pytest.fixture
def opened(qtbot: QtBot, counter: Counter) -> Iterator[Callable[..., KioskDriver]]:
    """Opens kiosks, and closes them in the end."""
    made: list[KioskDriver] = []
    with ExitStack() as open_ones:

        def open_one(**settings: str) -> KioskDriver:
            kiosk = kiosk_in(counter.config.home, counter.clock, **settings)
            made.append(KioskDriver(open_ones.enter_context(kiosk)))
            return made[-1]

        yield open_one
        for driver in made:
            driver.close()
            delete(driver.window)


@pytest.fixture
def kiosk(opened: Callable[..., KioskDriver], roll: Roll) -> KioskDriver:
    return opened(printer=f"tcp:127.0.0.1:{roll.port}", pin=PIN)
