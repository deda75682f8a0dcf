"""Accounts as a list, and who gave and took which right of one of them."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from counter_app.clock import SEOUL
from ui.base.table import Column, Table

if TYPE_CHECKING:
    from datetime import datetime

    from counter_app.privacy.accounts import ClerkView, Grant
    from ui.base.session import Session

TONES = {
    "active": "success",
    "locked": "warning",
    "suspended": "danger",
    "suspended_there": "danger",
}
MOST_ACCOUNTS, MOST_GRANTS = 8, 3


class ClerksTable(Table):
    """Every account, as high as its rows while they are few."""

    def __init__(self, session: Session) -> None:
        self._words = session
        super().__init__(
            "ui_clerks.list",
            (
                Column(
                    "ui_clerks.name",
                    attrgetter("name"),
                    after=attrgetter("login"),
                    bold=True,
                    stretch=True,
                ),
                Column("ui_clerks.role", self._role),
                Column("ui_clerks.window", self._window),
                Column("ui_clerks.speaks", speaks),
                Column("ui_clerks.state", self._state, tone=_tone),
                Column("ui_clerks.since", since),
            ),
            session,
        )

    def fit(self) -> None:
        self.fit_rows(MOST_ACCOUNTS)

    def _role(self, clerk: ClerkView) -> str:
        return self._words.say(f"ui_clerks.role_{clerk.role}")

    def _window(self, clerk: ClerkView) -> str:
        seat = clerk.window
        return "" if seat is None else self._words.say("ui.office_window", window=seat)

    def _state(self, clerk: ClerkView) -> str:
        return self._words.say(f"ui_clerks.{state_of(clerk)}")


class GrantsTable(Table):
    """The newest first."""

    def __init__(self, session: Session) -> None:
        self._words = session
        super().__init__(
            "ui_clerks.grants",
            (
                Column("accesses.at", _at),
                Column("ui_clerks.right", self._right, bold=True),
                Column("ui_clerks.by", _by),
                Column("ui_clerks.reason", attrgetter("reason"), stretch=True),
            ),
            session,
        )

    def fit(self) -> None:
        self.fit_rows(MOST_GRANTS)

    def _right(self, grant: Grant) -> str:
        role = self._words.say(f"ui_clerks.role_{grant.role}") if grant.role else ""
        return self._words.say(f"ui_clerks.act.{grant.act}", role=role)


def state_of(clerk: ClerkView) -> str:
    if clerk.suspended_there:
        return "suspended_there"
    if clerk.suspended_at:
        return "suspended"
    return "locked" if clerk.locked_at else "active"


def speaks(clerk: ClerkView) -> str:
    return ", ".join(clerk.languages)


def since(clerk: ClerkView) -> str:
    at = clerk.suspended_at or clerk.locked_at
    return _moment(at) if at else ""


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SEOUL):%Y-%m-%d %H:%M}"


def _tone(clerk: ClerkView) -> str:
    return TONES[state_of(clerk)]


def _at(grant: Grant) -> str:
    return _moment(grant.at)


def _by(grant: Grant) -> str:
    return "" if grant.by == "-" else grant.by
