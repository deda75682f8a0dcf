"""Ctrl+W: the privacy officer goes through a month's accesses, notes what came out, and signs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from counter_app.printing.files import OneFile
from counter_app.privacy.acts import KINDS
from counter_app.privacy.review_files import because
from counter_app.words import explain
from ui.asking import Asking
from ui.flow import Flow
from ui.inputs import Choice
from ui.kit import KeyButton, Label
from ui.notices import announce
from ui.overlay import Overlay
from ui.review_tables import FindingsTable, LinesTable
from ui.strip import Strip
from ui.theme import look

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter_app.errors import Refusal
    from counter_app.main import Counter
    from counter_app.privacy.actor import Actor
    from counter_app.privacy.review import Line, MonthReview, Noted
    from ui.backend import Backend
    from ui.session import Session

WIDEST, EDGE = 1160, 48
FILTER = 150


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
        self.month = QLineEdit()
        self.before, self.after = KeyButton("PgUp"), KeyButton("PgDown")
        self.clerk, self.person, self.kind = QLineEdit(), QLineEdit(), Choice()
        self.counts, self.why = Label("subtle", wrap=True), Label(wrap=True)
        self.strip = Strip()
        self.findings, self.lines = FindingsTable(session), LinesTable(session)
        self.note = Asking(session, "ui_review", "note", ("came_out",))
        self.sign = Asking(session, "ui_review", "sign", ("came_to",))
        self.file = Asking(session, "ui_review", "file", ("path", "why"))
        body = self.card.body
        body.setSpacing(14)
        ways = (self.month, self.before, self.after, self.clerk, self.kind, self.person)
        body.addLayout(Flow(*ways, spacing=8, line_spacing=8))
        self._parts = (self.note, self.sign, self.file)
        for part in (self.counts, self.strip, self.findings, self.why, self.lines, *self._parts):
            body.addWidget(part)
        self.stops = (
            self.findings,
            *self.note.stops,
            *self.sign.stops,
            *self.file.stops,
            *ways,
            self.lines,
            self.close_button,
        )
        self.before.clicked.connect(partial(self._step, -1))
        self.after.clicked.connect(partial(self._step, 1))
        self.month.returnPressed.connect(self._go_to_typed)
        for line in (self.clerk, self.person):
            line.returnPressed.connect(self._ask_lines)
        self.kind.chosen.connect(self._ask_lines)
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
        for line in (self.clerk, self.person, self.month):
            line.clear()
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
        self.before.setText(say("ui_review.before"))
        self.after.setText(say("ui_review.after"))
        for line, code in (("month", "month"), ("clerk", "clerk"), ("person", "person_id")):
            control: QLineEdit = getattr(self, line)
            control.setPlaceholderText(say(f"ui_review.{code}"))
            control.setAccessibleName(say(f"ui_review.{code}"))
        every = [(None, say("ui_review.every_kind"))]
        self.kind.show_choices(every + [(k, say(f"access_review.kind.{k}")) for k in KINDS])
        self.kind.setAccessibleName(say("ui_review.kind"))
        self._show()
        self._tell(self._told, self._refusal)

    def _go(self, month: str) -> None:
        self._month = month
        self.month.setText(month)
        self._ask()

    def _step(self, months: int) -> None:
        year, month = map(int, self._month.split("-"))
        at = year * 12 + month - 1 + months
        self._tell(None)
        self._go(f"{at // 12:04d}-{at % 12 + 1:02d}")

    def _go_to_typed(self) -> None:
        self._tell(None)
        self._ask(self.month.text().strip())

    def _ask(self, typed: str | None = None) -> None:
        month = typed or self._month
        actor = self._session.actor
        self._backend.render(
            _month,
            self._counter,
            actor,
            month,
            then=partial(self._arrived, month),
            refused=self._refused,
            replacing="review",
        )

    def _arrived(self, month: str, review: MonthReview) -> None:
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

    def _ask_lines(self, _: object = None) -> None:
        chosen: Noted | None = self.findings.current
        clerk, person = self.clerk.text().strip() or None, self.person.text().strip()
        kind = self.kind.value
        filtered = bool(clerk or person or kind)
        self._backend.render(
            _lines,
            self._counter,
            self._session.actor,
            self._month,
            clerk,
            kind,
            int(person) if person.isdigit() else None,
            () if filtered or chosen is None else chosen.finding.looks,
            then=self._show_lines,
            refused=self._refused,
            replacing="review lines",
        )

    def _show_lines(self, lines: tuple[Line, ...]) -> None:
        self.lines.show_rows(lines)
        self.lines.fit_columns()
        self._fit()

    def _note(self) -> None:
        chosen: Noted | None = self.findings.current
        if chosen is not None:
            text = self.note.text("came_out")
            self._act(_note, chosen.finding.key, text, done=("ui_review.now_noted", self.note))

    def _sign(self) -> None:
        self._act(_sign, self.sign.text("came_to"), done=("ui_review.now_signed", self.sign))

    def _export(self) -> None:
        path, why = self.file.text("path").strip(), self.file.text("why")
        whole = Path(path or ".").expanduser()
        whole = whole if whole.is_absolute() else Path.home() / whole
        done = ("ui_review.now_filed", self.file)
        self._act(_export, whole, why, self._session.language, done=done)

    def _act(self, act: Callable[..., object], *asked: object, done: tuple[str, Asking]) -> None:
        self._backend.spool(
            act,
            self._counter,
            self._session.actor,
            self._month,
            *asked,
            then=partial(self._done, *done),
            refused=self._refused,
        )

    def _done(self, code: str, part: Asking, _: object) -> None:
        part.start_over()
        self._tell(("success", code, {"month": self._month}))
        self.findings.setFocus()
        self._ask()

    def _refused(self, refusal: Refusal) -> None:
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
        for line in (self.month, self.clerk, self.person, self.kind):
            line.setFixedWidth(look().px(FILTER))
        self.findings.fit()
        self.lines.fit()


def _month(counter: Counter, actor: Actor, month: str) -> MonthReview:
    return counter.review.month(actor, month)


def _lines(
    counter: Counter,
    actor: Actor,
    month: str,
    clerk: str | None,
    kind: str | None,
    person: int | None,
    seqs: tuple[int, ...],
) -> tuple[Line, ...]:
    return counter.review.lines(actor, month, clerk=clerk, kind=kind, person=person, seqs=seqs)


def _note(counter: Counter, actor: Actor, month: str, key: str, note: str) -> None:
    counter.review.note(actor, month, key, note)


def _sign(counter: Counter, actor: Actor, month: str, note: str) -> None:
    counter.review.sign(actor, month, note)


def _export(
    counter: Counter, actor: Actor, month: str, path: Path, why: str, language: str
) -> None:
    file, form = OneFile(path), path.suffix.lower().lstrip(".")
    file.check()
    file.submit(counter.review.export(actor, month, why, form, language), "", 1)
