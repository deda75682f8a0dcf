"""A kiosk on a real centre, its printer a real socket."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from counter_app.kiosk.kiosk import Kiosk
from counter_app.main import Counter
from counter_app.printing import escpos_devices
from tests.kiosk.places import kiosk_in
from tests.printing.roll import Roll, printer_on


@pytest.fixture
def roll(monkeypatch: pytest.MonkeyPatch) -> Iterator[Roll]:
    """A printer; whoever waits for it in vain does so for a second."""
    for constant in ("DEADLINE", "PRINTING"):
        monkeypatch.setattr(escpos_devices, constant, 1.0)
    with printer_on(Roll()) as roll:
        yield roll


@pytest.fixture
def make_kiosk(counter: Counter) -> Iterator[Callable[..., Kiosk]]:
    with ExitStack() as open_ones:

        def make(**settings: str | bool) -> Kiosk:
            opened = kiosk_in(counter.config.home, counter.clock, **settings)
            return open_ones.enter_context(opened)

        yield make


@pytest.fixture
def kiosk(make_kiosk: Callable[..., Kiosk], roll: Roll) -> Kiosk:
    return make_kiosk(printer=f"tcp:127.0.0.1:{roll.port}")
