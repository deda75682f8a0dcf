"""After years in a PC's own store an act is as little work as on the first day."""

from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import event

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from db import acts
from tests.queue.years import MOVES, VISITORS, all_there_is, put_days, serve

DAYS = 60
LEARNS = {"learning": 14, "outlook": 14, "day": 15, "month": 31}
"""What reads so many days, and is to read no more."""
AN_EVENT, FEW = 50, 8_000
"""Instructions of SQLite's machine: for each event of those days, and for anything else; to go
through all tickets takes more than twice as many."""
STEP = 20


def test_no_answer_is_longer_than_a_day(
    counter: Counter,
    clerk: Actor,
    clock: FixedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The server of a shared queue gives up after seconds."""
    with closing(counter.queue.engine.raw_connection()) as store:
        run = cast("Any", store.driver_connection).execute
        put_days(run, clock.at.date(), 5, postgres=False)
        serve(run)
        store.commit()
    answer, longest = acts.Sql.all, [0]

    def watched(sql: acts.Sql, statement: str, *values: object) -> list[acts.Row]:
        rows = answer(sql, statement, *values)
        longest[0] = max(longest[0], len(rows))
        return rows

    monkeypatch.setattr(acts.Sql, "all", watched)
    for _ in all_there_is(counter, clerk, clock, tmp_path):
        pass
    assert longest == [VISITORS * len(MOVES)]


@pytest.mark.parametrize("counted", [False, True])
def test_nothing_reads_what_is_long_over(
    counter: Counter, clerk: Actor, clock: FixedClock, tmp_path: Path, counted: bool
) -> None:
    with closing(counter.queue.engine.raw_connection()) as store:
        run = cast("Any", store.driver_connection).execute
        put_days(run, clock.at.date(), DAYS, postgres=False)
        if counted:  # when all waited; the program itself never has it counted
            run("ANALYZE")
        serve(run)
        store.commit()
    steps, worked = [0], {}

    def count() -> int:
        steps[0] += STEP
        return 0

    def watch(driver: Any, _: object) -> None:
        driver.set_progress_handler(count, STEP)

    counter.queue.engine.dispose()
    event.listen(counter.queue.engine, "connect", watch)
    for did in all_there_is(counter, clerk, clock, tmp_path):
        if steps[0] > LEARNS.get(did, 0) * VISITORS * len(MOVES) * AN_EVENT + FEW:
            worked[did] = steps[0]
        steps[0] = 0
    assert worked == {}
