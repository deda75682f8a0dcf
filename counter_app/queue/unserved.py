"""Services for which somebody waits and that no window calls; told before they wait for ever.

Pure. A window at lunch or paused will be back, and one that usually opens later today will open.
"""

from dataclasses import dataclass

from counter_app.queue.waits import Scene
from counter_app.words import say


@dataclass(frozen=True, slots=True)
class Unserved:
    """`codes` of the services, in order; so many are `waiting` for them."""

    codes: tuple[str, ...]
    waiting: int

    def words(self, language: str) -> str:
        """For clerks: what is the case, and what to do."""
        return self._say("crowding.unserved", language)

    def brief(self, language: str) -> str:
        """For clerks, in one short line."""
        return self._say("crowding.brief_unserved", language)

    def _say(self, code: str, language: str) -> str:
        return say(code, language, codes=", ".join(self.codes), waiting=self.waiting)


def unserved(scene: Scene) -> Unserved | None:
    """None while every service is called at a window, or none works and nothing can be said."""
    places = [station.place for station in scene.stations]
    left = [
        head.lane.category
        for head in scene.line
        if head.lane.window is None and all(p.tier(head.lane.category) is None for p in places)
    ]
    return Unserved(tuple(sorted(set(left))), len(left)) if places and left else None
