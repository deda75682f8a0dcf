"""Ctrl+W: the privacy officer goes through a month's accesses, notes what came out, and signs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.errors import Refusal
from counter_app.privacy.lines import Asked
from ui.base.asking import Asking
from ui.base.reading import Reading
from ui.base.told import ToldStrip
from ui.kit.overlay import Overlay
from ui.kit.parts import Label
from ui.kit.theme import look
from ui.privacy import review_acts
from ui.privacy.review_filters import ReviewFilters
from ui.privacy.review_tables import FindingsTable, LinesTable
from ui.privacy.review_wording import about, about_month

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from counter_app.main import Counter
    from counter_app.privacy.lines import Line
    from counter_app.privacy.review import MonthReview, Noted
    from ui.base.backend import Backend
    from ui.base.session import Session

WIDEST, EDGE = 1280, 48


class ReviewSheet(Overlay):
    """PgUp and PgDn lead to the months before and after. Findings above, the accesses behind the
    chosen one (or all that fit what is filtered) in the middle, what is done below."""

    def __init__(self, host: QWidget, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__(host)
        self._counter, self._backend, self._session = counter, backend, session
        self._wanted = ""
        self._seen: MonthReview | None = None
        self._asked: Asked | None = None
        self.filters, self.reading = ReviewFilters(session), Reading(session, "ui_review.reading")
        self.counts, self.why = Label("subtle", wrap=True), Label(wrap=True)
        self.strip = ToldStrip(session)
        self.findings, self.lines = FindingsTable(session), LinesTable(session)
        self.note = Asking(session, "ui_review", "note", ("came_out",))
        self.sign = Asking(session, "ui_review", "sign", ("came_to",))
        self.file = Asking(session, "ui_review", "file", ("path", "why"))
        body = self.card.body
        body.setSpacing(14)
        self._parts = (self.note, self.sign, self.file)
        shown = (self.reading, self.counts, self.strip, self.findings, self.why, self.lines)
        for part in (self.filters, *shown, *self._parts):
            body.addWidget(part)
        self.stops = (
            self.findings,
            *self.note.stops,
            *self.sign.stops,
            *self.file.stops,
            *self.filters.stops,
            self.lines,
            self.close_button,
        )
        self.filters.before.clicked.connect(partial(self._step, -1))
        self.filters.after.clicked.connect(partial(self._step, 1))
        self.filters.month_wanted.connect(self._ask)
        self.filters.chosen.connect(self._filter)
        self.findings.passed.connect(self._show_chosen)
        self.findings.chosen.connect(self._go_on)
        self.note.wanted.connect(self._note)
        self.sign.wanted.connect(self._sign)
        self.file.wanted.connect(self._export)
        session.language_changed.connect(self.retranslate)
        look().changed.connect(self._fit)
        self.retranslate()

    def open_sheet(self) -> None:
        self.forget()
        self._fit()
        super().open_sheet()
        self._go(f"{self._counter.clock.now():%Y-%m}")

    @property
    def _shown(self) -> str:
        """The month on the screen: all that is done is done with it, whatever is typed above it or
        still being read; "" before the first one."""
        return self._seen.month if self._seen else ""

    def close_sheet(self) -> None:
        super().close_sheet()
        self.forget()

    def forget(self) -> None:
        """Nothing of the log stays behind."""
        self._seen = self._asked = None
        self.strip.clear()
        self.reading.end()
        self.filters.forget()
        for part in self._parts:
            part.start_over()
            part.setEnabled(False)
        self.findings.show_rows(())
        self.lines.show_rows(())
        self.counts.clear()
        self.why.clear()

    def retranslate(self) -> None:
        say = self._session.say
        self.title.setText(say("ui_review.title"))
        self.setAccessibleName(self.title.text())
        self.close_button.setText(say("ui.dismiss"))
        self.filters.retranslate()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends the reading of a month first, then closes."""
        if event.key() == Qt.Key.Key_Escape and self.reading.end():
            self._give_up()
            self.strip.tell("ui_review.stopped", "information", bold=True)
        else:
            super().keyPressEvent(event)

    def _give_up(self) -> None:
        self._wanted = self._shown or self._wanted
        self.filters.month.setText(self._wanted)

    def _go(self, month: str) -> None:
        self._wanted = month
        self.filters.month.setText(month)
        self._ask(month)

    def _step(self, months: int) -> None:
        year, month = map(int, self._wanted.split("-"))
        at = year * 12 + month - 1 + months
        self._go(f"{at // 12:04d}-{at % 12 + 1:02d}")

    def _ask(self, month: str) -> None:
        self.strip.clear()
        tell, given_up = self.reading.begin()
        self._backend.render(
            review_acts.month,
            self._counter,
            self._session.actor,
            month or self._wanted,
            tell,
            given_up,
            then=self._arrived,
            refused=self._refused_month,
            replacing="review",
        )

    def _arrived(self, review: MonthReview) -> None:
        if not self.isVisible():
            return
        self.reading.end()
        self._wanted = review.month
        self._show_findings(review)

    def _refused_month(self, refusal: Refusal) -> None:
        self.reading.end()
        self._wanted = self._shown or self._wanted
        self._refused(refusal)

    def _show_findings(self, review: MonthReview) -> None:
        self._seen = review
        chosen = self.findings.current
        keys = [noted.finding.key for noted in review.found]
        again = keys.index(chosen.finding.key) if chosen and chosen.finding.key in keys else 0
        self.findings.show_rows(review.found, select=again if keys else None)
        self._show()
        self._ask_lines()

    def _show(self) -> None:
        seen = self._seen
        if seen is None:
            return
        self.counts.setText(about_month(self._session, seen))
        self.why.setText(about(self._session, self.findings.current))
        for part in self._parts:
            part.setEnabled(part is not self.note or bool(seen.found))
            part.setVisible(part is self.file or seen.signed is None)
        self._fit()

    def _show_chosen(self, noted: Noted | None) -> None:
        if self._seen:
            self.why.setText(about(self._session, noted))
            self._ask_lines()

    def _go_on(self, _noted: Noted) -> None:
        self.note.lines["came_out"].setFocus()

    def _filter(self) -> None:
        self.strip.clear()
        if self._seen:
            self._ask_lines()

    def _ask_lines(self) -> None:
        chosen: Noted | None = self.findings.current
        self._asked = None
        try:
            asked = self.filters.asked or Asked(seqs=chosen.finding.looks if chosen else ())
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._asked = asked
        self._backend.render(
            review_acts.lines,
            self._counter,
            self._session.actor,
            self._shown,
            asked,
            then=partial(self._show_lines, asked),
            refused=self._refused,
            replacing="review lines",
        )

    def _show_lines(self, asked: Asked, lines: tuple[Line, ...]) -> None:
        if asked is not self._asked:
            return
        self.lines.show_rows(lines)
        self._fit()

    def _note(self) -> None:
        chosen: Noted | None = self.findings.current
        if chosen is not None:
            key, text = chosen.finding.key, self.note.text("came_out")
            then = partial(self._noted, self._shown, key, text)
            self._act(review_acts.note, key, text, then=then)

    def _sign(self) -> None:
        self._act(review_acts.sign, self.sign.text("came_to"), then=self._signed)

    def _export(self) -> None:
        path, why = self.file.text("path").strip(), self.file.text("why")
        done = partial(self._say_done, "ui_review.now_filed", self.file, self._shown)
        self._act(review_acts.export, path, why, self._session.language, then=done)

    def _act(
        self, act: Callable[..., object], *asked: object, then: Callable[[Any], object]
    ) -> None:
        if self.reading.isHidden():  # what was typed and not asked for
            self._give_up()
        self._backend.spool(
            act,
            self._counter,
            self._session.actor,
            self._shown,
            *asked,
            then=then,
            refused=self._refused,
        )

    def _noted(self, month: str, key: str, text: str, _: object) -> None:
        """Seen at once: the month need not be gone through again."""
        self._say_done("ui_review.now_noted", self.note, month)
        if self._seen is not None and self._shown == month:
            at, said = self._counter.clock.now(), " ".join(text.split())
            found = tuple(
                replace(one, note=said, noted_at=at) if one.finding.key == key else one
                for one in self._seen.found
            )
            self._show_findings(replace(self._seen, found=found))

    def _signed(self, review: MonthReview) -> None:
        self._say_done("ui_review.now_signed", self.sign, review.month)
        if self._shown == review.month:
            self._show_findings(review)

    def _say_done(self, code: str, part: Asking, month: str, _: object = None) -> None:
        self.strip.tell(code, bold=True, month=month)
        if self._shown == month:
            part.start_over()
            self.findings.setFocus()

    def _refused(self, refusal: Refusal) -> None:
        self.strip.tell(refusal.code, "danger", bold=True, **refusal.fields)

    def _fit(self) -> None:
        self.card.setFixedWidth(min(look().px(WIDEST), max(600, self._host.width() - EDGE)))
        self.filters.fit()
        self.findings.fit()
        self.lines.fit()
