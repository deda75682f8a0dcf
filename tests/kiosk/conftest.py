"""A kiosk on a real centre, its printer a real socket."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from counter_app.kiosk.kiosk import Kiosk
from counter_app.main import Counter
from tests.kiosk.places import kiosk_in
from tests.printing.roll import Roll, impatient, roll

__all__ = ["impatient", "roll"]


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
