"""What was copied here is of the person who was here."""

from PySide6.QtGui import QClipboard, QGuiApplication

MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


def forget_copied(_: object = None) -> None:
    """Empties the clipboard of what this program put there; what another put there stays."""
    clipboard = QGuiApplication.clipboard()
    for mode, own in zip(MODES, (clipboard.ownsClipboard, clipboard.ownsSelection), strict=True):
        if own():
            clipboard.clear(mode)
