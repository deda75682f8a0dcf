"""How the sync stands, looked at now and then off the GUI thread, for whoever shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.sync.views import SyncState, SyncView

if TYPE_CHECKING:
    from counter_app.main import Counter
    from ui.base.backend import Backend

POLL_MS = 2_000
SOON_MS = 400
"""While a first copy is coming."""
ALONE = SyncView(SyncState.ALONE)


class SyncWatch(QObject):
    """`view` is how it stood at the last look; `seen(SyncView)` follows each that is another."""

    seen = Signal(object)

    def __init__(self, counter: Counter, backend: Backend, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._backend = backend
        self.view = ALONE
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self.look)
        backend.changed.connect(self.look)

    @property
    def first_copy(self) -> bool:
        """Whether nobody can be looked up yet."""
        return self.view.state is SyncState.FIRST

    def start(self) -> None:
        """Look now, and go on looking."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        self._backend.ask(_seen, self._counter, then=self._show, replacing="sync")

    def _show(self, view: SyncView) -> None:
        if view == self.view:
            return
        self.view = view
        self._timer.setInterval(SOON_MS if self.first_copy else POLL_MS)
        self.seen.emit(view)


def _seen(counter: Counter) -> SyncView:
    """On a worker. What screens name by codes is up to date with it."""
    counter.replicated.refresh()
    return counter.sync.view()
