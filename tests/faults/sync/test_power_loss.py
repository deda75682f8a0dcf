"""Row 6 during a first copy, whose pages do not wait for the disk: acts in between do, and the
copy goes on from what the power failure left."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlmodel import select

from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.sync import copying, pages
from counter_app.sync.greeting import hello
from counter_app.sync.state import copy_of, standing
from db.engine import reading, transaction
from db.outbox import OutboxRow, enqueue
from tests.district.served import Served
from tests.faults.disk import left_by_power_failure, watched
from tests.sync.joined import Joined, documents, join

FAILURES = int(os.environ.get("COUNTER_FAILURES", "6"))
SEED = int(os.environ.get("COUNTER_SEED", "6"))


@pytest.fixture
def joined(served: Served, counter: Counter, administrator: Actor) -> Iterator[Joined]:
    """The counter, enrolled, before its first copy; it copies more often than a district allows."""
    served.district.rates.a_second = served.district.rates.at_once = 10_000
    made = join(served, counter, administrator)
    with closing(made.line):
        yield made


def test_06_a_first_copy_goes_on_and_no_act_is_lost(
    joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, home = joined.counter.engine, joined.counter.config.home
    hello(joined.ends)
    engine.dispose()  # what is opened from now on is watched
    before = files(home)
    monkeypatch.setattr(pages, "_sizes", lambda: iter([7] * 100))
    told, keep = list[tuple[int, str]](), copying._keep

    def keep_and_act(*given: Any) -> None:
        keep(*given)
        with transaction(engine) as session:
            enqueue(session, joined.ends.clock.now(), "till.counted", {"n": len(told)})
        told.append((len(disk.steps), str(len(told))))

    with watched(home) as disk, monkeypatch.context() as during:
        during.setattr(copying, "_keep", keep_and_act)
        copying.copy(joined.ends)
        copying.tidy(joined.ends)
        engine.dispose()
        steps = list(disk.steps)
    assert len(told) > 5
    print(f"COUNTER_SEED={SEED}")
    luck = Random(SEED)
    resumed = 0
    for _ in range(FAILURES):
        at = luck.randint(told[0][0], told[-1][0])
        for path in home.glob("counter.db*"):
            path.unlink()
        for name, content in left_by_power_failure(before, steps[:at], luck).items():
            (home / name).write_bytes(content)
        with reading(engine) as session:
            kinds = session.exec(select(OutboxRow.kind)).all()
            begun = copy_of(session)
            resumed += begun is not None and begun.done > 0
        assert kinds.count("till.counted") >= sum(when <= at for when, _ in told)
        assert standing(engine).cursor is None
        copying.copy(joined.ends)
        assert joined.here() == documents()
        engine.dispose()
    assert resumed


def files(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.glob("counter.db*")}
