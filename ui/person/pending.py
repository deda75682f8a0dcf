"""What of the person's record the district has still to confirm, beside the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.base.person_badge import PersonBadge

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter_app.main import Counter
    from counter_app.sync.views import Pending
    from ui.base.backend import Backend
    from ui.base.session import Session


class PendingBadge(PersonBadge):
    """Asks while something waits now and then, too."""

    told: tuple[Pending, ...]

    def __init__(self, counter: Counter, backend: Backend, session: Session) -> None:
        self._counter = counter
        super().__init__(backend, session)

    def asked(self, resident_id: int) -> tuple[Callable[..., tuple[Pending, ...]], int]:
        return self._counter.sync.pending, resident_id

    def follow(self) -> None:
        """The sync has moved on: what waited may have come back."""
        if self.told:
            self.reload()

    def retranslate(self) -> None:
        say = self._session.say
        fields = [say(f"ui_card.field_{change.field}") for change in self.told]
        words = say("ui_card.pending", fields=", ".join(dict.fromkeys(fields))) if fields else ""
        self.show_text(words, "information")
        self.setToolTip(say("ui_card.pending_hint") if words else "")
        self.setAccessibleName(words)
        self.setAccessibleDescription(self.toolTip())
