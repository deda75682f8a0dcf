"""Row 6: wherever the power fails, nothing is lost that a clerk was told is done."""

import os
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

import db.engine
from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.main import open_counter
from counter_app.privacy.audit import verify
from tests.conftest import MORNING, PASSWORD
from tests.faults.disk import Step, left_by_power_failure, watched
from tests.people import registered_foreigner

DAY = MORNING.date()
DOCUMENTS = 6
FAILURES = int(os.environ.get("COUNTER_FAILURES", "40"))
SEED = int(os.environ.get("COUNTER_SEED", "6"))


class Run(NamedTuple):
    """`told`: how many steps the disk had done when a document's number was told."""

    before: dict[str, bytes]
    steps: list[Step]
    told: list[tuple[int, str]]


def issue_some(home: Path) -> Run:
    before = {"counter.db": (home / "counter.db").read_bytes()}
    told = []
    with watched(home) as disk, closing(open_counter(home, FixedClock(MORNING))) as counter:
        clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
        request = Request(registered_foreigner(home), "은행 제출")
        for n in range(DOCUMENTS):
            issued = counter.certificates.issue(clerk, request, action_id=f"{n}")
            told.append((len(disk.steps), issued.issue_number))
        steps = list(disk.steps)
    return Run(before, steps, told)


def lost_by(run: Run, home: Path, at: int, luck: Random) -> list[str]:
    """Numbers that were told before the failure and that nobody knows any more after it."""
    for file in home.glob("counter.db*"):
        file.unlink()
    for name, content in left_by_power_failure(run.before, run.steps[:at], luck).items():
        (home / name).write_bytes(content)
    told = [number for when, number in run.told if when <= at]
    with closing(open_counter(home, FixedClock(MORNING))) as counter:
        known = [view.issue_number for view in counter.archive.of_day(DAY)]
        assert [int(number[-6:]) for number in known] == list(range(1, len(known) + 1))
        assert len(known) <= len(told) + 1
        assert verify(counter.engine).ok
        assert counter.till.reconcile(DAY).disagreement is None
    return [number for number in told if number not in known]


def losses(home: Path) -> list[str]:
    run = issue_some(home)
    print(f"COUNTER_SEED={SEED}")
    luck = Random(SEED)
    return [
        number
        for _ in range(FAILURES)
        for number in lost_by(run, home, luck.randint(1, len(run.steps)), luck)
    ]


def test_06_nothing_told_is_lost(home: Path) -> None:
    assert losses(home) == []


def test_06_a_store_that_does_not_wait_for_the_disk_would_lose(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty = tuple(
        p.replace("synchronous = FULL", "synchronous = NORMAL") for p in db.engine.PRAGMAS
    )
    monkeypatch.setattr(db.engine, "PRAGMAS", hasty)
    assert losses(home) != []
