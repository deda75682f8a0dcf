"""A word beside the name about what is still going on for the person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ui.kit.parts import Badge

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.base.backend import Backend
    from ui.base.session import Session


class PersonBadge(Badge):
    """Asks when the person changes and after every act; shows what came in `retranslate`."""

    def __init__(self, backend: Backend, session: Session) -> None:
        super().__init__()
        self._backend = backend
        self._session = session
        self.told: tuple[Any, ...] = ()
        session.resident_changed.connect(self._forget)
        session.language_changed.connect(self.retranslate)
        backend.changed.connect(self.reload)
        self.retranslate()

    def asked(self, resident_id: int) -> tuple[Callable[..., tuple[Any, ...]], *tuple[object, ...]]:
        """The question, as the backend asks it."""
        raise NotImplementedError

    def retranslate(self) -> None:
        raise NotImplementedError

    def reload(self) -> None:
        resident = self._session.resident
        if resident is not None:
            self._backend.ask(
                *self.asked(resident.id),
                then=partial(self._show, resident.id),
                replacing=type(self).__name__,
            )

    def _forget(self, _resident: object = None) -> None:
        self.told = ()
        self.retranslate()
        self.reload()

    def _show(self, resident_id: int, told: tuple[Any, ...]) -> None:
        resident = self._session.resident
        if resident is not None and resident.id == resident_id and told != self.told:
            self.told = told
            self.retranslate()
