"""The window itself: says when it rests and how to go on, and when it is to call by itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from counter_app.errors import Refusal
from counter_app.queue.desks import DeskState, DeskView
from counter_app.queue.places import taken
from counter_app.words import explain
from ui.base.backend import Backend
from ui.base.session import Session
from ui.kit.parts import KeyButton
from ui.kit.strip import Strip
from ui.queue.deeds import RESTING

if TYPE_CHECKING:
    from counter_app.main import Counter


class WindowState(Strip):
    """Seen while the window is paused, at lunch, or open at another PC. `shown(DeskView | None)`
    follows each load."""

    shown = Signal(object)

    def __init__(self, counter: Counter, backend: Backend, session: Session) -> None:
        self.open = KeyButton("Ctrl+F12")
        super().__init__(actions=(self.open,))
        self._desks = counter.desks
        self._patience = counter.config.queue.auto_call_seconds
        self._backend = backend
        self._session = session
        self._idle_since: datetime | None = None
        self.desk: DeskView | None = None
        self.open.clicked.connect(self._open)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def reload(self) -> None:
        window = self._session.actor.window
        if window is not None:
            self._backend.ask(
                self._desks.at, window, then=self._show, refused=_said_already, replacing="desk"
            )

    def due(self, now: datetime, *, idle: bool) -> bool:
        """Whether the window is to call by itself now; `idle`: somebody waits and nobody is here.
        True once for each time it was idle. Never while the window is locked or left: nobody is
        there to serve who comes."""
        panel = self.parentWidget()
        seen = panel is not None and panel.isVisible()
        calls = self.desk is not None and self.desk.auto_call and self.desk.state is DeskState.OPEN
        if not (idle and calls and seen) or self.elsewhere:
            self._idle_since = None
            return False
        self._idle_since = min(self._idle_since or now, now)  # a clock may be set back
        if (now - self._idle_since).total_seconds() < self._patience:
            return False
        self._idle_since = None
        return True

    def retranslate(self) -> None:
        say, desk = self._session.say, self.desk
        self.open.setText(say("ui_queue.deed_open"))
        if desk and self.elsewhere:
            self.open.setText(say("ui_queue.deed_take_over"))
            refusal = taken(desk.window, desk.pc, desk.clerk_name, desk.since)
            self.show_words("warning", "", explain(refusal, self._session.language))
            return
        if desk is None or desk.state not in RESTING:
            self.show_words("warning", "")
            return
        code = f"ui_queue.desk_{desk.state}"
        self.show_words("warning", say(code, reason=desk.reason, at=f"{desk.since:%H:%M}"))

    @property
    def resting(self) -> bool:
        """Whether it calls nobody until it is opened."""
        return self.desk is not None and (self.desk.state in RESTING or self.elsewhere)

    @property
    def elsewhere(self) -> bool:
        """Whether another PC has this window open."""
        signed_in = self._session.signed_in
        return self.desk is not None and signed_in and self.desk.elsewhere(self._session.actor.pc)

    def _open(self) -> None:
        """What stands elsewhere is said above the button: pressed then, it is taken over."""
        self._backend.run(
            self._desks.open, self._session.actor, take_over=self.elsewhere, then=self._show
        )

    def _show(self, desk: DeskView | None) -> None:
        self.desk = desk
        self.retranslate()
        self.shown.emit(desk)


def _said_already(_: Refusal) -> None:
    """That the queue is out of reach is told by the question about the queue itself."""
