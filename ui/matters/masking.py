"""What was told of a person, masked until the clerk says why; whoever unmasks it is on record."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter_app.matters.hiding import masked
from ui.base.unmasking import UnmaskSheet

if TYPE_CHECKING:
    from counter_app.main import Counter
    from counter_app.matters.views import MatterView
    from ui.base.backend import Backend
    from ui.base.session import Session


class Masking(QObject):
    """Of the person at the window all is unmasked for the visit, as on their page; of anybody else
    one matter, until it is left. The clerk says what for. `changed`: other things may be shown."""

    changed = Signal()

    def __init__(self, host: QWidget, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__(host)
        self._host = host
        self._counter = counter
        self._backend = backend
        self._session = session
        self._number = self._asked = ""
        session.revealed_changed.connect(self.changed)

    def shown(self, view: MatterView) -> MatterView:
        """As it may be shown now."""
        return view if self.reveals(view) else masked(view)

    def hides(self, view: MatterView) -> bool:
        """Whether there is anything to mask."""
        return masked(view) != view

    def reveals(self, view: MatterView) -> bool:
        own = self._own(view) and self._session.revealed
        return own or view.line.number == self._number

    def forget(self, number: str = "") -> None:
        """Another matter than this is masked again, and what was asked of it comes to nothing."""
        if number != self._number:
            self._number = ""
        if number != self._asked:
            self._asked = ""

    def toggle(self, view: MatterView) -> None:
        """Mask again, or show in full once that is on record."""
        if self.reveals(view):
            self._number = ""
            self._session.reveal(False)
            self.changed.emit()
        elif self._own(view):
            self._session.ask_to_unmask()
        else:
            self._asked = view.line.number
            self.asking.open_sheet()

    @cached_property
    def asking(self) -> UnmaskSheet:
        made = UnmaskSheet(self._host, self._session)
        made.wanted.connect(self._reveal)
        return made

    def _reveal(self, purpose: str) -> None:
        self._backend.run(
            self._counter.matters.reveal,
            self._session.actor,
            self._asked,
            purpose,
            then=self._unmask,
            refused=self.asking.refuse,
        )

    def _own(self, view: MatterView) -> bool:
        resident = self._session.resident
        return resident is not None and resident.id == view.line.resident_id

    def _unmask(self, view: MatterView) -> None:
        """Unless the matter was left before that was on record."""
        if view.line.number == self._asked:
            self._number, self._asked = self._asked, ""
            self.asking.close_sheet()
            self.changed.emit()
