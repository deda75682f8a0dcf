"""Ctrl+J: the secure paper of this PC, packs loaded, and sheets that are ruined or missing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.base.asking import Asking
from ui.base.told import ToldStrip
from ui.kit.overlay import Overlay
from ui.kit.parts import Label
from ui.kit.theme import look

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter_app.certificates.archive import Archive
    from counter_app.certificates.requests import IssuedView
    from counter_app.errors import Refusal
    from counter_app.stationery.stationery import Stationery
    from counter_app.stationery.views import Stock
    from ui.base.backend import Backend
    from ui.base.session import Session

WIDEST, EDGE = 760, 48
FIGURES = ("loaded", "issued", "spoiled", "remaining")


class PaperSheet(Overlay):
    """What was loaded, issued, spoiled and is left; below it one section for each act."""

    def __init__(
        self,
        host: QWidget,
        stationery: Stationery,
        archive: Archive,
        backend: Backend,
        session: Session,
    ) -> None:
        super().__init__(host)
        self._stationery = stationery
        self._archive = archive
        self._backend = backend
        self._session = session
        self._stock: Stock | None = None
        self.strip = ToldStrip(session)
        self.next = Label("subtle")
        self._names = {name: Label("subtle") for name in FIGURES}
        self.figures = {name: Label("title") for name in FIGURES}
        self.pack = Asking(session, "ui_paper", "load", ("prefix", "first", "last"), signs=True)
        self.gone = Asking(session, "ui_paper", "spoil", ("sheets", "reason"), signs=True)
        self.jam = Asking(session, "ui_paper", "jam", ("number", "came_out", "reason"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for at, name in enumerate(FIGURES):
            grid.addWidget(self._names[name], 0, at)
            grid.addWidget(self.figures[name], 1, at)
        body = self.card.body
        body.setSpacing(16)
        body.addLayout(grid)
        body.addWidget(self.next)
        body.addWidget(self.strip)
        for part in (self.gone, self.jam, self.pack):
            body.addWidget(part)
        self.stops = (*self.gone.stops, *self.jam.stops, *self.pack.stops, self.close_button)
        self.pack.wanted.connect(self._load)
        self.gone.wanted.connect(self._write_off)
        self.jam.wanted.connect(self._came_out)
        backend.changed.connect(self._follow)
        session.language_changed.connect(self.retranslate)
        look().changed.connect(self._fit)
        self.retranslate()

    def open_sheet(self) -> None:
        self.strip.clear()
        super().open_sheet()
        self._fit()
        self._backend.ask(self._archive.in_flight, then=self._offer, replacing="paper jam")
        self.reload()

    def close_sheet(self) -> None:
        for part in (self.gone, self.jam, self.pack):
            part.start_over()
        super().close_sheet()

    def reload(self) -> None:
        self._backend.ask(self._stationery.stock, then=self._take, replacing="paper sheet")

    def retranslate(self) -> None:
        say = self._session.say
        self.title.setText(say("ui_paper.title"))
        self.setAccessibleName(self.title.text())
        self.close_button.setText(say("ui.dismiss"))
        for name, label in self._names.items():
            label.setText(say(f"ui_paper.{name}"))
        self._show()

    def _follow(self) -> None:
        if self.isVisible():
            self.reload()

    def _offer(self, flying: tuple[IssuedView, ...]) -> None:
        """What jams is most often the document issued last."""
        number = self.jam.lines["number"]
        if flying and not number.text():
            number.setText(flying[-1].issue_number)

    def _take(self, stock: Stock) -> None:
        before, self._stock = self._stock, stock
        self._show()
        if before is None and not stock.remaining:
            self.pack.stops[0].setFocus()

    def _show(self) -> None:
        stock = self._stock
        for name, label in self.figures.items():
            label.setText(f"{getattr(stock, name):,}" if stock else "–")
        top = stock.next if stock else ""
        self.next.setText(self._session.say("ui_paper.next", serial=top) if top else "")

    def _load(self) -> None:
        texts = [self.pack.text(line) for line in ("prefix", "first", "last")]
        self._do(self._stationery.load, self.pack, *texts, second=self.pack.second)

    def _write_off(self) -> None:
        texts = (self.gone.text("sheets"), self.gone.text("reason"))
        self._do(self._stationery.write_off, self.gone, *texts, second=self.gone.second)

    def _came_out(self) -> None:
        count = self.jam.text("came_out").strip()
        if not (count.isascii() and count.isdigit()):
            self.strip.tell("ui_paper.told.count", "danger")
            return
        number, reason = self.jam.text("number").strip(), self.jam.text("reason")
        self._do(self._stationery.came_out, self.jam, number, int(count[:6]), reason)

    def _do(self, act: Callable[..., Stock], part: Asking, *asked: object, **how: object) -> None:
        def then(stock: Stock) -> None:
            part.start_over()
            self.strip.tell("ui_paper.told.done")
            self._take(stock)

        self._backend.run(
            act,
            self._session.actor,
            *asked,
            **how,
            action_id=uuid4().hex,
            then=then,
            refused=self._refused,
        )

    def _refused(self, refusal: Refusal) -> None:
        if part := {
            "stationery.second_needed": self.gone,
            "stationery.load_needs_second": self.pack,
        }.get(refusal.code):
            part.ask_second(True)
        self.strip.refuse(refusal)

    def _fit(self) -> None:
        self.card.setFixedWidth(min(self._host.width() - EDGE, look().px(WIDEST)))
