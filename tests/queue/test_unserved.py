"""Who waits for a service that no window calls is told of, and nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.queue.forecast import Station
from counter_app.queue.order import Head, Lane, Place
from counter_app.queue.unserved import Deserted, Unserved, deserted, unserved
from counter_app.queue.waits import Scene, newcomers
from tests.queue.test_congestion import TEN, scene


def waiting(*lanes: Lane, windows: tuple[Station, ...]) -> Scene:
    line = tuple(Head(lane, n, TEN) for n, lane in enumerate(lanes, start=1))
    return replace(scene(), line=line, stations=windows)


ONLY_A = Station(Place(1, (("A",),)))
HELPS_D = Station(Place(2, (("B",), ("D",))), away=600.0)


def test_a_service_that_no_window_calls_is_told_with_how_many_wait() -> None:
    found = unserved(waiting(Lane("D"), Lane("A"), Lane("C"), Lane("D"), windows=(ONLY_A,)))
    assert found == Unserved(("C", "D"), 3)
    assert "C, D" in found.words("ko") and "3" in found.brief("en")


@pytest.mark.parametrize(
    "scenery",
    [
        waiting(Lane("A"), windows=(ONLY_A,)),
        waiting(Lane("D"), windows=(ONLY_A, HELPS_D)),
        waiting(Lane("D"), windows=(ONLY_A, Station(Place(3)))),
        waiting(Lane("D", window=4), windows=(ONLY_A,)),
        waiting(Lane("D"), windows=()),
    ],
)
def test_nothing_is_told_while_somebody_will_call_it(scenery: Scene) -> None:
    assert unserved(scenery) is None


def test_a_closed_window_to_which_somebody_was_sent_is_told() -> None:
    lanes = (Lane("A", window=6), Lane("B", window=4), Lane("A", window=6), Lane("A", window=1))
    found = deserted(waiting(*lanes, windows=(ONLY_A,)))
    assert found == Deserted((4, 6), 3)
    assert "4, 6번 창구" in found.words("ko") and "3" in found.brief("en")


def test_who_is_called_after_newcomers_waits_too() -> None:
    told = newcomers(waiting(Lane("A", window=6), Lane("A"), windows=(ONLY_A,)), ["A", "B"])
    assert [(wait.ahead, wait.waiting) for wait in told.values()] == [(1, 2), (0, 0)]


def test_nobody_is_told_of_a_window_that_will_be_back_or_once_any_may_call() -> None:
    sent = waiting(Lane("B", window=2), windows=(ONLY_A, HELPS_D))
    assert deserted(sent) is None
    alone = replace(sent, stations=(ONLY_A,))
    assert deserted(alone) == Deserted((2,), 1)
    cap = timedelta(minutes=alone.known.rules.cap_minutes)
    assert deserted(replace(alone, now=alone.now + cap)) is None
