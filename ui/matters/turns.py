"""Acts on matters one after the other: each once, however often or quickly it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from counter_app.errors import Refusal
    from counter_app.privacy.actor import Actor
    from ui.base.backend import Backend


@dataclass(frozen=True, slots=True)
class Asked:
    """The same asked twice is one. `number`: of the matter whose version `ver` was seen; "" where
    there is none."""

    do: Callable[..., Any]
    actor: Actor
    given: tuple[object, ...]
    more: Mapping[str, object]
    then: Callable[[Any], object] = field(compare=False)
    number: str = ""
    ver: int = field(default=0, compare=False)
    action_id: str = field(default_factory=lambda: uuid4().hex, compare=False)


class Turns(QObject):
    """What is asked for while an act is under way waits for it, with the version that it leaves;
    where that is refused it falls away, for it was asked for on another footing."""

    def __init__(
        self, parent: QObject, backend: Backend, refused: Callable[[Refusal], object]
    ) -> None:
        super().__init__(parent)
        self._backend = backend
        self._refuse = refused
        self._running: Asked | None = None
        self._waiting: list[Asked] = []
        self._unsure: Asked | None = None
        """What a fault broke off: it may be on record, so the same goes under the same id."""
        self._left: dict[str, int] = {}
        """The version after the last act, by number."""

    def take(self, asked: Asked) -> None:
        if asked in (self._running, *self._waiting):
            return
        if self._running is None:
            self._send(asked)
        else:
            self._waiting.append(asked)

    def leave(self, number: str, ver: int) -> None:
        """As an act has left it."""
        self._left = {number: ver}

    def _send(self, asked: Asked) -> None:
        if self._unsure is not None and asked == self._unsure:
            asked = replace(asked, action_id=self._unsure.action_id)
        self._running, more = asked, dict(asked.more)
        if asked.number:
            more["ver"] = max(asked.ver, self._left.get(asked.number, 0))
        self._backend.run(
            asked.do,
            asked.actor,
            *asked.given,
            action_id=asked.action_id,
            then=partial(self._answered, asked),
            refused=self._refused,
            failed=self._failed,
            **more,
        )

    def _answered(self, asked: Asked, answer: object) -> None:
        self._running = self._unsure = None
        asked.then(answer)
        if self._waiting:
            self._send(self._waiting.pop(0))

    def _refused(self, refusal: Refusal) -> None:
        self._running = self._unsure = None
        self._waiting.clear()
        self._refuse(refusal)

    def _failed(self, reference: str) -> None:
        self._unsure, self._running = self._running, None
        self._waiting.clear()
        self._backend.failed.emit(reference)
