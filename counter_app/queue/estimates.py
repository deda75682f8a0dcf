"""How long a visitor will wait, as far as the queue's past and present tell."""

from dataclasses import replace
from threading import Lock

from sqlalchemy import Engine

from counter_app.clock import Clock
from counter_app.errors import Refusal
from counter_app.queue import checks
from counter_app.queue.congestion import Crowding, crowding
from counter_app.queue.days import service_day
from counter_app.queue.learning import Learning
from counter_app.queue.link import Link, linked
from counter_app.queue.order import Head, lane_from
from counter_app.queue.settings import QueueSettings
from counter_app.queue.stations import stations
from counter_app.queue.unserved import Deserted, Unserved, deserted, unserved
from counter_app.queue.views import day_from
from counter_app.queue.waits import Scene, Wait, behind, newcomers, waits_of
from db import queue_past
from db.acts import looking, moment

__all__ = ["Crowding", "Estimates", "Wait"]


class Estimates:
    """Two indexed statements a question, this day's new events every half minute, and the days
    before once a day; so it may be asked at every repaint, off the GUI thread."""

    def __init__(
        self, engine: Engine, clock: Clock, settings: QueueSettings, link: Link | None = None
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._settings = settings
        self._link = link or Link(clock)
        self._lock = Lock()
        self._learning = Learning(settings)

    @linked
    def wait(self, category: str, *, ahead: int | None = None) -> Wait:
        """For someone who comes now, or who stands behind `ahead` others of the category.

        Raises Refusal queue.no_category.
        """
        checks.category(self._settings, category)
        scene = self._scene()
        if ahead is None:
            return newcomers(scene, [category])[category]
        return replace(behind(scene, category, ahead), ahead=ahead)

    @linked
    def waits(self) -> dict[str, Wait]:
        """For someone who comes now, by category; one question for all of them."""
        return newcomers(self._scene(), list(self._settings.categories))

    @linked
    def of(self, ticket_id: int) -> Wait:
        """For a ticket that waits, from now on.

        Raises Refusal queue.no_ticket when it does not wait.
        """
        scene = self._scene()
        asked = [head for head in scene.line if head.id == ticket_id]
        if not asked:
            raise Refusal("queue.no_ticket")
        others = tuple(head for head in scene.line if head.id != ticket_id)
        return waits_of(replace(scene, line=others), asked)[0]

    @linked
    def crowding(self) -> Crowding | None:
        """The crowd that is here or to come within the hour; None while the open windows can do
        with it."""
        return crowding(self._scene())

    @linked
    def outlook(self) -> Unserved | Deserted | Crowding | None:
        """What clerks should do something about: services that no window calls, else
        closed windows to which somebody was sent, else a crowd."""
        scene = self._scene()
        return unserved(scene) or deserted(scene) or crowding(scene)

    def _scene(self) -> Scene:
        now = self._clock.now()
        with self._lock, looking(self._engine) as sql:
            rows = sorted(sql.all(queue_past.WAITING_LANES))
            day = max((day_from(row[3]) for row in rows), default=now.date())
            day = service_day(day, now.date())
            known = self._learning.known(sql, day, now)
            desks, worked = sql.all(queue_past.DESKS), self._learning.worked
            found = stations(desks, worked, known.rota, self._settings.lunch, now)
        line = tuple(
            Head(lane_from(lane), id_, moment(taken_at))
            for id_, lane, taken_at, of_day in rows
            if day_from(of_day) == day
        )
        return Scene(now, line, found, known)
