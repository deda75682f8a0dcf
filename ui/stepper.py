"""A small number with a minus and a plus beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QWidget

from ui.theme import look


class StepButton(QPushButton):
    """Minus or plus; the number itself answers to the arrow keys, so this takes no focus."""

    def __init__(self, sign: str) -> None:
        super().__init__(sign)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoRepeat(True)
        self.fit()
        look().changed.connect(self.fit)

    def fit(self) -> None:
        self.setFixedWidth(look().px(40))


class Stepper(QWidget):
    """A whole number from `least` to `most`; nothing else can be typed."""

    changed = Signal(int)

    def __init__(self, least: int, most: int) -> None:
        super().__init__()
        self.number = QSpinBox()
        self.number.setRange(least, most)
        self.number.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.minus, self.plus = StepButton("−"), StepButton("+")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.minus)
        layout.addWidget(self.number, 1)
        layout.addWidget(self.plus)
        self.setFocusProxy(self.number)
        self.minus.clicked.connect(self.number.stepDown)
        self.plus.clicked.connect(self.number.stepUp)
        self.number.valueChanged.connect(self._settle)
        self._settle(least)

    def say(self, name: str, less: str, more: str) -> None:
        """What a screen reader calls the number and its two buttons."""
        self.number.setAccessibleName(name)
        self.minus.setAccessibleName(less)
        self.plus.setAccessibleName(more)

    @property
    def value(self) -> int:
        return self.number.value()

    def set_value(self, value: int) -> None:
        self.number.setValue(value)

    def _settle(self, value: int) -> None:
        self.minus.setEnabled(value > self.number.minimum())
        self.plus.setEnabled(value < self.number.maximum())
        self.changed.emit(value)
