"""What the district did not apply, or the sync found: one of them is settled with a note."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from counter_app.errors import Refusal
from ui.base.told import ToldStrip
from ui.kit.inputs import Field
from ui.kit.parts import KeyButton, Label, row
from ui.kit.sight import bring_into_sight
from ui.kit.strip import Strip
from ui.sync.tables import ItemsTable
from ui.sync.words import act, why

if TYPE_CHECKING:
    from datetime import datetime

    from counter_app.main import Counter
    from counter_app.sync.views import WorkItem
    from ui.base.backend import Backend
    from ui.base.session import Session


class Settling(QWidget):
    """Arrow keys choose, Enter goes on to the note, Enter there settles. `settled` after each."""

    settled = Signal()

    def __init__(self, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__()
        self._counter = counter
        self._backend = backend
        self._session = session
        self._action = ""
        self.heading = Label("title")
        self.nothing = Label("subtle", wrap=True)
        self.table = ItemsTable(session)
        self.chosen = Strip()
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self.field = Field(self.note)
        self.settle = KeyButton("Enter", "primary", bound=False)
        self.strip = ToldStrip(session)
        self.stops = (self.table, self.note, self.settle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for part in (self.heading, self.nothing, self.table, self.chosen, self.field):
            layout.addWidget(part)
        layout.addLayout(row(None, self.settle))
        layout.addWidget(self.strip)
        self.table.passed.connect(self._show_chosen)
        self.table.chosen.connect(self._go_on)
        self.note.returnPressed.connect(self._settle)
        self.note.textEdited.connect(self._forget_action)
        self.settle.clicked.connect(self._settle)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def begin(self) -> None:
        """The page is opened: nothing of the last time stays."""
        self._forget_action()
        self.note.clear()
        self.strip.clear()

    def show_items(self, items: tuple[WorkItem, ...], now: datetime) -> None:
        self.table.now = now
        before = self.table.current
        ids = [item.id for item in items]
        place = ids.index(before.id) if before and before.id in ids else 0
        if items != self.table.rows:
            self.table.show_rows(items, select=place if items else None)
        self._show_chosen(self.table.current if items else None)

    def retranslate(self) -> None:
        say = self._session.say
        self.heading.setText(say("ui_sync.items"))
        self.nothing.setText(say("ui_sync.items_none"))
        self.field.say(say("ui_sync.note"))
        self.note.setAccessibleName(say("ui_sync.note"))
        self.note.setPlaceholderText(say("ui_sync.note_example"))
        self.settle.setText(say("ui_sync.settle"))
        self._show_chosen(self.table.current if self.table.rows else None)

    def _show_chosen(self, item: WorkItem | None) -> None:
        self.nothing.setVisible(item is None)
        for part in (self.table, self.field, self.settle):
            part.setVisible(item is not None)
        if item is None:
            self.chosen.show_words("warning", "")
        else:
            self.chosen.show_words("warning", act(self._session, item), why(self._session, item))

    def _go_on(self, _item: WorkItem) -> None:
        self.note.setFocus()
        bring_into_sight(self.note)

    def _forget_action(self) -> None:
        self._action = ""

    def _settle(self) -> None:
        item: WorkItem | None = self.table.current if self.table.rows else None
        if item is None:
            return
        self._action = self._action or uuid.uuid4().hex
        self._backend.run(
            self._counter.sync.settle,
            self._session.actor,
            item.id,
            self.note.text(),
            action_id=self._action,
            then=self._done,
            refused=self._refused,
        )

    def _done(self, _: object) -> None:
        self.begin()
        self.strip.tell("ui_sync.settled", bold=True)
        self.settled.emit()
        self.table.setFocus()

    def _refused(self, refusal: Refusal) -> None:
        self._forget_action()
        self.strip.refuse(refusal)
        self.note.setFocus()
