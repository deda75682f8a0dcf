"""The band at the bottom of the working screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from ui.base.session import Session
from ui.frame.role_keys import has
from ui.kit.parts import Bar, ElidedLabel, KeyButton
from ui.till.supplies import Supplies, Supply

if TYPE_CHECKING:
    from counter_app.certificates.requests import DaySummary


class BottomBar(Bar):
    """The day so far and what runs low on the left; on the right secure paper where it is used,
    residence matters, the day's figures, till, accounts, review, help and lock, as far as they are
    the role's."""

    paper_wanted = Signal()
    day_wanted = Signal()
    till_wanted = Signal()
    matters_wanted = Signal()
    clerks_wanted = Signal()
    review_wanted = Signal()
    help_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, session: Session, *, paper: bool) -> None:
        """`paper`: the office prints on secure paper."""
        super().__init__("bottom")
        self._session = session
        self._paper = paper
        self._day: DaySummary | None = None
        self._served = 0
        self.day = ElidedLabel("subtle")
        self.supplies = Supplies(session)
        self.paper = KeyButton("Ctrl+J", "plain")
        self.figures = KeyButton("Ctrl+D", "plain")
        self.till = KeyButton("Ctrl+M", "plain")
        self.matters = KeyButton("Ctrl+F8", "plain")
        self.clerks = KeyButton("Ctrl+K", "plain")
        self.review = KeyButton("Ctrl+W", "plain")
        self.help = KeyButton("F1", "plain")
        self.lock = KeyButton("Ctrl+L", "plain")
        self.paper.clicked.connect(self.paper_wanted)
        self.figures.clicked.connect(self.day_wanted)
        self.till.clicked.connect(self.till_wanted)
        self.matters.clicked.connect(self.matters_wanted)
        self.clerks.clicked.connect(self.clerks_wanted)
        self.review.clicked.connect(self.review_wanted)
        self.help.clicked.connect(self.help_wanted)
        self.lock.clicked.connect(self.lock_wanted)
        self._line = layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 2, 12, 2)
        layout.addWidget(self.day)
        layout.addSpacing(12)
        layout.addWidget(self.supplies)
        layout.addStretch(1)
        layout.addWidget(self.paper)
        layout.addWidget(self.matters)
        layout.addWidget(self.figures)
        layout.addWidget(self.till)
        layout.addWidget(self.clerks)
        layout.addWidget(self.review)
        layout.addWidget(self.help)
        layout.addWidget(self.lock)
        session.language_changed.connect(self.retranslate)
        session.actor_changed.connect(self._follow_actor)
        self._follow_actor()
        self.retranslate()

    def show_day(self, day: DaySummary) -> None:
        self._day = day
        self._show_day()

    def show_supply(self, name: str, supply: Supply | None) -> None:
        self.supplies.tell(name, supply)
        self.fit()

    def show_served(self, served: int) -> None:
        self._served = served
        self._show_day()

    def retranslate(self) -> None:
        self.paper.setText(self._session.say("ui_paper.key"))
        self.figures.setText(self._session.say("ui_day.key"))
        self.till.setText(self._session.say("ui_till.key"))
        self.matters.setText(self._session.say("ui_matters.key"))
        self.clerks.setText(self._session.say("ui_clerks.title"))
        self.review.setText(self._session.say("ui_review.key"))
        self.help.setText(self._session.say("ui.help"))
        self.lock.setText(self._session.say("ui.lock"))
        self.supplies.retranslate()
        self._show_day()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """The day comes before what is plentiful; of less than half of it nothing is shown."""
        self.day.show()
        self.supplies.show_quiet(self._lacks(quiet=True) <= 0)
        self.day.setVisible(self._lacks(quiet=False) < self.day.sizeHint().width() / 2)

    def _lacks(self, *, quiet: bool) -> int:
        """Pixels that there are too few; with `quiet`, also if all supplies were shown."""
        if quiet:
            self.supplies.show_quiet(True)
        self._line.invalidate()
        return self._line.sizeHint().width() - self.width()

    def _follow_actor(self) -> None:
        for button in (self.matters, self.figures, self.till, self.clerks, self.review):
            button.setVisible(has(self._session, button.key))
        self.paper.setVisible(self._paper and has(self._session, self.paper.key))

    def _show_day(self) -> None:
        say, day = self._session.say, self._day
        if day is None:
            self.day.setText(say("ui.day_loading"))
            return
        figures = {"issued": day.issued, "collected": day.collected, "sheets": day.sheets}
        self.day.setText(say("ui.day", served=self._served, **figures))
        self.fit()
