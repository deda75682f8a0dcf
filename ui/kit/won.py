"""A line for money."""

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit

MOST_WON = 10_000_000


class Won(QLineEdit):
    """A whole number of won; nothing typed is None."""

    def __init__(self) -> None:
        super().__init__()
        self.setValidator(QIntValidator(0, MOST_WON, self))

    @property
    def won(self) -> int | None:
        return int(self.text()) if self.text().isdecimal() else None
