"""Whatever a day is like, and wherever the program stops, no won goes astray."""

import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.certificates.requests import Request, Tender
from counter_app.clock import FixedClock
from counter_app.main import open_counter
from tests import people
from tests.certificates.counts import DAY
from tests.conftest import MORNING, PASSWORD
from tests.till.random_acts import FEE, TENDERS, acts
from tests.till.random_book import LATER, Book, hand_over, play, settle, settle_later


@pytest.fixture(scope="module")
def base(built_centre: Path) -> tuple[Path, int]:
    return built_centre, people.registered_foreigner(built_centre)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    day=st.lists(acts(), min_size=1, max_size=9),
    later=st.lists(st.lists(st.sampled_from(TENDERS), max_size=3), max_size=3),
)
def test_no_won_goes_astray(
    base: tuple[Path, int], day: list[tuple[object, ...]], later: list[list[Tender]]
) -> None:
    """`later`: how was paid on each of the days on which nobody closed the one before."""
    with TemporaryDirectory() as folder:
        home = Path(shutil.copytree(base[0], Path(folder) / "home"))
        clock = FixedClock(MORNING)
        counter = open_counter(home, clock)
        windows = [
            counter.clerks.sign_in(login, PASSWORD, window)
            for login, window in (("minseo", 3), ("jihun", 4))
        ]
        counter.till.open(windows[0], 30_000, action_id="open")
        book = Book()
        for number, act in enumerate(day):
            play(counter, windows, book, base[1], act, f"act-{number}")
            assert counter.till.reconcile(DAY).disagreement is None
        for issued in counter.archive.in_flight():
            hand_over(counter, windows[0], issued)
        for tenders in later:
            clock.at += timedelta(days=1)
            for tender in tenders:
                request, action = Request(base[1], "은행", tender=tender), next(LATER)
                issued = counter.certificates.issue(windows[0], request, action_id=action)
                hand_over(counter, windows[0], issued)
        paid = [FEE * tenders.count(Tender.CASH) for tenders in later]
        settle(counter, windows[0], book, sum(paid))
        settle_later(counter, windows[0], paid)
        counter.close()
