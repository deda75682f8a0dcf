"""A tinted strip inside a panel: what is the case, why, and what to do next."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.flow import Flow, FlowLabel
from ui.kit.parts import restyle
from ui.kit.theme import look


class Strip(QFrame):
    """A bold `title` and a plain `detail` on the ground of a tone (one of theme.TONES).

    Hidden while both are empty. Widgets in `actions` stand below the words, `end` at the right.
    """

    def __init__(self, *, actions: tuple[QWidget, ...] = (), end: QWidget | None = None) -> None:
        super().__init__()
        self.tone = "information"
        self._title = FlowLabel("strong")
        self._detail = FlowLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 9, 14, 9)
        layout.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(16)
        words = QVBoxLayout()
        words.addStretch(1)
        words.addLayout(Flow(self._title, self._detail, spacing=10, line_spacing=2))
        words.addStretch(1)
        line.addLayout(words, 1)
        if end is not None:
            line.addWidget(end, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(line)
        if actions:
            buttons = QHBoxLayout()
            buttons.setContentsMargins(0, 6, 0, 3)
            buttons.setSpacing(8)
            for action in actions:
                buttons.addWidget(action)
            layout.addLayout(buttons)
        self.show_words("information", "")

    def show_words(self, tone: str, title: str, detail: str = "") -> None:
        """Show finished words in `tone`; nothing at all when both are empty."""
        self.tone = tone
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(f"{title} {detail}".strip())
        if tone != self._title.property("tone"):
            for label in (self._title, self._detail):
                restyle(label, tone=tone)
            self.update()
        self.setVisible(bool(title or detail))

    @property
    def words(self) -> str:
        return self.accessibleName()

    def paintEvent(self, _event: QPaintEvent) -> None:
        ink, ground = look().tone(self.tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outlined = look().mode == "high_contrast"
        painter.setPen(QPen(ink, 1) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
