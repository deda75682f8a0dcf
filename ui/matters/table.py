"""Residence matters as a list, the nearest date first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.base.narrow_table import NarrowTable
from ui.base.table import Column
from ui.matters.words import left, left_tone, state, state_tone

if TYPE_CHECKING:
    from counter_app.matters.views import MatterLine
    from ui.base.session import Session

FEWEST, MOST = 2, 11
"""Rows that are in sight."""


class MattersTable(NarrowTable):
    """Arrow keys pass, Enter goes on to the checklist."""

    DROPS = (1,)
    NEEDS = 190

    def __init__(self, session: Session) -> None:
        self._words = session
        super().__init__(
            "ui_matters.list",
            (
                Column("ui_matters.matter", self._title, after=_who, bold=True, stretch=True),
                Column("ui_matters.due", self._left, tone=left_tone),
                Column("ui_matters.state", self._state, tone=state_tone),
            ),
            session,
        )

    def fit(self) -> None:
        self.fit_rows(MOST, FEWEST)

    def _title(self, line: MatterLine) -> str:
        return line.title.in_(self._words.language)

    def _left(self, line: MatterLine) -> str:
        return left(self._words, line)

    def _state(self, line: MatterLine) -> str:
        return state(self._words, line)


def _who(line: MatterLine) -> str:
    return line.who
