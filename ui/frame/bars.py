"""The band at the top of the working screen, and what stands in its corner everywhere."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.printing.jobs import PrinterStatus
from counter_app.queue.tickets import TicketView
from counter_app.words import LANGUAGES
from ui.base.session import Session
from ui.base.wording import service
from ui.kit.dot import Dot
from ui.kit.parts import Badge, Bar, Chip, ElidedLabel, KeyButton, Label, restyle, row
from ui.kit.segmented import Segmented
from ui.kit.spans import minutes
from ui.kit.theme import look
from ui.sync.badge import SyncBadge

if TYPE_CHECKING:
    from counter_app.config import Config
    from counter_app.sync.views import SyncView


TERSEST = 7
TOLD_CHARACTERS = 24
"""Of the printer's complaint, when names would have to go for more of it."""


class Settings(QWidget):
    """Language and contrast of the screen, everywhere in the same corner. Ctrl+E and Ctrl+H."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.language = Segmented(LANGUAGES)
        self.language.choose(session.language)
        self.contrast = KeyButton(kind="plain")
        layout = row(self.language, self.contrast, spacing=4)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.language.chosen.connect(session.speak)
        self.contrast.clicked.connect(look().flip)
        QShortcut(QKeySequence("Ctrl+E"), self, self._other_language)
        QShortcut(QKeySequence("Ctrl+H"), self, self.contrast.click)
        session.language_changed.connect(self.retranslate)
        look().changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        say = self._session.say
        self.language.choose(self._session.language)
        self.language.say(say("ui.language"), ["한국어", "EN"])
        self.contrast.setText(say("ui.contrast" if look().mode == "light" else "ui.contrast_off"))

    def _other_language(self) -> None:
        here = LANGUAGES.index(self._session.language)
        self._session.speak(LANGUAGES[1 - here])


class TopBar(Bar):
    """Office, window and clerk; who waits; the sync; the printer; language, contrast, clock."""

    def __init__(self, config: Config, session: Session) -> None:
        super().__init__("top")
        self._config = config
        self._session = session
        self._waiting: tuple[TicketView, ...] = ()
        self._now: datetime | None = None
        self._status: PrinterStatus | None = None
        self._printer = ""
        self.office = ElidedLabel("title")
        self.demo = Badge()
        self.clerk = Chip()
        self.chips = {code: Chip() for code in config.queue.categories}
        self.total = Chip()
        self.sync = SyncBadge(session)
        self.dot = Dot()
        self.printer = ElidedLabel()
        self.settings = Settings(session)
        self.clock = Label("clock")
        self._line = layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 8, 24, 8)
        layout.setSpacing(12)
        for part in (self.office, self.demo, self.clerk, *self.chips.values(), self.total):
            layout.addWidget(part)
        layout.addStretch(1)
        self._told = row(self.dot, self.printer, spacing=6)
        layout.addWidget(self.sync)
        layout.addLayout(self._told)
        layout.addSpacing(4)
        layout.addWidget(self.settings)
        layout.addWidget(self.clock)
        session.language_changed.connect(self.retranslate)
        session.actor_changed.connect(self.fit)
        look().changed.connect(self.fit)
        self.retranslate()

    def show_waiting(self, waiting: tuple[TicketView, ...]) -> None:
        self._waiting = waiting
        self.fit()

    def show_sync(self, view: SyncView) -> None:
        self.sync.show_view(view)
        self.fit()

    def show_printer(self, status: PrinterStatus, printer: str) -> None:
        self._status, self._printer = status, printer
        self.fit()

    def tick(self, now: datetime) -> None:
        """A second has passed; the minute may have."""
        if self.sync.tick(now):
            self.fit()
        minute = now.replace(second=0, microsecond=0)
        if minute != self._now:
            self._now = minute
            self.clock.setText(f"{now:%H:%M}")
            self.fit()

    def retranslate(self) -> None:
        say, office = self._session.say, self._config.office
        self.office.setText(office.name_ko if self._session.language == "ko" else office.name_en)
        self.demo.show_text(say("ui.demo") if self._config.demo else "", "warning")
        self.demo.setToolTip(say("ui.demo_hint"))
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Say as much as there is room for, once there is a clerk to name."""
        if not self._session.signed_in:
            return
        for terse in range(TERSEST + 1):
            self._say(terse)
            self._told.invalidate()
            self._line.invalidate()
            if self._line.sizeHint().width() <= self.width():
                break

    def _say(self, terse: int) -> None:
        """0: everything. Without, one after the other: names of categories, the longest wait, the
        words of printer and sync while they are well, single categories, the end of a complaint,
        the clerk's name, the demo badge."""
        say, actor = self._session.say, self._session.actor
        seat = "ui_clerks.no_window" if actor.window is None else "ui.office_window"
        where = say(seat, window=actor.window)
        window = f"<b>{escape(where)}</b>"
        self.clerk.setText(window if terse >= 6 else f"{window}&nbsp; {escape(actor.name)}")
        self.clerk.setAccessibleName(f"{where} {actor.name}")
        self.demo.setVisible(self._config.demo is not None and terse < TERSEST)
        for code, chip in self.chips.items():
            line = [t for t in self._waiting if t.category == code]
            chip.setVisible(bool(line) and terse < 4)
            self._say_chip(code, chip, line, terse)
        waiting = say("ui.waiting_count", count=len(self._waiting))
        self.total.setText(f"<b>{escape(waiting)}</b>")
        self.total.setVisible(terse >= 4)
        self.sync.say(terse)
        self._say_printer(terse)

    def _say_chip(self, code: str, chip: Chip, line: list[TicketView], terse: int) -> None:
        say = self._session.say
        name = f"{code} {service(self._session, self._config.queue.categories, code)}"
        count = f"&nbsp; <b>{len(line)}</b>"
        longest = bool(line) and line[0] is self._waiting[0]
        text = (code if terse >= 1 else escape(name)) + count
        if longest and self._now is not None:
            waited = minutes(line[0].taken_at, self._now)
            longest_words = say("ui.longest", minutes=waited)
            text += "" if terse >= 2 else f"&nbsp; {escape(longest_words)}"
        chip.setText(text)
        chip.setAccessibleName(f"{name} {say('ui.waiting_count', count=len(line))}")
        restyle(chip, tone="primary" if longest else "")

    def _say_printer(self, terse: int) -> None:
        say, status = self._session.say, self._status
        if status is None:
            self.printer.setText(say("ui.printer_asking"))
            self.printer.setVisible(terse < 3)
            return
        whole = say(status.code, printer=self._printer)
        brief = say(status.code, printer=PurePath(self._printer).name)  # of a folder the last
        usual = status.code == "printing.ready"
        self.printer.setText(say("ui.printer_ready") if usual else re.split("[.:] ", brief)[0])
        letter = self.printer.fontMetrics().averageCharWidth()
        room = TOLD_CHARACTERS * letter if terse >= 5 else self.maximumWidth()
        self.printer.setMaximumWidth(room)
        self.printer.setVisible(terse < 3 or not usual)
        self.dot.show_tone("success" if usual else "warning" if status.ready else "danger")
        for part in (self.printer, self.dot):
            part.setToolTip(whole)
            part.setAccessibleName(whole)
