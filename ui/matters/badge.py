"""What is under way for the person, beside the name: how many, and what matters most of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.base.person_badge import PersonBadge
from ui.matters.words import SOON, left, left_tone, state, state_tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter_app.main import Counter
    from counter_app.matters.views import MatterLine
    from counter_app.privacy.actor import Actor
    from ui.base.backend import Backend
    from ui.base.session import Session


class MattersBadge(PersonBadge):
    told: tuple[MatterLine, ...]

    def __init__(self, counter: Counter, backend: Backend, session: Session) -> None:
        self._counter = counter
        super().__init__(backend, session)

    def asked(self, resident_id: int) -> tuple[Callable[..., tuple[MatterLine, ...]], Actor, int]:
        return self._counter.matters.of_resident, self._session.actor, resident_id

    def retranslate(self) -> None:
        going_on = [line for line in self.told if not line.closed]
        if not going_on:
            self.show_text("")
            return
        session, first = self._session, min(going_on, key=_urgency)
        dated = _dated(first)
        said = left(session, first) if dated else state(session, first)
        words = session.say("ui_matters.badge", count=len(going_on), state=said)
        self.show_text(words, left_tone(first) if dated else state_tone(first))
        self.setToolTip(first.title.in_(session.language))
        self.setAccessibleName(words)


def _urgency(line: MatterLine) -> tuple[bool, bool, int]:
    """What was refused, a card that is here, then the nearest date."""
    days = line.days_left
    return line.answer != "refused", line.state != "ready", 10_000 if days is None else days


def _dated(line: MatterLine) -> bool:
    """Whether its date says more than its state."""
    told = line.answer == "refused" or line.state == "ready"
    return not told and line.days_left is not None and line.days_left <= SOON
