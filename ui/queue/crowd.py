"""One quiet line while no window calls a service that somebody waits for, nobody is at the window
somebody was sent to, or more come than the windows can do with; nothing otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui.base.backend import Backend
from ui.base.session import Session
from ui.kit.dot import Dot
from ui.kit.parts import ElidedLabel, row

if TYPE_CHECKING:
    from counter_app.queue.congestion import Crowding
    from counter_app.queue.estimates import Estimates
    from counter_app.queue.unserved import Deserted, Unserved

FIRST_MS, EVERY_MS = 3_000, 20_000
"""Not while the window opens; then as often as a crowd grows."""


class CrowdLine(QWidget):
    """What is wrong in a few words; the tool tip and a screen reader tell all of it."""

    def __init__(self, estimates: Estimates, backend: Backend, session: Session) -> None:
        super().__init__()
        self._estimates = estimates
        self._backend = backend
        self._session = session
        self._told: Crowding | Unserved | Deserted | None = None
        self._dot, self.words = Dot(), ElidedLabel("subtle")
        self._dot.show_tone("warning")
        layout = row(self._dot, spacing=8)
        layout.addWidget(self.words, 1)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self._next = QTimer(self, interval=EVERY_MS)
        self._next.timeout.connect(self.reload)
        session.language_changed.connect(self.retranslate)
        self.hide()

    def resume(self) -> None:
        """Look soon, and go on looking."""
        if not self._next.isActive():
            QTimer.singleShot(FIRST_MS, self, self.reload)
            self._next.start()

    def reload(self) -> None:
        """Nothing is told while nothing is known: the panel itself says that the queue is lost."""
        self._backend.render(
            self._estimates.outlook,
            then=self._show,
            refused=self._nothing,
            failed=self._nothing,
            replacing="crowd",
        )

    def retranslate(self) -> None:
        told, language = self._told, self._session.language
        self.setVisible(told is not None)
        if told is not None:
            self.words.setText(told.brief(language))
            self.words.setToolTip(told.words(language))
            self.words.setAccessibleName(told.words(language))

    def _show(self, told: Crowding | Unserved | Deserted | None) -> None:
        if told != self._told:
            self._told = told
            self.retranslate()

    def _nothing(self, _why: object) -> None:
        self._show(None)
