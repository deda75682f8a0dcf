"""What the sign-in and the lock screen have in common."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.base.notices import announce
from ui.base.session import Session
from ui.frame.bars import Settings
from ui.kit.parts import Card, Label, Screen, Scrolling, row
from ui.kit.theme import look


class Door(Screen):
    """A card in the middle of an empty page, settings above it: sign-in and lock."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.card = Card(margins=40, spacing=16)
        self.settings = Settings(session)
        inner = QWidget()
        middle = QVBoxLayout(inner)
        middle.addStretch(2)
        middle.addLayout(row(None, self.card, None))
        middle.addStretch(3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 12, 24, 24)
        layout.addLayout(row(None, self.settings))
        layout.addWidget(Scrolling(inner), 1)
        self._widen()
        look().changed.connect(self._widen)

    def _widen(self) -> None:
        self.card.setFixedWidth(min(look().px(440), 760))


class Problem(Label):
    """What is wrong with an entry, in words, below it."""

    def __init__(self) -> None:
        super().__init__("problem", wrap=True)
        self.hide()

    def show_text(self, text: str) -> None:
        self.setText(text)
        self.setVisible(bool(text))
        if text:
            announce(self, text, urgent=True)
