"""Why the program cannot start, in a plain window for whoever has no terminal before them."""

import os
import sys

from PySide6.QtWidgets import QApplication, QVBoxLayout

from counter_app.display import has_display
from counter_app.errors import Refusal
from counter_app.words import explain, say
from ui.kit.parts import Screen
from ui.kit.states import StatePanel
from ui.kit.theme import look


class NoStart(Screen):
    """The sentence, and one button that closes the window."""

    def __init__(self, refusal: Refusal, language: str) -> None:
        super().__init__()
        look()
        self.panel = StatePanel()
        QVBoxLayout(self).addWidget(self.panel)
        self.setWindowTitle(say("ui.no_start", language))
        self.panel.show_state(
            "error",
            say("ui.no_start", language),
            explain(refusal, language),
            say("ui.dismiss", language),
        )
        self.panel.acted.connect(self.close)
        self.resize(look().px(560), look().px(300))
        self.panel.action.setFocus()


def tell(refusal: Refusal, language: str) -> None:
    """Show it until it is closed, where there is a display."""
    if has_display(os.environ, sys.platform):
        app = QApplication.instance() or QApplication(sys.argv[:1])
        window = NoStart(refusal, language)
        window.show()
        app.exec()
