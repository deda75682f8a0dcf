"""A counter that reaches its district through a network that fails."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.sync import identity
from counter_app.sync.line import Line
from counter_app.sync.state import Ends
from tests.district.served import Served, serving
from tests.proxy import Proxy
from tests.sync.joined import Joined, furnished, join


@pytest.fixture
def served(tmp_path: Path, clock: FixedClock) -> Iterator[Served]:
    with serving(f"sqlite:///{tmp_path / 'district.db'}", tmp_path / "district", clock) as found:
        furnished(found)
        yield found


@pytest.fixture
def proxy(served: Served) -> Iterator[Proxy]:
    with closing(Proxy(int(served.url.rpartition(":")[2]))) as made:
        yield made


@pytest.fixture
def joined(
    served: Served, proxy: Proxy, counter: Counter, administrator: Actor
) -> Iterator[Joined]:
    """The counter, enrolled and synced once."""
    through = replace(served, url=f"https://127.0.0.1:{proxy.port}")
    made = join(through, counter, administrator)
    line = Line(identity.read(counter.config.home))
    made.line.close()
    made = replace(made, line=line, ends=Ends(counter.engine, counter.clock, line))
    made.sync()
    with closing(line):
        yield made
