"""The one question before a number: who is called first, and who needs an interpreter."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from counter_app.kiosk.kiosk import Kiosk, Priority, Visit, Wait
from counter_app.kiosk.slip import wait_words
from counter_app.kiosk.words import OFFICIAL, describe
from ui.kiosk.buttons import Toggle, Touch
from ui.kiosk.cards import Letter, Panel
from ui.kiosk.manner import Manner
from ui.kiosk.page import Page, beside
from ui.kiosk.wrapping import Words


class QuestionPage(Page):
    """For the category chosen, or before one is (then `go_on` instead of a number)."""

    def __init__(
        self,
        manner: Manner,
        kiosk: Kiosk,
        visit: Visit,
        wait: Wait | None,
        wish: Callable[[Priority | None, bool], None],
        back: Callable[[], None],
        go_on: Callable[[], None],
    ) -> None:
        super().__init__(manner, kiosk.office)
        self._wish = wish
        self.grounds: dict[Priority, Toggle] = {}
        self.interpreter = self._toggle(manner.say("interpreter"), "interpreter")
        parts = beside(manner.landscape)
        parts.setSpacing(manner.px(40 if manner.landscape else 20))
        parts.addLayout(self._head(kiosk, visit, wait), 1)
        parts.addLayout(self._toggles(visit), 1)
        self.body.addLayout(parts)
        self.body.addStretch(1)
        say = manner.say
        key = "go_on" if visit.category is None else "take"
        self.back = Touch(manner, say("back"), back, height=130)
        self.back.setObjectName("back")
        self.take = Touch(manner, say(key), go_on, "primary", 130)
        self.take.setObjectName("take")
        self.foot(self.back, self.take)

    @property
    def priority(self) -> Priority | None:
        return next((ground for ground, b in self.grounds.items() if b.isChecked()), None)

    def wait_for_number(self) -> None:
        """Nothing more can be touched until the number is there."""
        self.take.setText(self.manner.say("taking"))
        for button in self.findChildren(Touch):
            button.setEnabled(False)

    def _head(self, kiosk: Kiosk, visit: Visit, wait: Wait | None) -> QVBoxLayout:
        say = self.manner.say
        head = QVBoxLayout()
        head.setSpacing(self.manner.px(20))
        if visit.category is not None:
            head.addWidget(self._chosen(kiosk, visit.category, wait))
        head.addWidget(Words("title", say("ask_title")))
        head.addWidget(Words("lead", say("ask_lead")))
        if self.manner.landscape:
            head.addStretch(1)
        return head

    def _toggles(self, visit: Visit) -> QVBoxLayout:
        manner = self.manner
        grid = QGridLayout()
        grid.setSpacing(manner.px(16))
        columns = 1 if manner.large and not (manner.landscape or manner.low) else 2
        for at, ground in enumerate(Priority):
            button = self._toggle(manner.say(f"ground_{ground}"), f"ground-{ground}")
            button.setChecked(ground is visit.priority)
            button.toggled.connect(self._only_one)
            self.grounds[ground] = button
            last = at == len(Priority) - 1
            grid.addWidget(button, at // columns, at % columns, 1, columns if last else 1)
        self.interpreter.setChecked(visit.interpreter)
        self.interpreter.toggled.connect(self._tell)
        self.interpreter.setVisible(manner.language != OFFICIAL)
        toggles = QVBoxLayout()
        toggles.setSpacing(manner.px(16))
        toggles.addLayout(grid)
        toggles.addWidget(self.interpreter)
        if manner.landscape:
            toggles.addStretch(1)
        return toggles

    def _only_one(self, on: bool) -> None:
        if on:
            for button in self.grounds.values():
                if button is not self.sender():
                    button.setChecked(False)
        self._tell()

    def _tell(self) -> None:
        self._wish(self.priority, self.interpreter.isChecked())

    def _toggle(self, text: str, name: str) -> Toggle:
        button = Toggle(self.manner, text)
        button.setObjectName(name)
        return button

    def _chosen(self, kiosk: Kiosk, code: str, wait: Wait | None) -> Panel:
        manner = self.manner
        category = kiosk.categories[code]
        said = describe(category, manner.language, kiosk.settings)
        panel = Panel(manner)
        texts = QVBoxLayout()
        texts.addWidget(Words("name", said.name))
        if said.about:
            texts.addWidget(Words("about", said.about))
        if wait:
            texts.addSpacing(manner.px(8))
            texts.addWidget(Words("count", manner.say("ahead", count=wait.ahead)))
            texts.addWidget(Words("minutes", wait_words(wait, manner.language)))
        row = QHBoxLayout()
        row.setSpacing(manner.px(28))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Letter(manner, category.prefix or code), 0, top)
        row.addLayout(texts, 1)
        panel.body.addLayout(row)
        return panel
