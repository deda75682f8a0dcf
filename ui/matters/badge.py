"""What is under way for the person, beside the name: how many, and what matters most of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ui.kit.parts import Badge
from ui.matters.words import SOON, left, left_tone, state, state_tone

if TYPE_CHECKING:
    from counter_app.main import Counter
    from counter_app.matters.views import MatterLine
    from ui.base.backend import Backend
    from ui.base.session import Session


class MattersBadge(Badge):
    """Asks when the person changes and after every act."""

    def __init__(self, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__()
        self._counter = counter
        self._backend = backend
        self._session = session
        self._open: tuple[MatterLine, ...] = ()
        session.resident_changed.connect(self._forget)
        session.language_changed.connect(self.retranslate)
        backend.changed.connect(self.reload)
        self.retranslate()

    def reload(self) -> None:
        resident = self._session.resident
        if resident is not None:
            self._backend.ask(
                self._counter.matters.of_resident,
                self._session.actor,
                resident.id,
                then=partial(self._show, resident.id),
                replacing="matters of the person",
            )

    def retranslate(self) -> None:
        if not self._open:
            self.show_text("")
            return
        session, first = self._session, min(self._open, key=_urgency)
        dated = _dated(first)
        said = left(session, first) if dated else state(session, first)
        words = session.say("ui_matters.badge", count=len(self._open), state=said)
        self.show_text(words, left_tone(first) if dated else state_tone(first))
        self.setToolTip(first.title.in_(session.language))
        self.setAccessibleName(words)

    def _forget(self, _resident: object) -> None:
        self._open = ()
        self.retranslate()
        self.reload()

    def _show(self, resident_id: int, lines: tuple[MatterLine, ...]) -> None:
        resident = self._session.resident
        if resident is not None and resident.id == resident_id:
            self._open = tuple(line for line in lines if not line.closed)
            self.retranslate()


def _urgency(line: MatterLine) -> tuple[bool, bool, int]:
    """What was refused, a card that is here, then the nearest date."""
    days = line.days_left
    return line.answer != "refused", line.state != "ready", 10_000 if days is None else days


def _dated(line: MatterLine) -> bool:
    """Whether its date says more than its state."""
    told = line.answer == "refused" or line.state == "ready"
    return not told and line.days_left is not None and line.days_left <= SOON
