"""What the sync's page lists: number blocks, and what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.base.narrow_table import WholeTable
from ui.base.table import Column
from ui.sync.words import act, clock, why

if TYPE_CHECKING:
    from datetime import datetime

    from counter_app.sync.views import BlockLevel, WorkItem
    from ui.base.session import Session

TONES = {"conflict": "warning", "rejected": "danger"}
HALF, LITTLE = 50, 20
"""Percent of a series' numbers below which more are asked for, below which somebody should look."""


class BlocksTable(WholeTable):
    DROPS = (2,)
    NEEDS = 180

    def __init__(self, session: Session) -> None:
        super().__init__(
            "ui_sync.blocks",
            (
                Column("ui_sync.series", _series, bold=True, stretch=True),
                Column("ui_sync.left", _left, right=True),
                Column("ui_sync.granted", _granted, right=True),
                Column("ui_sync.share", _share, tone=_share_tone),
            ),
            session,
        )


class ItemsTable(WholeTable):
    """Open ones; `chosen` to settle one."""

    DROPS = (0,)
    NEEDS = 260

    def __init__(self, session: Session) -> None:
        self._words = session
        self.now: datetime | None = None
        super().__init__(
            "ui_sync.items",
            (
                Column("ui_sync.item_at", self._at),
                Column("ui_sync.item_act", self._act, bold=True),
                Column("ui_sync.item_outcome", self._outcome, tone=_tone),
                Column("ui_sync.item_why", self._why, stretch=True),
            ),
            session,
        )

    def _at(self, item: WorkItem) -> str:
        return clock(self._words, item.at, self.now or item.told)

    def _act(self, item: WorkItem) -> str:
        return act(self._words, item)

    def _outcome(self, item: WorkItem) -> str:
        return self._words.say(f"ui_sync.outcome_{item.outcome}")

    def _why(self, item: WorkItem) -> str:
        return why(self._words, item)


def _tone(item: WorkItem) -> str:
    return TONES.get(item.outcome, "neutral")


def _series(level: BlockLevel) -> str:
    return level.series


def _left(level: BlockLevel) -> str:
    return f"{level.left:,}"


def _granted(level: BlockLevel) -> str:
    return f"{level.granted:,}"


def _percent(level: BlockLevel) -> int:
    return 100 * level.left // level.granted if level.granted else 0


def _share(level: BlockLevel) -> str:
    return f"{_percent(level)}%"


def _share_tone(level: BlockLevel) -> str:
    left = _percent(level)
    return "danger" if left < LITTLE else "warning" if left < HALF else "success"
