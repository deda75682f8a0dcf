"""What staff do at the kiosk: see why it gives none, print the last number again, or close it."""

from collections.abc import Callable
from functools import partial
from hmac import compare_digest

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout

from counter_app.errors import Refusal
from counter_app.kiosk.kiosk import Kiosk, Taken
from counter_app.words import explain, say
from ui.kiosk.buttons import Touch
from ui.kiosk.manner import Manner
from ui.kiosk.page import Page
from ui.kiosk.wrapping import Words

TRIES = 3


class PinPage(Page):
    """Asks for the PIN by touch or keys; `wrong` after three that are not it."""

    def __init__(
        self,
        manner: Manner,
        kiosk: Kiosk,
        language: str,
        right: Callable[[], None],
        wrong: Callable[[], None],
    ) -> None:
        super().__init__(manner, kiosk.office, tools=False)
        self._pin = kiosk.settings.pin or ""
        self._language = language
        self._right, self._wrong = right, wrong
        self._left = TRIES
        self._typed = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = Words("title", say("kiosk_staff.pin", language), centred=True)
        self.dots = Words("title", " ", centred=True)
        grid = QGridLayout()
        grid.setSpacing(manner.px(16))
        for at, digit in enumerate("123456789"):
            button = Touch(manner, digit, partial(self.type, digit), "digit", 120)
            grid.addWidget(button, at // 3, at % 3)
        erase = say("kiosk_staff.erase", language)
        stay = say("kiosk_staff.stay", language)
        grid.addWidget(Touch(manner, erase, self.erase, height=120), 3, 0)
        grid.addWidget(Touch(manner, "0", partial(self.type, "0"), "digit", 120), 3, 1)
        leave = Touch(manner, stay, wrong, height=120)
        leave.setObjectName("stay")
        grid.addWidget(leave, 3, 2)
        self.body.addStretch(1)
        for part in (self.title, self.dots):
            self.body.addWidget(part)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def type(self, digit: str) -> None:
        self._typed += digit
        self.dots.setText("●" * len(self._typed))
        if len(self._typed) < len(self._pin):
            return
        if compare_digest(self._typed, self._pin):
            self._right()
            return
        self.erase()
        self._left -= 1
        self.title.setText(say("kiosk_staff.wrong_pin", self._language))
        if self._left == 0:
            self._wrong()

    def erase(self) -> None:
        self._typed = ""
        self.dots.setText(" ")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isascii() and event.text().isdigit() and not event.isAutoRepeat():
            self.type(event.text())
        else:
            super().keyPressEvent(event)


class StaffPage(Page):
    """`last`: the number given out last, if any since the kiosk was opened. `lost`: why no numbers
    can be given, if so."""

    def __init__(
        self,
        manner: Manner,
        kiosk: Kiosk,
        language: str,
        last: Taken | None,
        lost: Refusal | None,
        again: Callable[[], None],
        leave: Callable[[], None],
        stay: Callable[[], None],
    ) -> None:
        super().__init__(manner, kiosk.office, tools=False)
        self.body.addStretch(1)
        self.body.addWidget(Words("title", say("kiosk_staff.title", language), centred=True))
        if lost:
            self.body.addWidget(Words("lead", explain(lost, language), centred=True))
        if last and kiosk.printer:
            words = say("kiosk_staff.print_last", language, number=last.ticket.number)
            self._add(Touch(manner, words, again, height=130), "print-last")
        self._add(Touch(manner, say("kiosk_staff.leave", language), leave, height=130), "leave")
        self._add(Touch(manner, say("kiosk_staff.stay", language), stay, "primary", 130), "stay")
        self.body.addStretch(1)

    def _add(self, button: Touch, name: str) -> None:
        button.setObjectName(name)
        self.body.addWidget(button)
