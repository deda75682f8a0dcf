"""The day in five figures."""

from counter_app.queue.figures import Figures, Times
from ui.base.session import Session
from ui.day.words import spelt
from ui.kit.tile import Tile, Tiles

TILE = 176
"""Width of one, before scaling."""


class DayTiles(Tiles):
    """Visitors, served, no-shows, wait and service."""

    def __init__(self, session: Session) -> None:
        self.visitors, self.served, self.lost = Tile(), Tile(), Tile()
        self.waited, self.service = Tile(), Tile()
        tiles = (self.visitors, self.served, self.lost, self.waited, self.service)
        super().__init__(tiles, TILE, across=(5, 4, 3, 2))
        self._session = session

    def show_figures(self, figures: Figures, *, over: bool) -> None:
        """`over`: the day is past."""
        say, total = self._session.say, figures.total
        waiting = (
            say("ui_day.closed")
            if over
            else say("ui_day.still_wait", count=figures.waiting)
            if figures.waiting
            else say("ui_day.nobody_waits")
        )
        self.visitors.show_words(say("ui_day.visitors"), f"{total.visitors:,}", waiting)
        share = round(100 * total.served / total.visitors) if total.visitors else 0
        self.served.show_words(
            say("ui_day.served"),
            f"{total.served:,}",
            say("ui_day.share", percent=share) if total.visitors else "",
        )
        cancelled = say("ui_day.also_cancelled", count=total.cancelled)
        self.lost.show_words(say("ui_day.no_shows"), f"{total.no_shows:,}", cancelled)
        for tile, code, times in (
            (self.waited, "ui_day.waited", total.waited),
            (self.service, "ui_day.service", total.service),
        ):
            tile.show_words(say(code), *self._told(times))

    def _told(self, times: Times | None) -> tuple[str, str]:
        if times is None:
            return self._session.say("ui_day.unknown"), ""
        longest = spelt(self._session, times.ninetieth)
        return spelt(self._session, times.median), self._session.say(
            "ui_day.ninetieth", time=longest
        )
