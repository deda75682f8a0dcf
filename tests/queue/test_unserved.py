"""Who waits for a service that no window calls is told of, and nobody else."""

from dataclasses import replace

import pytest

from counter_app.queue.forecast import Station
from counter_app.queue.order import Head, Lane, Place
from counter_app.queue.unserved import Unserved, unserved
from counter_app.queue.waits import Scene
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
