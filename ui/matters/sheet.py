"""Ctrl+F8: residence matters of the person at the window, of this window, of the centre."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from counter_app.errors import Refusal
from ui.kit.overlay import Overlay
from ui.kit.parts import KeyButton, Label, row
from ui.kit.segmented import Segmented
from ui.kit.sight import bring_into_sight
from ui.kit.theme import look
from ui.matters.detail import MatterDetail
from ui.matters.doing import Doing
from ui.matters.masking import Masking
from ui.matters.new import NewMatter
from ui.matters.refund import Refund
from ui.matters.sides import Sides
from ui.matters.table import MattersTable
from ui.matters.telling import Telling

if TYPE_CHECKING:
    from counter_app.main import Counter
    from counter_app.matters.beginnings import Beginning
    from counter_app.matters.views import MatterLine, MatterView
    from ui.base.backend import Backend
    from ui.base.session import Session
    from ui.matters.papers import PapersSheet

WIDEST, EDGE, SCOPE = 1240, 48, 340
SCOPES = ("person", "mine", "all")


class MattersSheet(Overlay):
    """Arrow keys choose a matter, Enter goes to its checklist, Alt and a digit carries it on."""

    def __init__(self, host: QWidget, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__(host)
        self._counter = counter
        self._backend = backend
        self._session = session
        self._wanted = ""
        self.scope = Segmented(SCOPES)
        self.new_button = KeyButton("Alt+N")
        self.table, self.nothing = MattersTable(session), Label("subtle", wrap=True)
        self._telling = Telling(session)
        self._tell, self.strip = self._telling.tell, self._telling.strip
        self._masking = Masking(host, counter, backend, session)
        self.detail, self.new = MatterDetail(session, self._masking), NewMatter(session)
        self.refund = Refund(session)
        self._doing = Doing(self, counter, backend, session)
        self._sides = Sides((self.table, self.nothing), (self.detail, self.refund, self.new))
        self._build()
        self._listen()
        self.retranslate()

    def open_sheet(self) -> None:
        self._open_at()

    def open_with(self, beginning: Beginning) -> None:
        """For the person on the screen: the form of a procedure, or the matter under way."""
        self._open_at(beginning.number)
        if not beginning.number:
            self._begin_new(beginning.code)

    def _open_at(self, number: str = "") -> None:
        """Of the person who is on the screen, else of this window."""
        self._tell("")
        self._forget()
        self.new.hide()
        self.scope.choose("person" if self._session.resident else "mine")
        super().open_sheet()
        self._fit()
        self._reload(number)

    def retranslate(self) -> None:
        say = self._session.say
        self.title.setText(say("ui_matters.title"))
        self.setAccessibleName(self.title.text())
        self.close_button.setText(say("ui.dismiss"))
        self.new_button.setText(say("ui_matters.new"))
        self.scope.say(say("ui_matters.list"), [say(f"ui_matters.of_{one}") for one in SCOPES])
        self.nothing.setText(say("ui_matters.nothing"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turned = event.keyCombination() == QKeyCombination(Qt.Modifier.CTRL, Qt.Key.Key_F9)
        if event.key() == Qt.Key.Key_F11:
            if not event.isAutoRepeat():
                self._unmask()
        elif turned and self.detail.fee.payment.isVisible():  # as a document's is
            self.detail.fee.payment.enter_or_turn()
            bring_into_sight(self.detail.fee.payment)
        elif event.key() == Qt.Key.Key_Escape and self._doing.reading:
            self._doing.stop_reading()
        else:
            super().keyPressEvent(event)

    def close_sheet(self) -> None:
        self._doing.stop_reading()
        self._forget()
        super().close_sheet()

    def _build(self) -> None:
        body = self.card.body
        body.setSpacing(14)
        body.addLayout(row(self.scope, None, self.new_button))
        body.addWidget(self._telling)
        body.addWidget(self._sides)
        self._set_stops()

    def _listen(self) -> None:
        self.scope.chosen.connect(self._change_scope)
        self.new_button.clicked.connect(partial(self._begin_new, ""))
        self.table.passed.connect(self._open)
        self.table.chosen.connect(self._go_on)
        doing = self._doing
        self.detail.ticked.connect(doing.tick)
        self.detail.acted.connect(doing.act)
        self.detail.fee.paid.connect(doing.pay)
        self.detail.printed.connect(doing.print)
        self.detail.fee.receipt_wanted.connect(doing.print_receipt)
        self.detail.fee.back_wanted.connect(self.refund.ask)
        self.refund.wanted.connect(lambda: doing.give_back(self.refund.reason, self.refund.second))
        self.detail.file_wanted.connect(doing.ask_file)
        self.detail.papers_wanted.connect(self._show_papers)
        self.detail.reveal_wanted.connect(self._unmask)
        self.new.wanted.connect(doing.start)
        self.new.changed.connect(self._set_stops)
        doing.done.connect(self._done)
        doing.said.connect(self._tell)
        doing.read.connect(self._telling.show_progress)
        doing.refused.connect(self._refused)
        self._session.language_changed.connect(self.retranslate)
        self._session.resident_changed.connect(self._leave)
        look().changed.connect(self._fit)

    def _set_stops(self) -> None:
        shown = self.new.stops if self.new.isVisible() else (*self.detail.stops, *self.refund.stops)
        self.stops = (self.scope_stop, self.new_button, self.table, *shown, self.close_button)

    @property
    def scope_stop(self) -> QWidget:
        return self.scope.button(SCOPES.index(str(self.scope.value)))

    def _leave(self, _resident: object) -> None:
        """The sheet shows the person it was opened for."""
        if self.isVisible():
            self.close_sheet()
        self._forget()
        self.table.show_rows(())

    def _forget(self) -> None:
        self._masking.forget()
        self.refund.leave()
        self._doing.show_matter(None)
        self.detail.show_matter(None)

    def _change_scope(self, _scope: object) -> None:
        self._set_stops()
        if self.isVisible():
            self._reload()

    def _reload(self, number: str = "") -> None:
        """The list again; the cursor goes to `number`, or stays on the same matter."""
        actor, resident = self._session.actor, self._session.resident
        matters = self._counter.matters
        self._wanted = number or (self.detail.view.line.number if self.detail.view else "")
        of_person = self.scope.value == "person"
        if of_person and resident is None:
            self._show_lines(())
            return
        asked: tuple[Any, ...] = (partial(matters.open, mine=self.scope.value == "mine"), actor)
        if of_person and resident is not None:
            asked = matters.of_resident, actor, resident.id
        self._backend.ask(*asked, then=self._show_lines, refused=self._refused, replacing="matters")

    def _show_lines(self, lines: tuple[MatterLine, ...]) -> None:
        numbers = [line.number for line in lines]
        place = numbers.index(self._wanted) if self._wanted in numbers else 0
        self.table.blockSignals(True)
        self.table.show_rows(lines, select=place if lines else None)
        self.table.blockSignals(False)
        self.table.fit()
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        if lines:
            self._open(self.table.current)
            if not self.new.isVisible() and self.focusWidget() in (None, self, self.scope_stop):
                self.table.setFocus()
        else:
            self._forget()
            if not self.new.isVisible():
                self._begin_new("")

    def _open(self, line: MatterLine | None) -> None:
        if line is None or self.new.isVisible():
            return
        self._backend.ask(
            self._counter.matters.show,
            self._session.actor,
            line.number,
            then=self._show_matter,
            refused=self._refused,
            replacing="matter",
        )

    def _go_on(self, _line: MatterLine) -> None:
        self.new.hide()
        self._open(self.table.current)
        self.detail.begin()

    def _show_matter(self, view: MatterView) -> None:
        self._masking.forget(view.line.number)
        before = self.detail.view
        if view.paid is None or before is None or before.line.number != view.line.number:
            self.refund.leave()
        self._doing.show_matter(view)
        self.detail.show_matter(view)
        self._set_stops()

    @cached_property
    def papers(self) -> PapersSheet:
        from ui.matters.papers import PapersSheet  # noqa: PLC0415 - few visits do

        return PapersSheet(self._host, self._counter, self._backend, self._session, self._doing)

    def _show_papers(self) -> None:
        if self.detail.view is not None:
            self.papers.open_of(self.detail.view)

    def _unmask(self) -> None:
        """On record, as on the person's page; again, and it is masked."""
        if self.detail.view is not None and self._masking.hides(self.detail.view):
            self._masking.toggle(self.detail.view)

    def _begin_new(self, code: str) -> None:
        self._forget()
        self.new.show()
        resident = self._session.resident
        self.new.begin(resident, code)
        self._set_stops()
        self._backend.ask(
            self._counter.matters.offers,
            self._session.actor,
            resident.id if resident else None,
            then=self.new.show_offers,
            refused=self._refused,
            replacing="offers",
        )

    def _done(self, code: str, view: MatterView) -> None:
        focus = self.focusWidget()
        self.new.hide()
        self._show_matter(view)
        self._tell(code)
        if focus is None or not focus.isVisible():
            self.detail.begin()
        self._reload(view.line.number)

    def _refused(self, refusal: Refusal) -> None:
        self._tell(refusal)
        if self.new.isVisible():
            self.new.refused(refusal)
            self._set_stops()
        if refusal.code == "matters.reason_needed":
            self.detail.reason.setFocus()
        if refusal.code in ("matters.stale", "matters.closed"):
            self._reload()

    def _fit(self) -> None:
        width = min(self._host.width() - EDGE, look().px(WIDEST))
        self.card.setFixedWidth(width)
        self.scope.setMinimumWidth(look().px(SCOPE))
        self._sides.fit(width - 64)
        self.table.fit()
