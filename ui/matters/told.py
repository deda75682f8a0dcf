"""Names and values side by side, as many as there are."""

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.kit.parts import Label


class Told(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.pairs: list[tuple[Label, Label]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)

    def show_pairs(self, pairs: list[tuple[str, str]]) -> None:
        while len(self.pairs) < len(pairs):
            made = Label("subtle"), Label(wrap=True)
            for column, label in enumerate(made):
                self._grid.addWidget(label, len(self.pairs), column)
            self.pairs.append(made)
        for place, (name, value) in enumerate(self.pairs):
            texts = pairs[place] if place < len(pairs) else ("", "")
            for label, text in zip((name, value), texts, strict=True):
                label.setText(text)
                label.setVisible(bool(text))
