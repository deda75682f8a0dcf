"""The number, whether it is on paper, and what to do now."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtWidgets import QVBoxLayout

from counter_app.kiosk.kiosk import Kiosk, Taken
from counter_app.kiosk.slip import wait_words
from counter_app.kiosk.words import describe
from ui.base.notices import announce
from ui.kiosk.buttons import Touch
from ui.kiosk.cards import Panel
from ui.kiosk.manner import Manner
from ui.kiosk.page import Page, beside
from ui.kiosk.wrapping import Words


class Paper(StrEnum):
    """How far the ticket is; a key of kiosk.json."""

    PRINTING = "printing"
    PRINTED = "printed"
    NONE = "none"
    """This kiosk has no printer."""
    EMPTY = "paper_out"
    COVER = "cover_open"
    OFF = "printer_off"
    FAILED = "not_printed"


TROUBLES = {
    "printing.roll_empty": Paper.EMPTY,
    "printing.cover_open": Paper.COVER,
    "printing.offline": Paper.OFF,
    "printing.silent": Paper.OFF,
}
"""By the code of a refusal or status; FAILED for any other."""


class NumberPage(Page):
    """Goes by itself, later when the ticket did not come out."""

    def __init__(
        self,
        manner: Manner,
        kiosk: Kiosk,
        taken: Taken,
        paper: Paper,
        done: Callable[[], None],
        again: Callable[[], None],
    ) -> None:
        super().__init__(manner, kiosk.office, tools=False)
        say, ticket = manner.say, taken.ticket
        self.taken, self.paper = taken, paper
        category = describe(kiosk.categories[ticket.category], ticket.language, kiosk.settings)
        shown, told = QVBoxLayout(), QVBoxLayout()
        for column in (shown, told):
            column.setSpacing(manner.px(20))
        shown.addStretch(1)
        shown.addWidget(Words("heading", say("your_number"), centred=True))
        self.number = Words("number", ticket.number, centred=True)
        shown.addWidget(self.number)
        shown.addWidget(Words("name", category.name, centred=True))
        if manner.landscape:
            told.addStretch(1)
        if taken.wait:
            told.addWidget(Words("ahead", say("ahead", count=taken.wait.ahead), centred=True))
            words = wait_words(taken.wait, manner.language)
            told.addWidget(Words("wait", words, centred=True))
        told.addWidget(self._advice())
        shown.addStretch(1 if manner.landscape else 0)
        told.addStretch(1)
        parts = beside(manner.landscape)
        parts.setSpacing(manner.px(40 if manner.landscape else 20))
        parts.addLayout(shown, 1)
        parts.addLayout(told, 1)
        self.body.addLayout(parts, 1)
        self.leaves = Words("about", centred=True)
        self.body.addWidget(self.leaves)
        self.done = Touch(manner, say("done"), done, "primary", 130)
        self.done.setObjectName("done")
        buttons = [self.done]
        if self.in_trouble:
            self.again = Touch(manner, say("print_again"), again, height=130)
            self.again.setObjectName("print-again")
            buttons.insert(0, self.again)
        self.done.setEnabled(paper is not Paper.PRINTING)
        self.foot(*buttons)

    @property
    def in_trouble(self) -> bool:
        return self.paper not in (Paper.PRINTING, Paper.PRINTED, Paper.NONE)

    def show_seconds(self, seconds: int) -> None:
        """Until it goes."""
        self.leaves.setText(self.manner.say("returns", seconds=seconds))

    def read_out(self) -> None:
        """Have a screen reader say the number and what is to be done."""
        announce(self, f"{self.manner.say('your_number')} {self.taken.ticket.number}. {self.words}")

    def _advice(self) -> Panel:
        say = self.manner.say
        tone = "warning" if self.in_trouble else "success" if self.paper is Paper.PRINTED else ""
        panel = Panel(self.manner, tone)
        lines = [] if self.paper is Paper.NONE else [say(self.paper)]
        if self.in_trouble or self.paper is Paper.NONE:
            lines.append(say("keep_number"))
        lines.append(say("come"))
        self.words = " ".join(lines)
        for at, line in enumerate(lines):
            panel.body.addWidget(Words("told" if at else "fact", line, centred=True))
        return panel
