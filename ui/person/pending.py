"""What of the person's record the district has still to confirm, beside the name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ui.kit.parts import Badge

if TYPE_CHECKING:
    from counter_app.main import Counter
    from counter_app.sync.views import Pending
    from ui.base.backend import Backend
    from ui.base.session import Session


class PendingBadge(Badge):
    """Asks when the person changes, after every act, and while something waits now and then."""

    def __init__(self, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__()
        self._counter = counter
        self._backend = backend
        self._session = session
        self.changes: tuple[Pending, ...] = ()
        session.resident_changed.connect(self._forget)
        session.language_changed.connect(self.retranslate)
        backend.changed.connect(self.reload)
        self.retranslate()

    def reload(self) -> None:
        resident = self._session.resident
        if resident is not None:
            self._backend.ask(
                self._counter.sync.pending,
                resident.id,
                then=partial(self._show, resident.id),
                replacing="pending",
            )

    def follow(self) -> None:
        """The sync has moved on: what waited may have come back."""
        if self.changes:
            self.reload()

    def retranslate(self) -> None:
        say = self._session.say
        fields = [say(f"ui_card.field_{change.field}") for change in self.changes]
        words = say("ui_card.pending", fields=", ".join(dict.fromkeys(fields))) if fields else ""
        self.show_text(words, "information")
        self.setToolTip(say("ui_card.pending_hint") if words else "")
        self.setAccessibleName(words)
        self.setAccessibleDescription(self.toolTip())

    def _forget(self) -> None:
        self.changes = ()
        self.retranslate()
        self.reload()

    def _show(self, resident_id: int, changes: tuple[Pending, ...]) -> None:
        resident = self._session.resident
        if resident is not None and resident.id == resident_id and changes != self.changes:
            self.changes = changes
            self.retranslate()
