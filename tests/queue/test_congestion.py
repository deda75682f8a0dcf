"""A crowd is told when the open windows cannot do with it, and only then."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from counter_app.clock import SEOUL
from counter_app.demo.month import WINDOWS, month, record
from counter_app.main import Counter
from counter_app.queue.congestion import Crowding, crowding
from counter_app.queue.crowd import Arrival, Crowd
from counter_app.queue.estimates import Estimates
from counter_app.queue.forecast import Known, Station
from counter_app.queue.learning import learn
from counter_app.queue.order import Fairness, Head, Lane, Place
from counter_app.queue.pace import Cycle, Pace
from counter_app.queue.rota import Rota
from counter_app.queue.settings import QueueSettings
from counter_app.queue.waits import Scene
from counter_app.words import LANGUAGES

TEN = datetime(2026, 11, 16, 10, 0, tzinfo=SEOUL)
AT_TEN = 10 * 3600.0


def scene(
    waiting: int = 0, each_hour: int = 0, windows: int = 2, away: float = 0.0, minutes: float = 6
) -> Scene:
    """Visits of so many minutes; so many visitors an hour from nine to noon, none later."""
    pace = Pace([(True, [Cycle("A", minutes * 60, windows)] * 200)])
    came = [
        Arrival(9 * 3600 + 3600 * (n + 0.5) / each_hour, Lane("A")) for n in range(each_hour * 3)
    ]
    late = [Arrival(15 * 3600 + 600.0 * n, Lane("A")) for n in range(5)]
    crowd = Crowd([(True, came + late)]).on_a_day(each_hour, AT_TEN)
    line = tuple(Head(Lane("A"), n, TEN) for n in range(1, waiting + 1))
    stations = tuple(Station(Place(n), away=away) for n in range(1, windows + 1))
    return Scene(TEN, line, stations, Known(pace, crowd, Rota(), Fairness()))


def test_an_empty_room_is_no_crowd() -> None:
    assert crowding(scene()) is None


def test_what_the_windows_can_do_is_no_crowd() -> None:
    assert crowding(scene(waiting=2, each_hour=20)) is None


def test_more_than_they_can_do_is_told_beforehand() -> None:
    found = crowding(scene(waiting=2, each_hour=30))
    assert found == Crowding(False, 2, 30, 30, 2, 4, 36, 15)


def test_another_window_is_room_enough() -> None:
    assert crowding(scene(waiting=2, each_hour=30, windows=3)) is None


def test_a_clerk_who_is_back_soon_counts_for_the_time_left() -> None:
    assert crowding(scene(each_hour=20, windows=2, away=900)) is not None
    assert crowding(scene(each_hour=15, windows=2, away=900)) is None


def test_who_waits_is_told_when_it_is_here() -> None:
    found = crowding(scene(waiting=15, each_hour=20))
    assert found is not None
    assert found.now
    assert found.waiting == 15


def test_few_visitors_are_no_crowd_however_long_they_take() -> None:
    assert crowding(scene(waiting=5, windows=1, minutes=40)) is None


def test_without_a_window_or_a_past_nothing_is_said() -> None:
    assert crowding(scene(waiting=30, each_hour=40, windows=0)) is None
    unknown = replace(scene(), known=Known(Pace(), Crowd(), Rota(), Fairness()))
    assert crowding(unknown) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_words(language: str) -> None:
    told = [crowding(scene(waiting=n, each_hour=30)) for n in (2, 20)]
    said = {words for found in told if found for words in (found.words(language),)}
    assert len(said) == 2
    assert all("30" in words for words in said)
    (found,) = [found for found in told if found and not found.now]
    assert "15" in found.advice(language)
    assert "15" not in replace(found, quieter=None).advice(language)


def test_mondays_are_learned_from_mondays() -> None:
    settings = QueueSettings(WINDOWS)
    days = [
        record(v[0].head.taken_at.date(), v)
        for v in month(date(2026, 10, 5), 3, settings.fairness, lambda _: None)
    ]
    monday, at_nine = date(2026, 11, 2), 9 * 3600.0
    past = learn(monday, days, settings)
    tuesday = learn(monday + timedelta(days=1), days, settings)
    usual = [p.crowd.usual(at_nine, at_nine + 3600) or 0 for p in (past, tuesday)]
    assert usual[0] > 1.1 * usual[1]


def test_a_new_office_is_told_nothing(counter: Counter) -> None:
    assert Estimates(counter.queue.engine, counter.clock, counter.config.queue).crowding() is None
