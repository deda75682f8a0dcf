"""The look: KRDS tokens in two modes, one style sheet made from them, one typeface, one text size.

The look belongs to the application, as its style sheet does: `look()` gives the one there is.
"""

import json
import re
from functools import cache
from typing import Literal, cast

from PySide6.QtCore import QEvent, QLoggingCategory, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from counter_app.resources import RESOURCES

Mode = Literal["light", "high_contrast"]
MODES: tuple[Mode, ...] = ("light", "high_contrast")
SCALES = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
FAMILY = "Pretendard GOV"
FALLBACKS = ("Noto Sans SC", "Noto Sans Thai", "Noto Sans Khmer", "Noto Sans Devanagari")
# Text, surface, border and icon of what must be told apart; the words carry the meaning.
TONES = ("neutral", "primary", "information", "success", "warning", "danger")

PALETTE = {
    QPalette.ColorRole.Window: "background.gray-subtler",
    QPalette.ColorRole.Base: "surface.white",
    QPalette.ColorRole.AlternateBase: "surface.gray-subtler",
    QPalette.ColorRole.Button: "surface.white",
    QPalette.ColorRole.Text: "text.basic",
    QPalette.ColorRole.WindowText: "text.basic",
    QPalette.ColorRole.ButtonText: "text.basic",
    QPalette.ColorRole.PlaceholderText: "text.subtle",
    QPalette.ColorRole.ToolTipBase: "surface.white",
    QPalette.ColorRole.ToolTipText: "text.basic",
    QPalette.ColorRole.Link: "link.default",
    QPalette.ColorRole.Highlight: "button.primary-fill",
    QPalette.ColorRole.HighlightedText: "text.inverse-static",
}


@cache
def tokens(mode: Mode) -> dict[str, str]:
    """KRDS token values by name: colours "#rrggbb" or "#aarrggbb", widths "2px"."""
    path = RESOURCES / "theme" / f"{mode}.json"
    loaded: dict[str, str] = json.loads(path.read_text("utf-8"))
    return loaded


def style_sheet(mode: Mode, scale: float, name: str = "counter") -> str:
    """The style sheet, every @token and every @15px (a text size, times `scale`) filled in."""
    values = tokens(mode)

    def fill(found: re.Match[str]) -> str:
        size, name = found.groups()
        return f"{round(int(size) * scale)}px" if size else values[name]

    template = (RESOURCES / "theme" / f"{name}.qss").read_text("utf-8")
    return re.sub(r"@(?:(\d+)px|([a-z][a-z.-]*[a-z]))", fill, template)


class Look(QObject):
    """Mode and text scale of the whole application; `changed` after either."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.mode: Mode = "light"
        self.scale = 1.0
        self._ringed: FocusRing | None = None
        load_fonts()
        app.setStyle("Fusion")
        app.focusChanged.connect(self._ring)
        self.show(self.mode, self.scale)

    def show(self, mode: Mode, scale: float) -> None:
        """Wear `mode` at `scale` (1.0 to 2.0) from now on."""
        self.mode, self.scale = mode, min(2.0, max(1.0, scale))
        app = self._app
        palette = QPalette()
        for role, token in PALETTE.items():
            palette.setColor(role, self.color(token))
        app.setPalette(palette)
        app.setFont(self.font(15))
        app.setStyleSheet(style_sheet(self.mode, self.scale))
        self.changed.emit()

    def flip(self) -> None:
        """The other mode."""
        self.show(MODES[1 - MODES.index(self.mode)], self.scale)

    def step(self, by: int) -> None:
        """One text size larger (1) or smaller (-1)."""
        nearest = min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - self.scale))
        self.show(self.mode, SCALES[min(len(SCALES) - 1, max(0, nearest + by))])

    def color(self, token: str) -> QColor:
        return _color(self.mode, token)

    def tone(self, tone: str) -> tuple[QColor, QColor]:
        """Text and surface colour of a badge in one of TONES."""
        text, surface = {
            "neutral": ("text.basic", "surface.gray-subtle"),
            "primary": ("text.primary", "element.primary-light"),
        }.get(tone, (f"text.{tone}", f"surface.{tone}-subtler"))
        return self.color(text), self.color(surface)

    def px(self, size: int) -> int:
        """A text-bound length at the present scale."""
        return round(size * self.scale)

    def font(self, size: int, *, bold: bool = False) -> QFont:
        """The typeface at `size` px (before scaling), figures all of one width."""
        return QFont(_face(self.px(size), bold))

    def metrics(self, size: int, *, bold: bool = False) -> QFontMetrics:
        """The measures of `font(size, bold=bold)`."""
        return _metrics(self.px(size), bold)

    def _ring(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._ringed is not None and isValid(self._ringed):
            if now is not None:  # else the window itself may be on its way out
                self._ringed.drop()
            self._ringed.deleteLater()
        unringed = now is None or now.isWindow() or now.property("unringed")
        self._ringed = None if now is None or unringed else FocusRing(now)


class FocusRing(QWidget):
    """Three pixels around the widget that has the focus, so that it is always seen."""

    WIDTH = 3
    FOLLOWED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)

    def __init__(self, focused: QWidget) -> None:
        super().__init__(focused.window())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._focused = focused
        self._dropped = False
        inside: QWidget | None = focused
        while inside is not None and not inside.isWindow():
            inside.installEventFilter(self)
            inside = inside.parentWidget()
        self._place()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in self.FOLLOWED and not self._dropped and isValid(self._focused):
            self._place()
        return False

    def drop(self) -> None:
        """Be seen no more, before another ring is."""
        self._dropped = True
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look().color("border.focus"), self.WIDTH))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 9, 9)

    def _place(self) -> None:
        window = self._focused.window()
        corner = self._focused.mapTo(window, QPoint(0, 0))
        around = QRect(corner, self._focused.size())
        self.setGeometry(around.adjusted(-self.WIDTH, -self.WIDTH, self.WIDTH, self.WIDTH))
        self.setVisible(self._focused.isVisible())
        self.raise_()


@cache
def _color(mode: Mode, token: str) -> QColor:
    return QColor(tokens(mode)[token])


@cache
def _metrics(px: int, bold: bool) -> QFontMetrics:
    return QFontMetrics(_face(px, bold))


@cache
def _face(px: int, bold: bool) -> QFont:
    """Asked for in every cell that is painted, and choosing a font is slow."""
    font = QFont([FAMILY, *FALLBACKS])
    font.setPixelSize(px)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def load_fonts() -> None:
    """Register the fonts that ship with the program: the typeface, and Noto for other scripts."""
    # Qt warns of every font it passes over until one has the script, which is what fallbacks do.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    for path in sorted((RESOURCES / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


@cache
def look() -> Look:
    """The application's look, made when first asked for."""
    return Look(cast("QApplication", QApplication.instance()))
