"""Ctrl+U: the sync with the district over the work: how it stands, what waits, what to do."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QProgressBar, QWidget

from counter_app.sync.views import SyncState
from ui.base.told import ToldStrip
from ui.kit.dot import Dot
from ui.kit.overlay import Overlay
from ui.kit.parts import KeyButton, Label, row
from ui.kit.strip import Strip
from ui.kit.theme import look
from ui.sync.settling import Settling
from ui.sync.tables import BlocksTable
from ui.sync.tiles import SyncTiles
from ui.sync.words import badge, percent, tone, what_to_do

if TYPE_CHECKING:
    from counter_app.main import Counter
    from counter_app.sync.views import SyncView, WorkItem
    from ui.base.backend import Backend
    from ui.base.session import Session
    from ui.sync.watch import SyncWatch

WIDEST, EDGE = 1160, 48


class SyncSheet(Overlay):
    """Follows the watch while it is open. Ctrl+N asks for a sync now."""

    def __init__(
        self, host: QWidget, counter: Counter, watch: SyncWatch, backend: Backend, session: Session
    ) -> None:
        super().__init__(host)
        self._counter = counter
        self._watch = watch
        self._backend = backend
        self._session = session
        self.dot, self.state = Dot(), Label("subtle")
        self.now = KeyButton("Ctrl+N")
        self.advice, self.strip = Strip(), ToldStrip(session)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.counted = Label("subtle")
        self.tiles = SyncTiles(session)
        self.levels = Label("title")
        self.blocks = BlocksTable(session)
        self.settling = Settling(counter, backend, session)
        self.stops = (self.now, *self.settling.stops, self.blocks, self.close_button)
        body = self.card.body
        body.setSpacing(16)
        body.addLayout(row(self.dot, self.state, None, self.now))
        parts = (self.advice, self.strip, self.progress, self.counted, self.tiles, self.settling)
        for part in (*parts, self.levels, self.blocks):
            body.addWidget(part)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._show)
        self.now.clicked.connect(self._ask)
        self.settling.settled.connect(self._reload)
        watch.seen.connect(self._follow)
        session.language_changed.connect(self.retranslate)
        look().changed.connect(self._fit)
        self.retranslate()

    def open_sheet(self) -> None:
        self.strip.clear()
        self.settling.begin()
        self._show()
        super().open_sheet()
        self._second.start()
        self._watch.look()
        self._reload()

    def close_sheet(self) -> None:
        self._second.stop()
        super().close_sheet()

    def retranslate(self) -> None:
        say = self._session.say
        self.close_button.setText(say("ui.dismiss"))
        self.now.setText(say("ui_sync.now"))
        self.levels.setText(say("ui_sync.blocks"))
        self.progress.setAccessibleName(say("ui_sync.title_first"))
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _follow(self, _view: SyncView) -> None:
        if self.isVisible():
            self._show()
            self._reload()

    def _reload(self) -> None:
        items = self._counter.sync.work_items
        self._backend.ask(items, then=self._show_items, replacing="work items")

    def _ask(self) -> None:
        self._backend.run(
            self._counter.sync.ask,
            self._session.actor,
            action_id=uuid.uuid4().hex,
            then=self._asked,
            refused=self.strip.refuse,
        )

    def _asked(self, _: object) -> None:
        self.strip.tell("ui_sync.asked", "information", bold=True)
        self._watch.look()

    def _show_items(self, items: tuple[WorkItem, ...]) -> None:
        open_ones = tuple(item for item in items if item.settled is None)
        self.settling.show_items(open_ones, self._counter.clock.now())
        self._fit()

    def _show(self) -> None:
        view, session, now = self._watch.view, self._session, self._counter.clock.now()
        title = session.say("ui_sync.title")
        self.title.setText(f"{title}  {view.district}" if view.district else title)
        alone = view.state is SyncState.ALONE
        self.dot.show_tone(tone(view, now))
        self.state.setText("" if alone else badge(session, view, now))
        self.setAccessibleName(f"{self.title.text()} {self.state.text()}".strip())
        self.advice.show_words(tone(view, now), *what_to_do(session, view, now))
        self._show_progress(view)
        self.tiles.show_view(view, now)
        self.blocks.show_rows(view.blocks)
        for part in (self.dot, self.state, self.now, self.tiles, self.settling):
            part.setVisible(not alone)
        self.levels.setVisible(bool(view.blocks))
        self.blocks.setVisible(bool(view.blocks))

    def _show_progress(self, view: SyncView) -> None:
        first, progress = view.state is SyncState.FIRST, view.progress
        self.progress.setVisible(first)
        self.counted.setVisible(first and progress is not None)
        self.progress.setRange(0, progress.total if progress else 0)
        if progress is not None:
            self.progress.setValue(progress.done)
            counts = {"done": f"{progress.done:,}", "total": f"{progress.total:,}"}
            self.counted.setText(
                self._session.say("ui_sync.first_progress", percent=percent(view), **counts)
            )

    def _fit(self) -> None:
        width = min(self._host.width() - EDGE, look().px(WIDEST))
        self.card.setFixedWidth(width)
        margins = self.card.body.contentsMargins()
        self.tiles.lay_out(round((width - margins.left() - margins.right()) / look().scale))
