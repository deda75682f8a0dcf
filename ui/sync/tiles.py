"""The sync in six figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.base.wording import day
from ui.kit.tile import Tile, Tiles
from ui.sync.words import ago, clock, seconds

if TYPE_CHECKING:
    from datetime import datetime

    from counter_app.sync.views import SyncView
    from ui.base.session import Session

TILE = 170
"""Width of one, before scaling."""
ALIKE = 1.0
"""Seconds that clocks may differ and be called the same."""


class SyncTiles(Tiles):
    """Last sync, what waits, what is to be settled, lag, clocks, comparison."""

    def __init__(self, session: Session) -> None:
        self.last, self.queue, self.conflicts = Tile(), Tile(), Tile()
        self.lag, self.skew, self.checked = Tile(), Tile(), Tile()
        tiles = (self.last, self.queue, self.conflicts, self.lag, self.skew, self.checked)
        super().__init__(tiles, TILE, across=(6, 3, 2))
        self._session = session

    def show_view(self, view: SyncView, now: datetime) -> None:
        say = self._session.say
        until = view.until and view.until.astimezone(now.tzinfo).date()
        unbroken = day(self._session, until).replace(" ", "\N{NO-BREAK SPACE}")
        certificate = say("ui_sync.until", day=unbroken) if until else ""
        self.last.show_words(say("ui_sync.last"), ago(self._session, view.synced, now), certificate)
        for tile, name, count in (
            (self.queue, "queue", view.queued),
            (self.conflicts, "conflicts", view.conflicts),
        ):
            more = say(f"ui_sync.{name}_{'some' if count else 'none'}")
            tile.show_words(say(f"ui_sync.{name}"), f"{count:,}", more)
        self.lag.show_words(
            say("ui_sync.lag"), seconds(self._session, view.lag), say("ui_sync.lag_hint")
        )
        self.skew.show_words(say("ui_sync.skew"), *self._skew(view.skew))
        hint = say("ui_sync.checked_hint" if view.checked else "ui_sync.checked_never")
        checked = clock(self._session, view.checked, now)
        self.checked.show_words(say("ui_sync.checked"), checked, hint)

    def _skew(self, skew: float | None) -> tuple[str, str]:
        if skew is None:
            return "–", self._session.say("ui_sync.skew_unknown")
        name = "none" if abs(skew) <= ALIKE else "ahead" if skew > 0 else "behind"
        return seconds(self._session, abs(skew)), self._session.say(f"ui_sync.skew_{name}")
