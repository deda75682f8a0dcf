"""What every kiosk screen has: the office and the time above, the three aids below."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.office import Centre
from ui.kiosk.buttons import Touch
from ui.kiosk.manner import Manner
from ui.kiosk.wrapping import Words
from ui.kit.languages import NAMES
from ui.kit.parts import Screen
from ui.kit.theme import look

HOLD_MS = 3000


class Held(Words):
    """Emits `held` when a finger stays on it: how staff get in without a keyboard."""

    held = Signal()

    def __init__(self, look_name: str) -> None:
        super().__init__(look_name)
        self.timer = QTimer(self, interval=HOLD_MS, singleShot=True)
        self.timer.timeout.connect(self.held)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.timer.start()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.timer.stop()

    def leaveEvent(self, _event: QEvent) -> None:
        self.timer.stop()


class Page(Screen):
    """Put things into `body`. `low` leaves the upper part of the screen empty. `note`: something
    for staff, beside the time."""

    def __init__(
        self, manner: Manner, office: Centre, *, tools: bool = True, note: str = ""
    ) -> None:
        super().__init__()
        self.manner = manner
        self.setStyleSheet(manner.sheet())  # before there is anything in it to be styled twice
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that nothing else has it at first
        self.setProperty("unringed", True)
        korean = manner.language == "ko"
        self.place = Words("place", office.name_ko if korean else office.name_en)
        self.clock = Held("place")
        self.body = QVBoxLayout()
        self.body.setSpacing(manner.px(20))
        top = QHBoxLayout()
        top.setSpacing(manner.px(28))
        top.addWidget(self.place, 1)
        if note:
            top.addWidget(Words("staff", note))
        top.addWidget(self.clock)
        layout = QVBoxLayout(self)
        edge = manner.px(40 if manner.landscape else 56)
        layout.setContentsMargins(edge, manner.px(28), edge, edge)
        layout.setSpacing(manner.px(20))
        layout.addLayout(top)
        if manner.low:
            layout.addStretch(1)
        layout.addLayout(self.body, 0 if manner.low else 1)
        if tools:
            layout.addLayout(self._tools())

    def tick(self, now: datetime) -> None:
        self.clock.setText(f"{now:%H:%M}")

    def languages(self, *, narrow: bool = False) -> QGridLayout:
        """Ten buttons, each in its own language; `narrow`: in two columns on a wide screen."""
        columns = 2 if self.manner.landscape and narrow else 5
        grid = QGridLayout()
        grid.setSpacing(self.manner.px(13))
        for at, (code, name) in enumerate(NAMES.items()):
            speak = partial(self.manner.speak, code)
            button = Touch(
                self.manner, name, speak, "language", 64 if self.manner.landscape else 75
            )
            button.setObjectName(f"language-{code}")
            button.setCheckable(True)
            button.setChecked(code == self.manner.language)
            grid.addWidget(button, at // columns, at % columns)
        return grid

    def foot(self, *buttons: Touch) -> None:
        """A row of buttons at the foot of the body; the last one is the widest."""
        row = QHBoxLayout()
        row.setSpacing(self.manner.px(16))
        for button in buttons:
            row.addWidget(button, 2 if button is buttons[-1] else 1)
        self.body.addLayout(row)

    def _tools(self) -> QHBoxLayout:
        manner = self.manner
        chosen = (
            ("large_text", "plain_text", manner.large, manner.enlarge),
            ("high_contrast", "plain_contrast", look().mode != "light", manner.contrast),
            ("low_screen", "full_screen", manner.low, manner.lower),
        )
        row = QHBoxLayout()
        row.setSpacing(manner.px(16))
        for name, back, on, act in chosen:
            button = Touch(manner, manner.say(back if on else name), act, "tool")
            button.setObjectName(name)
            button.setCheckable(True)
            button.setChecked(on)
            row.addWidget(button)
        return row


def centred(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    return row


def beside(landscape: bool) -> QBoxLayout:
    """Side by side on a wide screen, one below the other on a tall one."""
    direction = QBoxLayout.Direction.LeftToRight if landscape else QBoxLayout.Direction.TopToBottom
    return QBoxLayout(direction)
