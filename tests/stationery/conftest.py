"""What the tests of secure paper share."""

from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests import people
from tests.conftest import PASSWORD


@pytest.fixture
def request_(home: Path) -> Request:
    return Request(people.registered_foreigner(home), "은행 제출")


@pytest.fixture
def supervisor(counter: Counter) -> Actor:
    return counter.clerks.sign_in("sujin", PASSWORD, 5)
