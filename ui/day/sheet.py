"""Ctrl+D: what this day, or a day past, came to, over the work and as it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from counter_app.errors import Refusal
from counter_app.words import explain
from ui.base.backend import Backend
from ui.base.notices import announce
from ui.base.session import Session
from ui.base.wording import day as dated
from ui.base.wording import read_date
from ui.day.export import ExportForm
from ui.day.pages import DayPages
from ui.day.seen import Seen, look_at, why_empty
from ui.day.words import named
from ui.kit.flow import Flow
from ui.kit.overlay import Overlay
from ui.kit.parts import KeyButton
from ui.kit.states import StatePanel
from ui.kit.strip import Strip
from ui.kit.theme import look

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from counter_app.main import Counter

WIDEST, EDGE = 1560, 48
EMPTY = 240
"""Height that the reason for having no figures takes, before scaling."""
PAUSE_MS = 1000
"""Between two looks at the figures while the queue moves: a day of thousands takes a while."""


class DaySheet(Overlay):
    """PgUp and PgDn lead to the days before and after, Ctrl+T to today, Ctrl+S to a file."""

    def __init__(self, host: QWidget, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__(host)
        self._counter = counter
        self._backend = backend
        self._session = session
        self._day: date | None = None
        self._seen: Seen | None = None
        self._told: tuple[str, str, dict[str, object]] | None = None
        self._unread: tuple[str, str, dict[str, object]] | None = None
        """Why the day could not be read: no longer so once it has been."""
        self._fault = ""
        self.date = QLineEdit()
        self.before, self.after = KeyButton("PgUp"), KeyButton("PgDown")
        self.today = KeyButton("Ctrl+T")
        self.export = KeyButton("Ctrl+S")
        self.strip, self.crowd = Strip(), Strip()
        self.form = ExportForm(session)
        self.state = StatePanel()
        self.pages = DayPages(session, counter.config.queue)
        self.stops = (
            self.date,
            self.before,
            self.after,
            self.today,
            self.export,
            *self.form.stops,
            self.state.action,
            *self.pages.stops,
            self.close_button,
        )
        body = self.card.body
        body.setSpacing(16)
        ways = (self.date, self.before, self.after, self.today, self.export)
        body.addLayout(Flow(*ways, spacing=8, line_spacing=8))
        for part in (self.form, self.strip, self.crowd, self.state, self.pages):
            body.addWidget(part)
        self._soon = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._soon.timeout.connect(self.reload)
        self.date.returnPressed.connect(self._go_to_typed)
        self.before.clicked.connect(self._go_back)
        self.after.clicked.connect(self._go_on)
        self.today.clicked.connect(self.show_today)
        self.export.clicked.connect(self._open_form)
        self.form.wanted.connect(self._save)
        self.state.acted.connect(self.reload)
        for something_happened in (backend.changed, backend.heard):
            something_happened.connect(self._follow)
        session.language_changed.connect(self.retranslate)
        look().changed.connect(self._fit)
        self.retranslate()

    @property
    def shown(self) -> date:
        """The day asked for; today goes on past midnight."""
        return self._day or self._counter.clock.now().date()

    def open_sheet(self) -> None:
        self.form.hide()
        self._tell(None)
        self._fit()
        super().open_sheet()
        self.date.selectAll()
        self._go(None)

    def show_today(self) -> None:
        self._go(None)

    def reload(self) -> None:
        self._backend.render(
            look_at,
            self._counter,
            self._session.actor,
            self._day,
            then=self._show,
            refused=self._refused_day,
            failed=self._failed,
            replacing="day figures",
        )

    def retranslate(self) -> None:
        say = self._session.say
        for button, code in (
            (self.before, "ui_day.before"),
            (self.after, "ui_day.after"),
            (self.today, "ui_day.today"),
            (self.export, "ui_day.export"),
        ):
            button.setText(say(code))
        self.close_button.setText(say("ui.dismiss"))
        self.date.setAccessibleName(say("ui_day.date"))
        self.date.setAccessibleDescription(say("ui_day.date_hint"))
        self.date.setToolTip(say("ui_day.date_hint"))
        self._tell(self._told)
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes what was opened last."""
        if event.key() == Qt.Key.Key_Escape and self.form.isVisible():
            self.form.hide()
            self.export.setFocus()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        """The queue has changed; look again soon, once."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _go(self, day: date | None) -> None:
        """To a day; None is today."""
        self._day = None if day == self._counter.clock.now().date() else day
        self._seen, self._fault = None, ""
        if self.form.isVisible():
            self.form.propose(self.shown)
        self._refresh()
        self.reload()

    def _go_back(self) -> None:
        if self._seen and self._seen.before:
            self._go(self._seen.before)

    def _go_on(self) -> None:
        if self._seen and self._day:
            self._go(self._seen.after)

    def _go_to_typed(self) -> None:
        today = self._counter.clock.now().date()
        typed = read_date(self.date.text(), today)
        if typed is None:
            self._tell(("warning", "ui_day.date_wrong", {}))
        elif typed > today:
            self._tell(("warning", "ui_day.date_to_come", {"day": dated(self._session, typed)}))
        else:
            self._tell(None)
            self.date.setModified(False)
            self._go(typed)

    def _open_form(self) -> None:
        self._tell(None)
        self.form.open_form(self.shown)

    def _save(self, reason: str, path: Path) -> None:
        self._backend.run(
            self._counter.reports.export,
            self._session.actor,
            self.shown,
            self.shown,
            reason,
            path,
            self._session.language,
            then=self._saved,
            refused=self._refused,
        )

    def _saved(self, path: Path) -> None:
        self.form.hide()
        self.export.setFocus()
        self._tell(("success", "ui_day.saved", {"path": path}))

    def _show(self, seen: Seen) -> None:
        self._seen, self._fault = seen, ""
        if self._told and self._told is self._unread:
            self._tell(None)
        self._refresh()

    def _refused(self, refusal: Refusal) -> None:
        self._tell(("danger", refusal.code, refusal.fields))

    def _refused_day(self, refusal: Refusal) -> None:
        self._refused(refusal)
        self._unread = self._told

    def _failed(self, reference: str) -> None:
        self._seen, self._fault = None, reference
        self._refresh()

    def _tell(self, told: tuple[str, str, dict[str, object]] | None) -> None:
        """Say how it went, in the language of the moment; None says nothing."""
        self._told = told
        if told is None:
            self.strip.show_words("information", "")
            return
        tone, code, fields = told
        if code == "ui_day.saved":
            title, detail = (
                self._session.say(code),
                self._session.say("ui_day.saved_where", **fields),
            )
        else:
            title, detail = "", explain(Refusal(code, **fields), self._session.language)
        self.strip.show_words(tone, title, detail)
        announce(self, self.strip.words)

    def _refresh(self) -> None:
        """Show what is known, or why there is nothing to show."""
        say, seen = self._session.say, self._seen
        today = self._counter.clock.now().date()
        named_day = named(self._session, self.shown, today)
        self.title.setText(f"{say('ui_day.title')}  {named_day}")
        self.setAccessibleName(self.title.text())
        if not self.date.isModified() or not self.date.hasFocus():
            self.date.setText(self.shown.isoformat())
        self.before.setEnabled(seen is not None and seen.before is not None)
        self.after.setEnabled(self._day is not None)
        self.today.setEnabled(self._day is not None)
        told = seen.outlook if seen else None
        self.crowd.show_words("warning", "", told.words(self._session.language) if told else "")
        figures = seen.figures if seen else None
        empty = figures is None or not figures.total.visitors
        self.export.setEnabled(not empty)
        awaited = figures is not None and figures.first == today and bool(figures.hours)
        self.state.setVisible(empty)
        self.state.setMinimumHeight(0 if awaited else look().px(EMPTY))
        self.pages.setVisible(awaited or not empty)
        if figures is not None:
            self.pages.show_figures(figures, over=self.shown < today)
        if self._fault:
            hint = say("ui_day.broken_hint", reference=self._fault)
            self.state.show_state("error", say("ui_day.broken"), hint, say("ui_day.retry"))
        elif seen is None:
            self.state.show_state("loading", say("ui_day.loading"), "")
        else:
            self.state.show_state("empty", *why_empty(self._session, seen, today))
        self._fit()

    def _fit(self) -> None:
        room = self._host.width() - EDGE
        width = min(room, look().px(WIDEST))
        self.card.setFixedWidth(width)
        margins = self.card.body.contentsMargins()
        self.pages.lay_out(width - margins.left() - margins.right())
