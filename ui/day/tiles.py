"""The day in five figures."""

from PySide6.QtWidgets import QGridLayout, QWidget

from counter_app.queue.figures import Figures, Times
from ui.base.session import Session
from ui.day.words import spelt
from ui.kit.tile import Tile

TILE = 176
"""Width of one, before scaling; as many stand side by side as there is room for."""


class Tiles(QWidget):
    """Visitors, served, no-shows, wait and service."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.visitors, self.served, self.lost = Tile(), Tile(), Tile()
        self.waited, self.service = Tile(), Tile()
        self._tiles = (self.visitors, self.served, self.lost, self.waited, self.service)
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.lay_out(len(self._tiles) * TILE)

    def lay_out(self, width: int) -> None:
        """As many side by side as a width, before scaling, has room for."""
        across = max(1, min(len(self._tiles), width // TILE))
        if across == self._across:
            return
        self._across = across
        for place, tile in enumerate(self._tiles):
            line, column = divmod(place, across)
            self._grid.addWidget(tile, line, column)
        for column in range(len(self._tiles)):
            self._grid.setColumnStretch(column, int(column < across))

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
