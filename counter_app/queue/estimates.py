"""How long a visitor will wait, as far as the queue can tell."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from sqlalchemy import Engine

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.queue import checks
from counter_app.queue.order import lane_from
from counter_app.queue.settings import QueueSettings
from db import queue_past
from db.queue import DeskState
from db.queue_sql import Row, looking

USUAL = timedelta(minutes=6)
"""A visit, until the office has a past of its own."""


@dataclass(frozen=True, slots=True)
class Wait:
    """`ahead`: those of the same category who are called first. The rest in whole minutes: in
    one of ten cases the wait is shorter than `low`, in one of ten longer than `high`."""

    ahead: int
    low: int
    likely: int
    high: int


class Estimates:
    """Two statements a question, so it may be asked at every repaint, off the GUI thread."""

    def __init__(self, engine: Engine, clock: Clock, settings: QueueSettings) -> None:
        self._engine = engine
        self._clock = clock
        self._settings = settings

    def wait(self, category: str, *, ahead: int | None = None) -> Wait:
        """For someone who comes now, or who stands behind `ahead` others of the category.

        Raises Refusal queue.no_category.
        """
        checks.category(self._settings, category)
        waiting, windows = self._present()
        mine = sum(lane_from(lane).category == category for _, lane, *_ in waiting)
        return _wait(mine if ahead is None else ahead, windows)

    def waits(self) -> dict[str, Wait]:
        """For someone who comes now, by category; one question for all of them."""
        waiting, windows = self._present()
        found = [lane_from(lane).category for _, lane, *_ in waiting]
        return {code: _wait(found.count(code), windows) for code in self._settings.categories}

    def of(self, ticket_id: int) -> Wait:
        """For a ticket that waits, from now on.

        Raises Refusal queue.no_ticket when it does not wait.
        """
        waiting, windows = self._present()
        lanes = {id_: lane_from(lane) for id_, lane, *_ in waiting}
        if ticket_id not in lanes:
            raise Refusal("queue.no_ticket")
        mine = lanes[ticket_id].category
        ahead = sum(lane.category == mine for id_, lane in lanes.items() if id_ < ticket_id)
        return _wait(ahead, windows)

    def _present(self) -> tuple[list[Row], int]:
        with looking(self._engine) as sql:
            desks = sql.all(queue_past.DESKS)
            waiting = sql.all(queue_past.WAITING_LANES)
        return waiting, sum(desk[1] == DeskState.OPEN for desk in desks)


def _wait(ahead: int, windows: int) -> Wait:
    minutes = ahead * (USUAL / timedelta(minutes=1)) / max(1, windows)
    return Wait(ahead, int(minutes * 0.6), round(minutes), ceil(minutes * 1.6))
