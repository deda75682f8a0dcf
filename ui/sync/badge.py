"""The state of the sync in the top bar: always true, and the way to its page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.sync.views import SyncState
from ui.kit.dot import Dot
from ui.kit.parts import KeyButton, row
from ui.sync.words import WELL, badge, tone, well

if TYPE_CHECKING:
    from counter_app.sync.views import SyncView
    from ui.base.session import Session

SHORTER, SHORTEST = 3, 5
"""From which terseness on (ui.bars) a state that needs nobody loses its words, any other most."""


class NearButton(KeyButton):
    """Close to the point before it."""

    PAD = 6


class SyncBadge(QWidget):
    """`wanted` when it is pressed, or Ctrl+U. Hidden where there is no district."""

    wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._view: SyncView | None = None
        self._now: datetime | None = None
        self._terse = 0
        self.dot = Dot()
        self.button = NearButton("Ctrl+U", "plain")
        layout = row(self.dot, self.button, spacing=0)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self.wanted)
        self.hide()

    def show_view(self, view: SyncView) -> None:
        self._view = view
        self.setVisible(view.state is not SyncState.ALONE)
        self.say(self._terse)

    def tick(self, now: datetime) -> bool:
        """A second has passed; whether the words have another length now."""
        self._now = now
        before = len(self.button.text())
        self.say(self._terse)
        return len(self.button.text()) != before

    def say(self, terse: int) -> None:
        """As many words as there is room for (ui.bars)."""
        self._terse = terse
        view, now = self._view, self._now
        if view is None or now is None or view.state is SyncState.ALONE:
            return
        whole, quiet = badge(self._session, view, now), well(view, now)
        looked_into = not quiet and view.state in WELL
        short = self._session.say(f"ui_sync.short_{'work' if looked_into else view.state}")
        words = short if terse >= SHORTEST else whole
        self.button.setText("" if quiet and terse >= SHORTER else words)
        self.button.setAccessibleName(f"{whole} {self.button.key}")
        self.setToolTip(whole)
        self.dot.show_tone(tone(view, now))
        self.updateGeometry()  # the bar measures at once
