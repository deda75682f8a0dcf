"""In the place of the desk for who serves nobody: what their role is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.frame.role_keys import has
from ui.kit.parts import Card, KeyButton, Label, row
from ui.kit.theme import look

if TYPE_CHECKING:
    from ui.base.session import Session

SHEETS = {
    "review": ("Ctrl+W", "ui_review.key"),
    "clerks": ("Ctrl+K", "ui_clerks.title"),
    "day": ("Ctrl+D", "ui_day.title"),
}
"""With their key and words; the band at the bottom answers to the keys."""
WIDTH = 440


class OfficePage(QWidget):
    """`wanted(name)`: that sheet is to be opened."""

    wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.role = Label("heading")
        self.sentence = Label("subtle", wrap=True)
        self.buttons = {name: KeyButton(key, bound=False) for name, (key, _) in SHEETS.items()}
        self._card = card = Card(margins=32, spacing=12)
        card.body.addWidget(self.role)
        card.body.addWidget(self.sentence)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))
            card.body.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(row(None, card, None))
        layout.addStretch(3)
        session.language_changed.connect(self.retranslate)
        look().changed.connect(self._fit)
        self._fit()
        self.hide()

    def open(self) -> None:
        """For the role of who has signed in."""
        for button in self.buttons.values():
            button.setVisible(has(self._session, button.key))
        self.retranslate()
        self.show()
        next(b for b in self.buttons.values() if not b.isHidden()).setFocus()

    def retranslate(self) -> None:
        if self._session.signed_in:
            self.role.setText(self._session.say(f"ui_clerks.role_{self._session.actor.role}"))
        self.sentence.setText(self._session.say("ui.serves_nobody"))
        for name, (_, code) in SHEETS.items():
            self.buttons[name].setText(self._session.say(code))

    def _fit(self) -> None:
        self._card.setFixedWidth(look().px(WIDTH))
