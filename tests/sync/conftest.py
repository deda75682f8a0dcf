"""A counter that belongs to a real district, which is served over TLS on this machine."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.district.served import Served, serving
from tests.sync.joined import Joined, furnished, join


@pytest.fixture
def served(tmp_path: Path, clock: FixedClock) -> Iterator[Served]:
    """A district with thirty residents at the centre, and one elsewhere."""
    with serving(f"sqlite:///{tmp_path / 'district.db'}", tmp_path / "district", clock) as found:
        furnished(found)
        yield found


@pytest.fixture
def joined(served: Served, counter: Counter, administrator: Actor) -> Iterator[Joined]:
    """The counter, enrolled, before its first hello."""
    made = join(served, counter, administrator)
    with closing(made.line):
        yield made
