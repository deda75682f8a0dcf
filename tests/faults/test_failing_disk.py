"""Row 7: a disk that does not take what it was given. Nothing is done until it does."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from tests.asking import refusal
from tests.conftest import MORNING, PASSWORD
from tests.faults.disk import Disk, watched
from tests.people import registered_foreigner

DAY = MORNING.date()


@pytest.fixture
def disk(home: Path) -> Iterator[Disk]:
    with watched(home) as made:
        yield made


@pytest.fixture
def counter(home: Path, disk: Disk) -> Iterator[Counter]:
    with closing(open_counter(home, FixedClock(MORNING))) as opened:
        yield opened


@pytest.fixture
def clerk(counter: Counter) -> Actor:
    return counter.clerks.sign_in("minseo", PASSWORD, 3)


def test_07_nothing_is_done_while_the_disk_takes_nothing(
    counter: Counter, clerk: Actor, home: Path, disk: Disk
) -> None:
    request = Request(registered_foreigner(home), "은행 제출")
    acts: dict[str, Callable[[], object]] = {
        "certificate": lambda: counter.certificates.issue(clerk, request, action_id="visit"),
        "ticket": lambda: counter.tickets.take("A", action_id="ticket"),
    }
    disk.failing = True
    for act in (*acts.values(), *acts.values()):
        assert refusal(act) == "store.disk_failing"
        assert counter.tickets.today() == ()
        assert counter.archive.of_day(DAY) == ()
    disk.failing = False
    for act in (*acts.values(), *acts.values()):
        act()
    assert [view.number for view in counter.tickets.today()] == ["A-001"]
    assert [view.issue_number[-6:] for view in counter.archive.of_day(DAY)] == ["000001"]
    assert verify(counter.engine).ok


def test_07_a_program_that_starts_anew_finds_it_in_doubt_or_not_at_all(
    counter: Counter, clerk: Actor, home: Path, disk: Disk
) -> None:
    """What was refusal can have reached the disk all the same."""
    request = Request(registered_foreigner(home), "은행 제출")
    disk.failing = True
    with pytest.raises(Refusal, match="disk_failing"):
        counter.certificates.issue(clerk, request, action_id="visit")
    disk.failing = False
    killed = home.with_name("killed")
    shutil.copytree(home, killed, ignore=shutil.ignore_patterns("*-shm", "*-turn"))
    with closing(open_counter(killed, FixedClock(MORNING))) as again:
        found = again.archive.of_day(DAY)
        assert found == again.archive.in_flight()
        issued = again.certificates.issue(clerk, request, action_id="visit")
        assert [view.id for view in again.archive.of_day(DAY)] == [issued.id]
        assert issued.issue_number.endswith("000001")
        assert verify(again.engine).ok
