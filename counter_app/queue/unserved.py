"""Services for which somebody waits and that no window calls, and windows to which somebody was
sent and at which nobody is; told before they wait for ever, or until the cap.

Pure. A window at lunch or paused will be back, and one that usually opens later today will open.
"""

from dataclasses import dataclass
from datetime import timedelta

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


@dataclass(frozen=True, slots=True)
class Deserted:
    """The closed `windows`, in order, to which those who are `waiting` were sent."""

    windows: tuple[int, ...]
    waiting: int

    def words(self, language: str) -> str:
        """For clerks: what is the case, and what to do."""
        return self._say("crowding.deserted", language)

    def brief(self, language: str) -> str:
        """For clerks, in one short line."""
        return self._say("crowding.brief_deserted", language)

    def _say(self, code: str, language: str) -> str:
        windows = ", ".join(map(str, self.windows))
        return say(code, language, windows=windows, waiting=self.waiting)


def deserted(scene: Scene) -> Deserted | None:
    """None while all who were sent to one window are awaited there, or may be called by any."""
    there = {station.place.window for station in scene.stations}
    cap = timedelta(minutes=scene.known.rules.cap_minutes)
    sent = [
        head.lane.window
        for head in scene.line
        if head.lane.window not in (None, *there) and scene.now - head.taken_at < cap
    ]
    windows = sorted({window for window in sent if window is not None})
    return Deserted(tuple(windows), len(sent)) if windows else None
