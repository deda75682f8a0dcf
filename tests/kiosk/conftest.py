"""A kiosk on a real centre, its printer a real socket."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from counter_app.kiosk.kiosk import Kiosk
from counter_app.kiosk.opening import kiosk_of
from counter_app.kiosk.settings import KioskSettings
from counter_app.main import Counter
from counter_app.printing import escpos_devices
from tests.printing.roll import Roll, printer_on


@pytest.fixture
def roll(monkeypatch: pytest.MonkeyPatch) -> Iterator[Roll]:
    """A printer; whoever waits for it in vain does so for a second."""
    for constant in ("DEADLINE", "PRINTING"):
        monkeypatch.setattr(escpos_devices, constant, 1.0)
    with printer_on(Roll()) as roll:
        yield roll


@pytest.fixture
def make_kiosk(counter: Counter) -> Callable[[KioskSettings], Kiosk]:
    return partial(kiosk_of, counter)


@pytest.fixture
def kiosk(make_kiosk: Callable[[KioskSettings], Kiosk], roll: Roll) -> Kiosk:
    return make_kiosk(KioskSettings(printer=f"tcp:127.0.0.1:{roll.port}"))
