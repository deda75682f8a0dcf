"""Ctrl+W: the privacy officer goes through a month's accesses, notes what came out, and signs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.errors import Refusal
from counter_app.privacy.acts import KINDS
from counter_app.privacy.lines import Asked
from counter_app.privacy.review_files import because
from counter_app.words import explain
from ui.base.asking import Asking
from ui.base.notices import announce
from ui.base.reading import Reading
from ui.kit.overlay import Overlay
from ui.kit.parts import Label
from ui.kit.strip import Strip
from ui.kit.theme import look
from ui.privacy import review_acts
from ui.privacy.review_filters import ReviewFilters
from ui.privacy.review_tables import FindingsTable, LinesTable

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
        self._month = ""
        self._seen: MonthReview | None = None
        self._told: tuple[str, str, dict[str, object]] | None = None
        self._refusal: Refusal | None = None
        self.filters, self.reading = ReviewFilters(session), Reading(session, "ui_review.reading")
        self.counts, self.why = Label("subtle", wrap=True), Label(wrap=True)
        self.strip = Strip()
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
        self.filters.month_wanted.connect(self._go_to_typed)
        self.filters.chosen.connect(self._ask_lines)
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

    def close_sheet(self) -> None:
        super().close_sheet()
        self.forget()

    def forget(self) -> None:
        """Nothing of the log stays behind."""
        self._seen = None
        self._tell(None)
        self.reading.end()
        self.filters.forget()
        for part in self._parts:
            part.start_over()
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
        self._tell(self._told, self._refusal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc ends the reading of a month first, then closes."""
        if event.key() == Qt.Key.Key_Escape and self.reading.end():
            self._month = self._seen.month if self._seen else self._month
            self.filters.month.setText(self._month)
            self._tell(("information", "ui_review.stopped", {}))
        else:
            super().keyPressEvent(event)

    def _go(self, month: str) -> None:
        self._month = month
        self.filters.month.setText(month)
        self._ask()

    def _step(self, months: int) -> None:
        year, month = map(int, self._month.split("-"))
        at = year * 12 + month - 1 + months
        self._tell(None)
        self._go(f"{at // 12:04d}-{at % 12 + 1:02d}")

    def _go_to_typed(self, month: str) -> None:
        self._tell(None)
        self._ask(month)

    def _ask(self, typed: str | None = None) -> None:
        month = typed or self._month
        tell, given_up = self.reading.begin()
        self._backend.render(
            review_acts.month,
            self._counter,
            self._session.actor,
            month,
            tell,
            given_up,
            then=partial(self._arrived, month),
            refused=self._refused,
            replacing="review",
        )

    def _arrived(self, month: str, review: MonthReview) -> None:
        if not self.isVisible():
            return
        self.reading.end()
        self._month, self._seen = month, review
        chosen = self.findings.current
        keys = [noted.finding.key for noted in review.found]
        again = keys.index(chosen.finding.key) if chosen and chosen.finding.key in keys else 0
        self.findings.show_rows(review.found, select=again if keys else None)
        self._show()
        self._show_chosen(self.findings.current)

    def _show(self) -> None:
        say, seen = self._session.say, self._seen
        if seen is None:
            return
        kinds = " · ".join(
            f"{say(f'access_review.kind.{kind}')} {seen.kinds.get(kind, 0):,}" for kind in KINDS
        )
        state = say("ui_review.open", count=seen.open)
        if seen.signed:
            by, at = seen.signed.clerk, f"{seen.signed.at:%Y-%m-%d %H:%M}"
            state = say("ui_review.signed", name=by, at=at)
        self.counts.setText(f"{say('access_review.accesses')} {seen.accesses:,} · {kinds}\n{state}")
        for part in (self.note, self.sign):
            part.setVisible(seen.signed is None)
        self.note.setEnabled(bool(seen.found))
        self._fit()

    def _show_chosen(self, noted: Noted | None) -> None:
        """Why it is a finding, what was noted, and the accesses it is about."""
        words = because(noted, self._session.language) if noted else ""
        if noted and noted.note:
            words = f"{words}\n{self._session.say('ui_review.noted')}: {noted.note}"
        self.why.setText(words or self._session.say("access_review.nothing"))
        self._ask_lines()

    def _go_on(self, _noted: Noted) -> None:
        self.note.lines["came_out"].setFocus()

    def _ask_lines(self) -> None:
        chosen: Noted | None = self.findings.current
        try:
            asked = self.filters.asked or Asked(seqs=chosen.finding.looks if chosen else ())
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._backend.render(
            review_acts.lines,
            self._counter,
            self._session.actor,
            self._month,
            asked,
            then=self._show_lines,
            refused=self._refused,
            replacing="review lines",
        )

    def _show_lines(self, lines: tuple[Line, ...]) -> None:
        if self._refusal:
            self._tell(None)
        self.lines.show_rows(lines)
        self.lines.fit_columns()
        self._fit()

    def _note(self) -> None:
        chosen: Noted | None = self.findings.current
        if chosen is not None:
            key, text = chosen.finding.key, self.note.text("came_out")
            self._act(review_acts.note, key, text, then=partial(self._noted, key, text))

    def _sign(self) -> None:
        came_to = self.sign.text("came_to")
        done = partial(self._done, "ui_review.now_signed", self.sign)
        self._act(review_acts.sign, came_to, then=done)

    def _export(self) -> None:
        path, why = self.file.text("path").strip(), self.file.text("why")
        whole = Path(path or ".").expanduser()
        whole = whole if whole.is_absolute() else Path.home() / whole
        done = partial(self._done, "ui_review.now_filed", self.file)
        self._act(review_acts.export, whole, why, self._session.language, then=done)

    def _act(
        self, act: Callable[..., object], *asked: object, then: Callable[[Any], object]
    ) -> None:
        self._backend.spool(
            act,
            self._counter,
            self._session.actor,
            self._month,
            *asked,
            then=then,
            refused=self._refused,
        )

    def _noted(self, key: str, text: str, _: object) -> None:
        """Seen at once: the month need not be gone through again."""
        if self._seen is not None:
            at, said = self._counter.clock.now(), " ".join(text.split())
            found = tuple(
                replace(one, note=said, noted_at=at) if one.finding.key == key else one
                for one in self._seen.found
            )
            self._say_done("ui_review.now_noted", self.note)
            self._arrived(self._month, replace(self._seen, found=found))

    def _done(self, code: str, part: Asking, _: object) -> None:
        self._say_done(code, part)
        self._ask()

    def _say_done(self, code: str, part: Asking) -> None:
        part.start_over()
        self._tell(("success", code, {"month": self._month}))
        self.findings.setFocus()

    def _refused(self, refusal: Refusal) -> None:
        self.reading.end()
        self._tell(None, refusal)

    def _tell(
        self, told: tuple[str, str, dict[str, object]] | None, refusal: Refusal | None = None
    ) -> None:
        self._told, self._refusal = told, refusal
        tone, code, fields = told or ("neutral", "", {})
        words = self._session.say(code, **fields) if code else ""
        if refusal:
            tone, words = "danger", explain(refusal, self._session.language)
        self.strip.show_words(tone, words)
        if words:
            announce(self, words, urgent=refusal is not None)

    def _fit(self) -> None:
        self.card.setFixedWidth(min(look().px(WIDEST), max(600, self._host.width() - EDGE)))
        self.filters.fit()
        self.findings.fit()
        self.lines.fit()
