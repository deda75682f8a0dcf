"""The bands at the top and bottom of the working screen."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.printing.jobs import PrinterStatus
from counter_app.queue.categories import CATEGORIES
from counter_app.queue.tickets import TicketView
from counter_app.words import LANGUAGES
from ui.inputs import Segmented
from ui.kit import Badge, Bar, Chip, ElidedLabel, KeyButton, Label, restyle, row
from ui.session import Session
from ui.spans import minutes
from ui.theme import look

if TYPE_CHECKING:
    from counter_app.certificates.issuing import DaySummary
    from counter_app.config import Config


class Dot(QWidget):
    """A coloured point before words that say the same."""

    def __init__(self) -> None:
        super().__init__()
        self._ink = "icon.gray-fill"
        self.setFixedSize(QSize(10, 10))

    def show_tone(self, tone: str) -> None:
        self._ink = f"icon.{tone}"
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().color(self._ink))
        painter.drawEllipse(self.rect())


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
    """Office, window and clerk; who waits; the printer; language, contrast, clock."""

    def __init__(self, config: Config, session: Session) -> None:
        super().__init__("top")
        self._config = config
        self._session = session
        self._waiting: tuple[TicketView, ...] = ()
        self._now: datetime | None = None
        self._status: PrinterStatus | None = None
        self._printer = ""
        self._short = False
        self.office = Label("title")
        self.demo = Badge()
        self.clerk = Chip()
        self.chips = {code: Chip() for code in CATEGORIES}
        self.dot = Dot()
        self.printer = ElidedLabel()
        self.settings = Settings(session)
        self.clock = Label("clock")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 8, 24, 8)
        layout.setSpacing(12)
        for part in (self.office, self.demo, self.clerk, *self.chips.values()):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self.dot)
        layout.addWidget(self.printer)
        layout.addSpacing(4)
        layout.addWidget(self.settings)
        layout.addWidget(self.clock)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def shorten(self, short: bool) -> None:
        """Use letters for categories and little else, when there is little room."""
        if short != self._short:
            self._short = short
            self.retranslate()

    def show_waiting(self, waiting: tuple[TicketView, ...]) -> None:
        self._waiting = waiting
        self._show_chips()

    def show_printer(self, status: PrinterStatus, printer: str) -> None:
        self._status, self._printer = status, printer
        self._show_printer()

    def tick(self, now: datetime) -> None:
        """A second has passed."""
        if self._now is None or (now.hour, now.minute) != (self._now.hour, self._now.minute):
            self._now = now
            self.clock.setText(f"{now:%H:%M}")
            self._show_chips()

    def retranslate(self) -> None:
        say, office, actor = self._session.say, self._config.office, self._session.actor
        self.office.setText(office.name_ko if self._session.language == "ko" else office.name_en)
        self.demo.show_text(say("ui.demo") if self._config.demo else "", "warning")
        self.demo.setToolTip(say("ui.demo_hint"))
        window = f"<b>{escape(say('ui.office_window', window=actor.window))}</b>"
        self.clerk.setText(f"{window}&nbsp; {escape(actor.name)}")
        self._show_chips()
        self._show_printer()

    def _show_chips(self) -> None:
        say = self._session.say
        longest = self._waiting[0] if self._waiting else None
        for code, chip in self.chips.items():
            line = [t for t in self._waiting if t.category == code]
            chip.setVisible(bool(line))
            if not line:
                continue
            first = longest is not None and longest.category == code and self._now is not None
            name = code if self._short else f"{code} {escape(say(f'ui.short_{code}'))}"
            text = f"{name}&nbsp; <b>{len(line)}</b>"
            if first and self._now is not None and longest is not None:
                waited = minutes(longest.taken_at, self._now)
                text += f"&nbsp; {escape(say('ui.longest', minutes=waited))}"
            chip.setText(text)
            chip.setAccessibleName(
                f"{code} {say(f'ui.short_{code}')} {say('ui.waiting_count', count=len(line))}"
            )
            restyle(chip, tone="primary" if first else "")

    def _show_printer(self) -> None:
        say, status = self._session.say, self._status
        if status is None:
            self.printer.setText(say("ui.printer_asking"))
            return
        whole = say(status.code, printer=self._printer)
        usual = status.code == "printing.ready"
        self.printer.setText(say("ui.printer_ready") if usual else whole.split(". ")[0])
        self.printer.setToolTip(whole)
        self.printer.setAccessibleName(whole)
        self.dot.show_tone("success" if usual else "warning" if status.ready else "danger")


class BottomBar(Bar):
    """The day so far on the left, help and lock on the right."""

    help_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("bottom")
        self._session = session
        self._day: DaySummary | None = None
        self.day = ElidedLabel("subtle")
        self.help = KeyButton("F1", "plain")
        self.lock = KeyButton("Ctrl+L", "plain")
        self.help.clicked.connect(self.help_wanted)
        self.lock.clicked.connect(self.lock_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 2, 12, 2)
        layout.addWidget(self.day, 1)
        layout.addWidget(self.help)
        layout.addWidget(self.lock)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def show_day(self, day: DaySummary) -> None:
        self._day = day
        self.retranslate()

    def retranslate(self) -> None:
        say, day = self._session.say, self._day
        self.help.setText(say("ui.help"))
        self.lock.setText(say("ui.lock"))
        if day is None:
            self.day.setText(say("ui.day_loading"))
        else:
            self.day.setText(
                say("ui.day", served=day.served, issued=day.issued, collected=day.collected_won)
            )
