"""Figures side by side."""

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

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


class Tiles(QWidget):
    """`across`: how many may stand side by side, the most first; each is `least` pixels wide or
    wider, before scaling."""

    def __init__(self, tiles: tuple[Tile, ...], least: int, across: tuple[int, ...]) -> None:
        super().__init__()
        self._tiles, self._least, self._choice = tiles, least, across
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.lay_out(len(tiles) * least)

    def lay_out(self, width: int) -> None:
        """As many side by side as a width, before scaling, has room for."""
        across = next((n for n in self._choice if width >= n * self._least), 1)
        if across == self._across:
            return
        self._across = across
        for place, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, *divmod(place, across))
        for column in range(len(self._tiles)):
            self._grid.setColumnStretch(column, int(column < across))
