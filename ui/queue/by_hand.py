"""While the shared queue is out of reach: numbers called by voice and written down here."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from counter_app.words import explain
from ui.base.backend import Backend
from ui.base.session import Session
from ui.kit.flow import Flow
from ui.kit.parts import Card, KeyButton, Label
from ui.kit.sight import bring_into_sight
from ui.kit.strip import Strip

if TYPE_CHECKING:
    from counter_app.errors import Refusal
    from counter_app.queue.by_hand import ByHand, ByHandView, HandCallView


class ByHandCard(Card):
    """Takes the number on a visitor's slip and keeps it until the queue is back.

    After each look `conflicting(calls)`, what did not fit when it was, and `latest(call)`, who was
    called last, if anybody is kept; `left` when the focus has no more place here.
    """

    conflicting = Signal(object)
    latest = Signal(object)
    left = Signal()

    def __init__(self, by_hand: ByHand, backend: Backend, session: Session) -> None:
        super().__init__(spacing=10)
        self._by_hand = by_hand
        self._backend = backend
        self._session = session
        self._action = ""
        self._view: ByHandView | None = None
        self.title = Label("title")
        self.hint = Label("subtle", wrap=True)
        self.number = QLineEdit()
        self.number.setMaxLength(12)
        self.called = KeyButton("Enter", "primary", bound=False)
        self.last = Label("strong")
        self.kept = Label("subtle", wrap=True)
        self.refusal = Strip()
        self.body.addLayout(Flow(self.title, self.last, spacing=10))
        for part in (self.hint, self.number, self.refusal, self.called):
            self.body.addWidget(part)
        self.body.addWidget(self.kept)
        self.body.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.number.returnPressed.connect(self.call)
        self.number.textEdited.connect(self._edited)
        self.called.clicked.connect(self.call)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def compact(self, compact: bool) -> None:
        """Take less height."""
        margin = 12 if compact else 20
        self.body.setContentsMargins(20, margin, 20, margin)
        self.body.setSpacing(6 if compact else 10)
        self.called.slim(compact)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        self.number.setFocus()
        bring_into_sight(self.number)
        self.number.selectAll()

    def call(self) -> None:
        """Write down that this number was called. The same action until it is known how it went."""
        if refusal := self._session.leave_tray():
            self._refused(refusal)
            return
        self._action = self._action or uuid.uuid4().hex
        self._backend.run(
            self._by_hand.call,
            self._session.actor,
            self.number.text(),
            action_id=self._action,
            then=self._done,
            refused=self._refused,
        )

    def reload(self) -> None:
        window = self._session.actor.window
        if window is not None:
            self._backend.ask(self._by_hand.view, window, then=self._take, replacing="by hand")

    def settle(self, call_id: int) -> None:
        """A person has looked at a call that did not fit."""
        self._backend.run(self._by_hand.settle, self._session.actor, call_id)

    def retranslate(self) -> None:
        say = self._session.say
        self.title.setText(say("ui_by_hand.title"))
        self.hint.setText(say("ui_by_hand.hint"))
        self.number.setPlaceholderText(say("ui_by_hand.example"))
        self.number.setAccessibleName(say("ui_by_hand.number"))
        self.called.setText(say("ui_by_hand.called"))
        self._show()

    def _take(self, view: ByHandView) -> None:
        self._view = view
        self.conflicting.emit(view.conflicts)
        if view.current:
            self.latest.emit(view.current)
        self._show()

    def _show(self) -> None:
        say, view = self._session.say, self._view
        now = view.current if view else None
        self.last.setText(
            say("ui_by_hand.last", number=now.number, at=f"{now.at:%H:%M}") if now else ""
        )
        self.kept.setText(say("ui_by_hand.kept", count=view.kept) if view and view.kept else "")

    def _edited(self) -> None:
        self._action = ""
        self.refusal.show_words("danger", "")

    def _done(self, _: HandCallView) -> None:
        self._edited()
        self.number.clear()
        self.left.emit()

    def _refused(self, refusal: Refusal) -> None:
        self._action = ""
        self.refusal.show_words("danger", "", explain(refusal, self._session.language))


class Conflicts(Strip):
    """What was called by hand and did not fit when the queue was back, one after the other.

    `seen(call id)` when a person has looked at it.
    """

    seen = Signal(int)

    def __init__(self, session: Session) -> None:
        self.button = KeyButton("Ctrl+F2")
        super().__init__(actions=(self.button,))
        self._session = session
        self._calls: tuple[HandCallView, ...] = ()
        self.button.clicked.connect(self._see)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def show_calls(self, calls: tuple[HandCallView, ...]) -> None:
        self._calls = calls
        self.retranslate()

    def retranslate(self) -> None:
        say = self._session.say
        self.button.setText(say("ui_by_hand.seen"))
        if not self._calls:
            self.show_words("warning", "")
            return
        first = self._calls[0]
        title = say("ui_by_hand.conflict", number=first.number, at=f"{first.at:%H:%M}")
        why = explain(first.why, self._session.language) if first.why else ""
        self.show_words("warning", title, why)

    def _see(self) -> None:
        if self._calls:
            self.seen.emit(self._calls[0].id)
