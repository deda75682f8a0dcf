"""What the tests of issuing share."""

from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from tests import people


@pytest.fixture
def request_(home: Path) -> Request:
    return Request(people.registered_foreigner(home), "은행 제출")
