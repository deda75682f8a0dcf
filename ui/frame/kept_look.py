"""Contrast and text size as they were left at this PC, in a file of their own beside counter.toml.

The administrator's file is never written. This one may be lost or broken, which costs the choice
and nothing else.
"""

import json
import logging
from pathlib import Path

from PySide6.QtCore import QObject

from ui.kit.theme import MODES, SCALES, Mode, look

FILE = "screen.json"

log = logging.getLogger(__name__)


class KeptLook(QObject):
    """Wears what was chosen in `home` before, and writes down every choice until it is deleted."""

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = home / FILE
        if (left := _left_in(self._path)) not in (None, (look().mode, look().scale)):
            look().show(*left)
        look().changed.connect(self.write)

    def write(self) -> None:
        """Replaces the file whole."""
        new = self._path.with_suffix(".new")
        try:
            new.write_text(json.dumps({"mode": look().mode, "scale": look().scale}), "utf-8")
            new.replace(self._path)
        except OSError as error:
            log.warning("the look could not be kept: %s", error.strerror)


def _left_in(path: Path) -> tuple[Mode, float] | None:
    try:
        said = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    match said:
        case {"mode": mode, "scale": int() | float() as scale} if mode in MODES:
            return mode, min(SCALES[-1], max(SCALES[0], scale))
    return None
