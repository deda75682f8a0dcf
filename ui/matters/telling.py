"""How it went, and how far a file is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from counter_app.errors import Refusal
from counter_app.words import explain
from ui.base.notices import announce
from ui.kit.sight import bring_into_sight
from ui.kit.strip import Strip

if TYPE_CHECKING:
    from ui.base.session import Session


class Telling(QWidget):
    """The last of what was told, in the language of the moment."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._told: Refusal | str = ""
        self.strip, self.progress = Strip(), QProgressBar(textVisible=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.strip)
        layout.addWidget(self.progress)
        self.progress.hide()
        session.language_changed.connect(self.retranslate)

    def retranslate(self) -> None:
        told, language = self._told, self._session.language
        if isinstance(told, Refusal):
            self.strip.show_words("danger", "", explain(told, language))
        elif self.progress.isHidden():
            self.strip.show_words("success", self._session.say(told) if told else "")

    def tell(self, told: Refusal | str) -> None:
        again, self._told = told == self._told, told
        self.progress.hide()
        self.retranslate()
        if told:
            bring_into_sight(self.strip)
        if told and not again:
            announce(self, self.strip.words, urgent=isinstance(told, Refusal))

    def show_progress(self, done: int, total: int) -> None:
        """Pages read, of how many: 0 until that is known."""
        code = "ui_request.reading_pages" if total else "ui_request.reading"
        self._told = ""
        self.strip.show_words("information", self._session.say(code, done=done, total=total))
        self.progress.setMaximum(total)
        self.progress.setValue(done)
        if self.progress.isHidden():
            self.progress.show()
            announce(self, self.strip.words)
