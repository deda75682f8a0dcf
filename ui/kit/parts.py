"""The parts screens are made of. None knows a service; words come from outside by `setText`."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.kit.paint import draw_key, key_width, painter_on
from ui.kit.theme import look


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties the style sheet selects on, and have it look again."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Label(QLabel):
    """Text in one of the style sheet's looks: title heading name strong subtle small lead total."""

    def __init__(self, look_name: str = "", text: str = "", *, wrap: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look_name)
        self.setWordWrap(wrap)


class ElidedLabel(Label):
    """One line that shortens with … when there is no room; the whole text is its tool tip."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        painter.drawText(self.contentsRect(), self.alignment(), text)


class Badge(QLabel):
    """A short word on a tinted ground. `tone` is one of theme.TONES."""

    def __init__(self, text: str = "", tone: str = "neutral") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.show_text(text, tone)

    def show_text(self, text: str, tone: str = "neutral") -> None:
        """Show `text` in `tone`; nothing at all when the text is empty."""
        self.setText(text)
        restyle(self, tone=tone)
        self.setVisible(bool(text))

    def sizeHint(self) -> QSize:
        """As high in every script, and without words."""
        margins = self.contentsMargins()
        tall = self.fontMetrics().boundingRect("가").height() + margins.top() + margins.bottom()
        return super().sizeHint().expandedTo(QSize(0, tall))


class Card(QFrame):
    """A panel with rounded corners; put things into `body`. `tone` "" or "primary"."""

    def __init__(self, tone: str = "", *, margins: int = 20, spacing: int = 12) -> None:
        super().__init__()
        self.setProperty("tone", tone)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margins, margins, margins, margins)
        self.body.setSpacing(spacing)


class Chip(QLabel):
    """A bordered word or two; <b> is allowed, so escape what comes from outside."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)


class Bar(QFrame):
    """A white band along the `edge` ("top" or "bottom") of a screen."""

    def __init__(self, edge: str) -> None:
        super().__init__()
        self.setProperty("edge", edge)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


class Screen(QWidget):
    """A whole page of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


class Rule(QFrame):
    """A thin dividing line."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)


class Column(QWidget):
    """What a Scrolling area holds: widgets one below the other."""

    def __init__(self, spacing: int = 16) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(4, 4, 4, 4)
        self.body.setSpacing(spacing)


class Scrolling(QScrollArea):
    """`inner` as wide as its place, scrolling up and down when it is taller."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._inner = inner
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)

    def least_width(self) -> int:
        """The width below which something would be cut off."""
        return self._inner.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()


def row(*parts: QWidget | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; None is the stretch between them."""
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
    return layout


class KeyCap(QWidget):
    """A key by itself, as it looks on a button."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self.setAccessibleName(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(key_width(self._key) + 2, look().px(13) + 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right = QPointF(self.width() - 1, self.height() / 2)
        draw_key(painter, self._key, right, look().color("text.basic"))


class KeyButton(QPushButton):
    """A button that shows its key on itself and answers to it while it is visible and enabled.

    `kind` is "primary" (filled, tall), "secondary" (outlined) or "plain". Connect `clicked`; a
    key held down counts once. Without a `key` the text is centred; unless `bound`, something
    else answers to it.
    """

    PAD = 14

    def __init__(
        self, key: str = "", kind: str = "secondary", text: str = "", *, bound: bool = True
    ) -> None:
        super().__init__()
        self.key = key
        self.kind = kind
        self._dimmed = False
        self._resting = False
        self._low = False
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        if key and bound:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.click)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(f"{text} {self.key}".strip())
        self.updateGeometry()

    def show_key(self, key: str) -> None:
        """Another key on it, or none, where something else answers to it."""
        if key != self.key:
            self.key = key
            self.setText(self.text())
            self.update()

    def slim(self, low: bool) -> None:
        """Take less height, where there is little."""
        self._low = low
        self.updateGeometry()

    def dim(self, dimmed: bool) -> None:
        """Look out of place now, yet answer: the refusal that follows says why."""
        if dimmed != self._dimmed:
            self._dimmed = dimmed
            restyle(self, dimmed=dimmed)

    def rest(self, resting: bool) -> None:
        """Stand back, outlined at its size, while another part of the sheet is at work."""
        if resting != self._resting:
            self._resting = resting
            restyle(self, resting=resting)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._font()).horizontalAdvance(self.text())
        width = self.PAD * 2 + words + (key_width(self.key) + 12 if self.key else 0)
        height = look().px(17) + 40 if self.kind == "primary" else look().px(15) + 27
        return QSize(width, height - 8 if self._low else height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = painter_on(self)
        ink = self._ink()
        area = self.rect().adjusted(self.PAD, 0, -self.PAD, 0)
        painter.setPen(ink)
        painter.setFont(self._font())
        if not self.key:
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())
            return
        words = area.adjusted(0, 0, -key_width(self.key) - 8, 0)
        metrics = QFontMetrics(self._font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        draw_key(painter, self.key, QPointF(area.right(), self.rect().center().y() + 0.5), ink)

    def _font(self) -> QFont:
        return look().font(17 if self.kind == "primary" else 15, bold=self.kind == "primary")

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return look().color("text.disabled-on")
        if self._dimmed:
            return look().color("border.gray-dark")
        filled = self.kind == "primary" and not self._resting
        return look().color("text.inverse-static" if filled else "text.basic")
