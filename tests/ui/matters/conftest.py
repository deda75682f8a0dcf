"""Somebody at the window, and the sheet of their matters."""

import pytest

from tests.ui.driver import Driver
from tests.ui.residence import bring, open_sheet
from ui.matters.sheet import MattersSheet


@pytest.fixture
def person(desk: Driver) -> int:
    return bring(desk)


@pytest.fixture
def sheet(desk: Driver, person: int) -> MattersSheet:
    return open_sheet(desk)
