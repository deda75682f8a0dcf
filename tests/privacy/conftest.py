"""Who reviews the accesses."""

import pytest

from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.conftest import PASSWORD


@pytest.fixture
def officer(counter: Counter) -> Actor:
    return counter.clerks.sign_in("haneul", PASSWORD)
