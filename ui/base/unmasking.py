"""F11: what for a person's masked data are shown; one key a purpose, and none is set before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from counter_app.residents.codes import purposes
from counter_app.words import explain
from ui.kit.inputs import Field
from ui.kit.overlay import Overlay
from ui.kit.parts import KeyButton, KeyCap, Label, row
from ui.kit.strip import Strip
from ui.kit.theme import look

if TYPE_CHECKING:
    from counter_app.errors import Refusal
    from ui.base.session import Session

WIDEST, EDGE = 460, 48


class UnmaskSheet(Overlay):
    """`wanted(purpose)`: a code of codes.purposes(), or what was written. Closed when the person
    leaves; nothing is shown before that is on record."""

    wanted = Signal(str)

    def __init__(self, host: QWidget, session: Session) -> None:
        super().__init__(host)
        self._session = session
        self._refusal: Refusal | None = None
        self._waiting = False
        self.sentence = Label("subtle", wrap=True)
        self.buttons: dict[str, KeyButton] = {}
        body = self.card.body
        body.setSpacing(8)
        body.addWidget(self.sentence)
        for place, one in enumerate((p for p in purposes() if p.code != "other"), 1):
            button = self.buttons[one.code] = KeyButton(str(place), bound=False)
            button.clicked.connect(partial(self._choose, one.code))
            body.addWidget(button)
        self.own = QLineEdit()
        self.field = Field(self.own)
        self.strip = Strip()
        other = row(self.field, KeyCap(self._last))
        other.setStretch(0, 1)
        body.addLayout(other)
        body.addWidget(self.strip)
        self.own.returnPressed.connect(self._write)
        self.stops = (self, *self.buttons.values(), self.own, self.close_button)
        session.language_changed.connect(self.retranslate)
        session.resident_changed.connect(self._leave)
        look().changed.connect(self._fit)
        self.retranslate()

    def open_sheet(self) -> None:
        self.own.clear()
        self._refusal = None
        self._waiting = False
        self.retranslate()
        self._fit()
        super().open_sheet()

    def refuse(self, refusal: Refusal) -> None:
        self._refusal = refusal
        self._waiting = False
        self.retranslate()
        if refusal.code == "residents.restricted_why":
            self.own.setFocus()

    def retranslate(self) -> None:
        say, language = self._session.say, self._session.language
        self.title.setText(say("ui_desk.unmask"))
        self.setAccessibleName(self.title.text())
        self.close_button.setText(say("ui.dismiss"))
        self.sentence.setText(say("ui_desk.unmask_why"))
        for one in purposes():
            if button := self.buttons.get(one.code):
                button.setText(str(getattr(one, language)))
        self.field.say(say("ui_desk.unmask_other"))
        self.own.setAccessibleName(f"{say('ui_desk.unmask_other')} {self._last}")
        self.own.setPlaceholderText(say("ui_desk.unmask_hint"))
        self.strip.show_words("danger", explain(self._refusal, language) if self._refusal else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {button.key: button for button in self.buttons.values()}
        if event.isAutoRepeat():
            return  # what has opened this, held down, does not close it
        if button := keys.get(event.text()):
            button.click()
        elif event.text() == self._last:
            self.own.setFocus()
        elif event.key() == Qt.Key.Key_F11:
            self.close_sheet()
        else:
            super().keyPressEvent(event)

    @property
    def _last(self) -> str:
        """The key of what is written."""
        return str(len(self.buttons) + 1)

    def _choose(self, purpose: str) -> None:
        """Once, however long the key is held: each showing is on record."""
        if not self._waiting:
            self._waiting = True
            self.wanted.emit(purpose)

    def _write(self) -> None:
        self._choose(self.own.text())

    def _leave(self, _resident: object) -> None:
        if self.isVisible():
            self.close_sheet()

    def _fit(self) -> None:
        self.card.setFixedWidth(min(self._host.width() - EDGE, look().px(WIDEST)))
