"""What the flags of the person can be acted on by, asked anew after every act."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from counter_app.main import Counter
from ui.base.backend import Backend
from ui.base.session import Session

if TYPE_CHECKING:
    from counter_app.matters.beginnings import Beginning


class FlagActs(QObject):
    """`told`: a Beginning or None for each flag; empty until it is known."""

    told = Signal(tuple)

    def __init__(
        self, counter: Counter, backend: Backend, session: Session, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._counter = counter
        self._backend = backend
        self._session = session
        session.resident_changed.connect(self._change)
        backend.changed.connect(self._ask)

    def _change(self, _resident: object) -> None:
        self.told.emit(())
        self._ask()

    def _ask(self) -> None:
        if resident := self._session.resident:
            self._backend.ask(
                self._counter.matters.beginnings,
                self._session.actor,
                resident.id,
                resident.alerts,
                then=partial(self._tell, resident.id, len(resident.alerts)),
                replacing="flag acts",
            )

    def _tell(self, resident_id: int, flags: int, found: "tuple[Beginning | None, ...]") -> None:
        resident = self._session.resident
        if resident and (resident.id, len(resident.alerts)) == (resident_id, flags):
            self.told.emit(found)
