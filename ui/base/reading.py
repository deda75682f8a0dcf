"""What takes a while: how far it is, and that it can be ended."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from counter_app.errors import GivenUp
from ui.kit.parts import Label, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.base.session import Session


class Reading(QWidget):
    """Seen from `begin` on until `end`."""

    _told = Signal(object, int, int)

    def __init__(self, session: Session, code: str) -> None:
        """`code`: of the words that say what is done."""
        super().__init__()
        self._session, self._code = session, code
        self._stop = Event()
        self.bar = QProgressBar(textVisible=False)
        self.words = Label("subtle")
        layout = row(self.bar, self.words)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self._told.connect(self._show)
        self.hide()

    def begin(self) -> tuple[Callable[[int, int], None], Callable[[], bool]]:
        """What the worker tells and asks; whoever read before ends."""
        self._stop.set()
        self._stop = stop = Event()
        self.bar.setMaximum(0)
        self.words.setText(self._session.say(self._code))
        self.show()

        def tell(done: int, total: int) -> None:
            if stop.is_set():
                raise GivenUp
            try:
                self._told.emit(stop, done, total)
            except RuntimeError:  # the officer has left, and the sheet with them
                raise GivenUp from None

        return tell, stop.is_set

    def end(self) -> bool:
        """Whether anything was being read, which ends now."""
        was = not self.isHidden()
        self._stop.set()
        self.hide()
        return was

    def _show(self, stop: Event, done: int, total: int) -> None:
        if stop is self._stop and not stop.is_set():
            self.bar.setMaximum(total)
            self.bar.setValue(done)
