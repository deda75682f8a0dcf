"""A figure among others."""

from PySide6.QtWidgets import QSizePolicy

from ui.kit.parts import Card, Label


class Tile(Card):
    """What, how much, and what else must be known of it."""

    def __init__(self) -> None:
        super().__init__(margins=16, spacing=2)
        self.name, self.value, self.more = (
            Label("subtle"),
            Label("total"),
            Label("small", wrap=True),
        )
        for label in (self.name, self.value, self.more):
            self.body.addWidget(label)
        self.body.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_words(self, name: str, value: str, more: str) -> None:
        self.name.setText(name)
        self.value.setText(value)
        self.more.setText(more)
        self.setAccessibleName(f"{name} {value}, {more}" if more else f"{name} {value}")
