"""Ctrl+F5: who must be told of something soon, kind by kind; from there the record is opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.residents.worklist import LISTED
from counter_app.words import explain, say
from ui.base.notices import announce
from ui.base.reading import Reading
from ui.base.wording import day
from ui.kit.overlay import Overlay
from ui.kit.parts import Label
from ui.kit.strip import Strip
from ui.kit.theme import look
from ui.person.worklist_tables import MATTERS, DueTable, Kind, KindsTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from counter_app.errors import Refusal
    from counter_app.main import Counter
    from counter_app.privacy.actor import Actor
    from counter_app.residents.worklist import Due, Listed, Reckoned
    from ui.base.backend import Backend
    from ui.base.session import Session

WIDEST, EDGE, KINDS = 1240, 48, 300


class WorklistSheet(Overlay):
    """Counts are nobody's; a list is on record, and with the record opened from it the kind is the
    purpose. `opened(id, purpose)`; `matters_wanted`: what is not done yet has a sheet of its own.
    """

    opened = Signal(int, str)
    matters_wanted = Signal()

    def __init__(self, host: QWidget, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__(host)
        self._counter, self._backend, self._session = counter, backend, session
        self._listed: Listed | None = None
        self._kind = ""
        self._reckoned: Reckoned | None = None
        self._refusal: Refusal | None = None
        self.as_of = Label("subtle", wrap=True)
        self.reading = Reading(session, "worklist.reckoning")
        self.strip = Strip()
        self.kinds, self.people = KindsTable(session), DueTable(session)
        self.state = Label("subtle", wrap=True)
        body = self.card.body
        body.setSpacing(14)
        for part in (self.as_of, self.reading, self.strip):
            body.addWidget(part)
        sides = QHBoxLayout()
        sides.setSpacing(24)
        sides.addWidget(self.kinds, 0, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.addWidget(self.people)
        right.addWidget(self.state)
        right.addStretch(1)
        sides.addLayout(right, 1)
        body.addLayout(sides)
        self.stops = (self.kinds, self.people, self.close_button)
        self.kinds.chosen.connect(self._list)
        self.kinds.passed.connect(self._pass)
        self.people.chosen.connect(self._open)
        session.language_changed.connect(self.retranslate)
        session.resident_changed.connect(self._leave)
        look().changed.connect(self._fit)
        self.retranslate()

    def open_sheet(self) -> None:
        self.forget()
        self._fit()
        super().open_sheet()
        tell, _ = self.reading.begin()
        self._backend.inspect(
            _counts,
            self._counter,
            self._session.actor,
            tell,
            then=self._show_counts,
            refused=self._refused,
            replacing="worklist",
        )

    def close_sheet(self) -> None:
        super().close_sheet()
        self.forget()

    def forget(self) -> None:
        """Nobody's name stays behind."""
        self.reading.end()
        self._reckoned = None
        self.kinds.show_rows(())
        self._show_nobody("")

    def retranslate(self) -> None:
        words = self._session.say
        self.title.setText(words("ui_worklist.title"))
        self.setAccessibleName(self.title.text())
        self.close_button.setText(words("ui.dismiss"))
        reckoned, listed = self._reckoned, self._listed
        self.as_of.setText(
            words("ui_worklist.as_of", day=day(self._session, reckoned.day)) if reckoned else ""
        )
        self.state.setText(words(*_state(listed)) if listed else words("ui_worklist.enter"))
        refusal = explain(self._refusal, self._session.language) if self._refusal else ""
        self.strip.show_words("danger", refusal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads from the list back to the kinds, then closes."""
        if event.key() == Qt.Key.Key_Escape and self.people.hasFocus():
            self.kinds.setFocus()
        else:
            super().keyPressEvent(event)

    def _show_counts(self, found: tuple[Reckoned, int]) -> None:
        if not self.isVisible():
            return
        self.reading.end()
        self._reckoned, matters = found
        counts = self._reckoned.counts
        kinds = [Kind(flag, counts.get(flag, 0)) for flag in LISTED]
        self.kinds.show_rows((*kinds, Kind(MATTERS, matters)), select=0)
        self.kinds.fit()
        self.retranslate()

    def _list(self, kind: Kind) -> None:
        if kind.name == MATTERS:
            self.close_sheet()
            self.matters_wanted.emit()
            return
        self._show_nobody(kind.name)
        self._backend.run(
            self._counter.worklist.due,
            self._session.actor,
            kind.name,
            purpose_of(kind.name),
            then=partial(self._show_people, kind.name),
            refused=self._refused,
        )

    def _show_people(self, kind: str, listed: Listed) -> None:
        if kind != self._kind or not self.isVisible():
            return
        self._listed, self._refusal = listed, None
        self.people.show_rows(listed.due, select=0 if listed.due else None)
        self.people.fit()
        self.retranslate()
        announce(self, self.state.text())
        if listed.due:
            self.people.setFocus()

    def _pass(self, kind: Kind | None) -> None:
        """The rows beside a kind are of it, and so is the purpose of who opens one."""
        if kind is not None and kind.name != self._kind:
            self._show_nobody("")

    def _show_nobody(self, kind: str) -> None:
        self._kind, self._listed, self._refusal = kind, None, None
        self.people.show_rows(())
        self.retranslate()

    def _open(self, one: Due) -> None:
        kind = self._kind
        self.close_sheet()
        self.opened.emit(one.id, purpose_of(kind))

    def _refused(self, refusal: Refusal) -> None:
        self.reading.end()
        self._refusal = refusal
        self.retranslate()
        announce(self, self.strip.words, urgent=True)

    def _leave(self, _resident: object) -> None:
        if self.isVisible():
            self.close_sheet()

    def _fit(self) -> None:
        self.card.setFixedWidth(min(look().px(WIDEST), max(600, self._host.width() - EDGE)))
        self.kinds.setFixedWidth(look().px(KINDS))
        self.kinds.fit()
        self.people.fit()


def purpose_of(kind: str) -> str:
    """On record, so in the office's language."""
    return say("ui_worklist.purpose", "ko", kind=say(f"ui_worklist.kind_{kind}", "ko"))


def _state(listed: Listed) -> tuple[str]:
    code = "nobody" if not listed.due else "more" if listed.more else "all"
    return (f"ui_worklist.{code}",)


def _counts(
    counter: Counter, actor: Actor, tell: Callable[[int, int], None]
) -> tuple[Reckoned, int]:
    """As of today: reckoned now where the night did not; and matters that are not done."""
    worklist, today = counter.worklist, counter.clock.now().date()
    matters = counter.matters.count_open(actor)
    found = worklist.reckoned()
    if found is None or found.day != today:
        found = worklist.reckon(today, tell)
    return found, matters
