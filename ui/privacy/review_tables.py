"""What the privacy officer reads: findings of a month, and the accesses behind them."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from ui.base.narrow_table import NarrowTable
from ui.base.session import Session
from ui.base.table import Column
from ui.base.wording import day, purpose

if TYPE_CHECKING:
    from counter_app.privacy.lines import Line
    from counter_app.privacy.review import Noted


MOST_FINDINGS, MOST_LINES = 5, 6
"""Rows that are in sight."""


class FindingsTable(NarrowTable):
    DROPS = (3,)
    NEEDS = 160

    def __init__(self, session: Session) -> None:
        self._words = session
        super().__init__(
            "access_review.findings",
            (
                Column("access_review.column_rule", self._rule, bold=True, stretch=True),
                Column("access_review.column_clerk", attrgetter("clerk_name")),
                Column("access_review.column_day", self._day),
                Column("access_review.column_count", _count, right=True),
                Column("ui_review.state", self._state, tone=_tone),
            ),
            session,
        )

    def fit(self) -> None:
        self.fit_rows(MOST_FINDINGS)

    def _rule(self, noted: Noted) -> str:
        return self._words.say(f"access_review.rule.{noted.finding.rule}")

    def _day(self, noted: Noted) -> str:
        on = noted.finding.day
        return day(self._words, on) if on else self._words.say("ui_review.whole_month")

    def _state(self, noted: Noted) -> str:
        return self._words.say("ui_review.noted" if noted.note else "access_review.not_noted")


class LinesTable(NarrowTable):
    DROPS = (7, 6, 3)
    NEEDS = 110

    def __init__(self, session: Session) -> None:
        self._words = session
        super().__init__(
            "access_review.accesses",
            (
                Column("accesses.at", self._at),
                Column("accesses.clerk", attrgetter("clerk_name")),
                Column("accesses.act", self._act, after=self._keys),
                Column("ui_review.place", self._place),
                Column("accesses.why", self._why, stretch=True),
                Column("ui_review.person", _person, right=True),
                Column("ui_review.ticket", _ticket),
                Column("ui_review.fields", self._fields),
            ),
            session,
        )

    def fit(self) -> None:
        self.fit_rows(MOST_LINES)

    def _at(self, line: Line) -> str:
        return f"{day(self._words, line.at.date())} {line.at:%H:%M}"

    def _place(self, line: Line) -> str:
        if line.window is None:
            return line.pc
        return f"{self._words.say('ui.office_window', window=line.window)} · {line.pc}"

    def _why(self, line: Line) -> str:
        return purpose(self._words, line.purpose)

    def _keys(self, line: Line) -> str:
        return self._words.say("ui_review.keys", count=line.keys) if line.keys > 1 else ""

    def _act(self, line: Line) -> str:
        return self._words.say(f"ui_review.act.{line.act}")

    def _fields(self, line: Line) -> str:
        return ", ".join(self._words.say(f"ui_review.field.{field}") for field in line.fields)


def _count(noted: Noted) -> str:
    return str(noted.finding.count)


def _tone(noted: Noted) -> str:
    return "success" if noted.note else "warning"


def _person(line: Line) -> str:
    """Of a list who came first, and how many more it showed."""
    if line.person is None:
        return ""
    return f"{line.person} +{line.others}" if line.others else str(line.person)


def _ticket(line: Line) -> str:
    return line.ticket or ""
