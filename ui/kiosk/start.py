"""The first screen: language, what one came for, how long that takes, and priority."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from counter_app.kiosk.kiosk import Kiosk, Visit, Wait
from counter_app.kiosk.words import describe
from ui.kiosk.cards import Choice, Panel
from ui.kiosk.manner import Manner
from ui.kiosk.page import Page, beside
from ui.kiosk.wrapping import Words

MANY = 6
"""Categories, beyond which they stand in two columns."""
HEAD, CARDS = 8, 20
"""Shares of the width, or of the height."""


class StartPage(Page):
    """`choose(code)` when a category is touched, `ask()` for the card of priority. `trouble` is
    what is wrong with the printer, as a key of kiosk.json."""

    def __init__(
        self,
        manner: Manner,
        kiosk: Kiosk,
        visit: Visit,
        trouble: str | None,
        choose: Callable[[str], None],
        ask: Callable[[], None],
        note: str = "",
    ) -> None:
        super().__init__(manner, kiosk.office, note=note)
        self.cards: dict[str, Choice] = {}
        two = len(kiosk.categories) > MANY or manner.low or manner.large or manner.landscape
        grid = QGridLayout()
        grid.setSpacing(manner.px(20 if not two else 16))
        cards = [self._card(kiosk, code, choose, two) for code in kiosk.categories]
        cards.append(self._priority(visit, ask, two))
        columns = 2 if two else 1
        for at, card in enumerate(cards):
            grid.addWidget(card, at // columns, at % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        if not two:
            for card in cards:
                card.setMaximumHeight(manner.px(176))
        if trouble:
            self.body.addWidget(self._told(trouble))
        parts = beside(manner.landscape)
        parts.setSpacing(manner.px(40 if manner.landscape else 20))
        parts.addLayout(self._head(), HEAD if manner.landscape else 0)
        parts.addLayout(grid, CARDS)
        if not manner.landscape:
            parts.addStretch(1)  # what the cards do not want
        self.body.addLayout(parts, 1)

    def show_waits(self, waits: Mapping[str, Wait]) -> None:
        """How many wait for each category, and how long whoever comes now will; nothing where
        nobody can tell."""
        say = self.manner.say
        for code, card in self.cards.items():
            if (wait := waits.get(code)) is None:
                card.hide_wait()
                continue
            minutes = say("minutes", minutes=max(1, wait.likely))
            card.show_wait(say("waiting", count=wait.waiting), minutes)

    def _head(self) -> QVBoxLayout:
        manner = self.manner
        head = QVBoxLayout()
        head.setSpacing(manner.px(16))
        head.addLayout(self.languages(narrow=True))
        head.addSpacing(manner.px(8))
        head.addWidget(Words("heading" if manner.landscape else "title", manner.say("title")))
        head.addWidget(Words("lead", manner.say("lead")))
        if manner.landscape:
            head.addStretch(1)
        return head

    def _told(self, trouble: str) -> Panel:
        manner = self.manner
        panel = Panel(manner, "warning")
        words = beside(manner.landscape)
        words.setSpacing(manner.px(32 if manner.landscape else 10))
        words.addWidget(Words("warning", manner.say(trouble)), 2)
        words.addWidget(Words("about", manner.say("without_paper")), 3)
        panel.body.addLayout(words)
        return panel

    def _card(
        self, kiosk: Kiosk, code: str, choose: Callable[[str], None], compact: bool
    ) -> Choice:
        category = kiosk.categories[code]
        said = describe(category, self.manner.language, kiosk.settings)
        letter = category.prefix or code
        act = partial(choose, code)
        card = Choice(self.manner, letter, said.name, said.about, act, compact=compact)
        card.setObjectName(f"category-{code}")
        self.cards[code] = card
        return card

    def _priority(self, visit: Visit, ask: Callable[[], None], compact: bool) -> Choice:
        say = self.manner.say
        name, about = say("priority_name"), say("priority_about")
        if visit.priority:
            name, about = f"✓ {say('priority')}", say(f"ground_{visit.priority}")
        card = Choice(self.manner, "", name, about, ask, compact=compact)
        card.setObjectName("priority")
        return card
