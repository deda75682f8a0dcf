"""The fee of a matter that goes back: why, and who signs too."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from ui.base.asking import Asking
from ui.kit.sight import bring_into_sight

if TYPE_CHECKING:
    from ui.base.session import Session

REASON = "back_reason"


class Refund(Asking):
    """Not seen until `ask`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "ui_matters", "give_back", (REASON,), signs=True)
        self.hide()

    @property
    def reason(self) -> str:
        return self.text(REASON)

    def ask(self) -> None:
        self.start_over()
        self.ask_second(True)
        self.show()
        self.lines[REASON].setFocus()
        QTimer.singleShot(0, self, partial(bring_into_sight, self))  # once it is laid out

    def leave(self) -> None:
        self.start_over()
        self.hide()
