"""Who somebody must be told of: how many of each kind, and who they are, masked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.base.narrow_table import NarrowTable
from ui.base.table import Column, Table
from ui.base.wording import day

if TYPE_CHECKING:
    from counter_app.residents.worklist import Due
    from ui.base.session import Session

MATTERS = "matters"
"""The kind that is no flag: residence matters that are not done yet."""
FEWEST, MOST = 3, 9
SOON = 14
"""Days until which a date is near."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A flag of worklist.LISTED, or MATTERS."""

    name: str
    count: int


class KindsTable(Table):
    """Enter lists who they are."""

    def __init__(self, session: Session) -> None:
        self._words = session
        super().__init__(
            "ui_worklist.kinds",
            (
                Column("ui_worklist.kind", self._title, bold=True, stretch=True),
                Column("ui_worklist.count", _count, right=True),
            ),
            session,
        )

    def fit(self) -> None:
        self.fit_rows(len(self.rows))

    def _title(self, kind: Kind) -> str:
        return self._words.say(f"ui_worklist.kind_{kind.name}")


class DueTable(NarrowTable):
    """The most urgent first. Enter opens the record."""

    DROPS = (2, 1)
    NEEDS = 170

    def __init__(self, session: Session) -> None:
        self._words = session
        super().__init__(
            "ui_worklist.people",
            (
                Column("ui_worklist.name", _name, after=_hangul, bold=True, stretch=True),
                Column("ui_worklist.number", _number),
                Column("ui_worklist.status", _status),
                Column("ui_worklist.due", self._due),
                Column("ui_worklist.left", self._left, tone=_tone),
            ),
            session,
        )

    def fit(self) -> None:
        self.fit_rows(MOST, FEWEST)

    def _due(self, one: Due) -> str:
        return day(self._words, one.due)

    def _left(self, one: Due) -> str:
        if one.days == 0:
            return self._words.say("ui_worklist.today")
        code = "in" if one.days > 0 else "over"
        return self._words.say(f"ui_worklist.{code}", days=abs(one.days))


def _count(kind: Kind) -> str:
    return f"{kind.count:,}"


def _name(one: Due) -> str:
    return one.name_roman or one.name_hangul


def _hangul(one: Due) -> str:
    return f"({one.name_hangul})" if one.name_roman and one.name_hangul else ""


def _number(one: Due) -> str:
    return one.number


def _status(one: Due) -> str:
    return one.status_of_stay or ""


def _tone(one: Due) -> str:
    return "danger" if one.days < 0 else "warning" if one.days <= SOON else ""
