"""The doctor looks at the shared queue too."""

from datetime import timedelta
from pathlib import Path

from counter_app.clock import FixedClock
from counter_app.doctor import Check, examine
from db.migrate_shared import SCHEMA
from tests.queue.shared.server import Server


def queue_check(home: Path, clock: FixedClock) -> Check:
    return next(check for check in examine(home, clock, "en") if check.name == "queue")


def test_a_queue_that_answers(home: Path, clock: FixedClock) -> None:
    check = queue_check(home, clock)
    assert check.ok
    assert check.detail.startswith(f"schema {SCHEMA}, ")


def test_a_queue_that_does_not(home: Path, clock: FixedClock, server: Server) -> None:
    server.stop()
    check = queue_check(home, clock)
    assert not check.ok
    assert check.detail.startswith(f"No queue server answers at 127.0.0.1:{server.port}")


def test_a_pc_whose_clock_is_wrong(home: Path, clock: FixedClock, server: Server) -> None:
    server.set_clock(clock.at + timedelta(days=1))
    check = queue_check(home, clock)
    assert not check.ok
    assert check.detail.startswith("This PC's clock says 16 Nov 2026 10:00, the shared queue's")
