"""Alt+V: what was brought to a matter, looked at page by page, and a wrong one removed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.base.asking import Asking
from ui.base.table import Column, Table
from ui.base.wording import day
from ui.certificate.drawing import images_of
from ui.kit.overlay import Overlay
from ui.kit.parts import Label
from ui.kit.theme import look
from ui.matters.telling import Telling
from ui.matters.words import word

if TYPE_CHECKING:
    from counter_app.certificates.preview import PageImage
    from counter_app.errors import Refusal
    from counter_app.main import Counter
    from counter_app.matters.views import Attached, MatterView
    from ui.base.backend import Backend
    from ui.base.session import Session
    from ui.matters.doing import Doing

WIDEST, EDGE, LIST = 1320, 48, 0.42
LINE = 72
"""What stays in sight when a leaf is scrolled, in pixels."""
MOVES = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
FEWEST, MOST = 3, 9
"""Rows that are in sight."""


class PapersTable(Table):
    """`moved(key)`: what moves the page, not the list."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in MOVES:
            self.moved.emit(event.key())
        else:
            super().keyPressEvent(event)


class PapersSheet(Overlay):
    """Arrow keys choose a paper, Enter shows it, on record; ← → turn its pages, PgUp and PgDn
    scroll. Nothing of it stays when the sheet is closed or the person leaves."""

    def __init__(
        self, host: QWidget, counter: Counter, backend: Backend, session: Session, doing: Doing
    ) -> None:
        super().__init__(host)
        self._counter = counter
        self._backend = backend
        self._session = session
        self._doing = doing
        self._view: MatterView | None = None
        self._shown: Attached | None = None
        self._pdf = b""
        self._place = 0
        columns = (
            Column("ui_papers.document", self._document, bold=True, stretch=True),
            Column("ui_papers.kind", self._type, after=_size),
            Column("ui_papers.at", self._at, after=_who),
        )
        self.table = PapersTable("ui_papers.title", columns, session)
        self._telling = Telling(session)
        self._tell, self.strip = self._telling.tell, self._telling.strip
        self.remove = Asking(session, "ui_papers", "remove", ("reason",))
        self.count, self.page, self.area = Label("subtle"), QLabel(), QScrollArea()
        self._left = QWidget()
        self._build()
        self.table.chosen.connect(self._look)
        self.table.passed.connect(self._pass)
        self.table.moved.connect(self._move)
        self.remove.wanted.connect(self._remove)
        doing.done.connect(self._done)
        doing.refused.connect(self._refused)
        session.language_changed.connect(self.retranslate)
        session.resident_changed.connect(self._leave)
        look().changed.connect(self._fit)
        self.retranslate()

    def open_of(self, view: MatterView) -> None:
        """What was brought to this matter."""
        self._view = view
        self.remove.start_over()
        self._tell("")
        self._forget()
        self.open_sheet()
        self._fit()
        self._reload()

    def retranslate(self) -> None:
        say = self._session.say
        self.title.setText(say("ui_papers.title"))
        self.setAccessibleName(self.title.text())
        self.close_button.setText(say("ui.dismiss"))
        self.page.setAccessibleName(say("ui_papers.page"))
        self._count()

    def close_sheet(self) -> None:
        self._forget()
        self._view = None
        self.table.show_rows(())
        super().close_sheet()

    def _move(self, pressed: int) -> None:
        bar, key = self.area.verticalScrollBar(), Qt.Key(pressed)
        leaf = self.area.viewport().height() - LINE
        turns = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        scrolls = {Qt.Key.Key_PageUp: -leaf, Qt.Key.Key_PageDown: leaf}
        if key in turns:
            self._turn(turns[key])
        else:
            bar.setValue(bar.value() + scrolls[key])

    def _build(self) -> None:
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setWordWrap(True)
        self.area.setWidget(self.page)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area.setProperty("ground", "gray")
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column, right, sides = QVBoxLayout(self._left), QVBoxLayout(), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for part in (self._telling, self.table, self.remove):
            column.addWidget(part)
        column.addStretch(1)
        right.addWidget(self.count)
        right.addWidget(self.area)
        sides.setSpacing(24)
        sides.addWidget(self._left)
        sides.addLayout(right)
        self.card.body.addLayout(sides)
        self.stops = (self.table, *self.remove.stops, self.close_button)

    def _reload(self) -> None:
        if self._view is not None:
            self._backend.ask(
                self._counter.papers.listed,
                self._session.actor,
                self._view.line.number,
                then=self._show,
                refused=self._refused,
                replacing="matter papers",
            )

    def _show(self, papers: tuple[Attached, ...]) -> None:
        if self._view is None:
            return
        self.table.show_rows(papers, select=0 if papers else None)
        self.table.fit_rows(MOST, FEWEST)
        self.remove.setVisible(bool(papers) and self._view.line.state == "open")
        if not papers:
            self._tell("ui_papers.none")

    def _pass(self, _paper: Attached | None) -> None:
        """Another one under the cursor: what was shown is put away, the next needs Enter."""
        self._forget()

    def _look(self, paper: Attached) -> None:
        if self._view is None:
            return
        self._forget()
        self._backend.ask(
            self._counter.papers.read,
            self._session.actor,
            self._view.line.number,
            paper.id,
            self._session.say("ui_papers.purpose"),
            then=partial(self._have, paper),
            refused=self._refused,
            replacing="matter paper shown",
        )

    def _have(self, paper: Attached, pdf: bytes) -> None:
        if self.isVisible() and self.table.current == paper:
            self._shown, self._pdf, self._place = paper, pdf, 0
            self._draw()

    def _turn(self, by: int) -> None:
        if self._shown is not None:
            wanted = max(0, min(self._shown.pages - 1, self._place + by))
            if wanted != self._place:
                self._place = wanted
                self.area.verticalScrollBar().setValue(0)
                self._draw()

    def _draw(self) -> None:
        from counter_app.certificates.preview import page_images  # noqa: PLC0415 - few visits do

        width = self.area.viewport().width() - self.area.verticalScrollBar().sizeHint().width() - 4
        self._count()
        self._backend.render(
            page_images,
            self._pdf,
            round(width * self.devicePixelRatioF()),
            self._place,
            then=partial(self._drawn, self._shown, self._place),
            refused=self._refused,
            replacing="matter page",
        )

    def _drawn(self, paper: Attached | None, place: int, drawn: tuple[PageImage, ...]) -> None:
        if self._shown is paper and self._place == place:
            (image,) = images_of(drawn)
            image.setDevicePixelRatio(self.devicePixelRatioF())
            self.page.setPixmap(QPixmap.fromImage(image))
            self.page.adjustSize()

    def _count(self) -> None:
        """Which page of which paper, or what to do to see one."""
        say, paper = self._session.say, self._shown
        self.count.setText(
            say(
                "ui_papers.shown",
                document=word(self._session, paper.document),
                page=self._place + 1,
                pages=paper.pages,
            )
            if paper
            else say("ui_papers.hint")
        )

    def _remove(self) -> None:
        paper = self.table.current
        if paper is not None:
            self._doing.remove(paper.id, self.remove.text("reason"))

    def _done(self, code: str, view: MatterView) -> None:
        if self.isVisible() and self._view is not None:
            self._view = view
            self.remove.start_over()
            self._forget()
            self._tell(code)
            self._reload()
            self.table.setFocus()

    def _refused(self, refusal: Refusal) -> None:
        if self.isVisible():
            self._tell(refusal)
            if refusal.code == "matters.why_gone":
                self.remove.lines["reason"].setFocus()

    def _forget(self) -> None:
        """Nothing of a paper stays on the screen, nor in what draws it."""
        self._shown, self._pdf, self._place = None, b"", 0
        self.page.clear()
        self.page.adjustSize()
        self._count()

    def _leave(self, _resident: object) -> None:
        if self.isVisible():
            self.close_sheet()

    def _fit(self) -> None:
        width = min(self._host.width() - EDGE, look().px(WIDEST))
        self.card.setFixedWidth(width)
        self._left.setFixedWidth(round((width - 88) * LIST))
        self.area.setFixedHeight(max(240, self._host.height() - look().px(220)))

    def _document(self, paper: Attached) -> str:
        return word(self._session, paper.document)

    def _type(self, paper: Attached) -> str:
        return self._session.say("ui_papers.type", kind=paper.kind.upper(), pages=paper.pages)

    def _at(self, paper: Attached) -> str:
        return f"{day(self._session, paper.at.date())} {paper.at:%H:%M}"


def _who(paper: Attached) -> str:
    return paper.clerk


def _size(paper: Attached) -> str:
    kilo = max(1, round(paper.size / 1000))
    return f"{kilo} KB" if kilo < 1000 else f"{kilo / 1000:.1f} MB"
