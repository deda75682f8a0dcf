"""The designed states of a panel that has nothing else to show."""

from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ui.kit.parts import KeyButton, Label, row
from ui.kit.theme import look

Kind = Literal["empty", "loading", "offline", "error"]
TONES: dict[Kind, str] = {
    "empty": "icon.gray-fill",
    "loading": "border.primary",
    "offline": "icon.warning",
    "error": "icon.danger",
}
STROKES: dict[Kind, tuple[tuple[int, int, int, int], ...]] = {
    "empty": ((20, 28, 36, 28),),
    "loading": ((28, 18, 28, 28), (28, 28, 35, 32)),
    "offline": ((18, 38, 38, 18),),
    "error": ((28, 18, 28, 30), (28, 37, 28, 38)),
}


class StateMark(QWidget):
    """A plain sign for each state; the words beside it carry the meaning."""

    def __init__(self) -> None:
        super().__init__()
        self.kind: Kind = "empty"
        self.setFixedSize(QSize(56, 56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look().color(TONES[self.kind]), 3, c=Qt.PenCapStyle.RoundCap))
        painter.drawEllipse(self.rect().adjusted(6, 6, -6, -6))
        for line in STROKES[self.kind]:
            painter.drawLine(*line)


class StatePanel(QWidget):
    """Sign, title, one sentence and, if given, one thing to do (`acted`)."""

    acted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mark = StateMark()
        self._title = Label("title", wrap=True)
        self._sentence = Label("subtle", wrap=True)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(160)
        self.action = KeyButton()
        self.action.clicked.connect(self.acted)
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addLayout(row(None, self._mark, None))
        layout.addWidget(self._title)
        layout.addWidget(self._sentence)
        layout.addLayout(row(None, self._progress, None))
        layout.addLayout(row(None, self.action, None))
        layout.addStretch(1)
        self.show_state("empty", "", "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._mark.setVisible(self.height() >= look().px(110) + 70)

    def show_state(self, kind: Kind, title: str, sentence: str, action: str = "") -> None:
        """Show finished words; an empty `action` shows no button."""
        self._mark.kind = kind
        self._mark.update()
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._progress.setVisible(kind == "loading")
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.setAccessibleName(f"{title} {sentence}".strip())
