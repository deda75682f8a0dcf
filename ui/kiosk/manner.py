"""How the kiosk meets a visitor: language, text size, contrast, height, the screen's shape."""

from typing import Any

from PySide6.QtCore import QLocale, QObject, QSize, Signal

from counter_app.kiosk.words import OFFICIAL, tell
from ui.kit.theme import FALLBACKS, FAMILY, look, style_sheet

LARGE_TALL, LARGE_WIDE = 1.3, 1.2
"""Times the usual size; a wide screen is low."""
TOUCH = 60
"""The least pixels of anything to be touched."""
HAN_FIRST = "zh"
"""Chinese wears one face throughout, not Hanja for those signs that Korean has too."""


class Manner(QObject):
    """`changed` after anything but the size of the screen."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = OFFICIAL
        self.large = False
        self.low = False
        self.landscape = False
        self.unit = 1.0

    @property
    def plain(self) -> bool:
        """Whether it is as for somebody who has not touched anything."""
        chosen = (self.language, self.large, self.low, look().mode)
        return chosen == (OFFICIAL, False, False, "light")

    def reset(self) -> None:
        """For the next visitor."""
        if not self.plain:
            self.language, self.large, self.low = OFFICIAL, False, False
            look().show("light", 1.0)
            self.changed.emit()

    def speak(self, language: str) -> None:
        self.language = language
        self.changed.emit()

    def enlarge(self) -> None:
        self.large = not self.large
        self.changed.emit()

    def lower(self) -> None:
        """Everything to be touched into the lower part of the screen, or all over it again."""
        self.low = not self.low
        self.changed.emit()

    def contrast(self) -> None:
        look().flip()
        self.changed.emit()

    def fit(self, size: QSize) -> bool:
        """Suits the screen; whether that changed anything."""
        before = (self.landscape, self.unit)
        self.landscape = size.width() > size.height()
        width, height = (1920, 1080) if self.landscape else (1080, 1920)
        self.unit = round(min(size.width() / width, size.height() / height), 3)
        return before != (self.landscape, self.unit)

    def px(self, length: int) -> int:
        """A length on a screen of 1080 x 1920 or 1920 x 1080, on this one."""
        return round(length * self.unit)

    def touch(self, length: int) -> int:
        """The same for what is touched."""
        return max(TOUCH, self.px(length))

    def text(self, size: int) -> int:
        """A text size."""
        return round(size * self._scale)

    def say(self, key: str, **fields: Any) -> str:
        return tell(key, self.language, **fields)

    @property
    def locale(self) -> QLocale:
        return QLocale(self.language)

    def sheet(self) -> str:
        """The style sheet."""
        families = [FAMILY, *FALLBACKS]
        if self.language == HAN_FIRST:
            families.insert(0, FALLBACKS[0])
        named = ", ".join(f'"{family}"' for family in families)
        return f"* {{ font-family: {named}; }}\n" + style_sheet(look().mode, self._scale, "kiosk")

    @property
    def _scale(self) -> float:
        large = LARGE_WIDE if self.landscape else LARGE_TALL
        return self.unit * (large if self.large else 1.0)
