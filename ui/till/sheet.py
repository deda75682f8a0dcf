"""Ctrl+M: the drawer of the day, its count, and the settlement signed by two."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtWidgets import QGridLayout, QWidget

from counter_app.till.till import DrawerKind
from ui.base.told import ToldStrip
from ui.base.wording import day as dated
from ui.base.wording import money, signed
from ui.kit.overlay import Overlay
from ui.kit.parts import KeyButton, Label
from ui.kit.theme import look
from ui.till.parts import Board, Float, Moved, Moves, Signatures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from counter_app.errors import Refusal
    from counter_app.main import Counter
    from counter_app.till.sheet import Drawer, Settled
    from counter_app.till.till import TillDay
    from ui.base.backend import Backend
    from ui.base.session import Session

WIDEST, EDGE = 900, 48
LOW = 900
FIGURES = ("won", "waived", "receipts", "expected", "counted", "difference")


class TillSheet(Overlay):
    """Shows the earliest day that waits to be closed, else today; one section for each step."""

    def __init__(self, host: QWidget, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__(host)
        self._counter = counter
        self._backend = backend
        self._session = session
        self._shown: TillDay | None = None
        self._day: date | None = None
        self._onward = False  # where the focus was is gone with the step that is done
        self.strip = ToldStrip(session)
        self.state = Label("subtle", wrap=True)
        self._names = {name: Label("subtle") for name in FIGURES}
        self.figures = {name: Label("title") for name in FIGURES}
        self.float, self.moves = Float(session), Moves(session)
        self.board, self.signatures = Board(session), Signatures(session)
        self.moved = Moved(session)
        self.print = KeyButton("Ctrl+P", "primary")
        self._build()
        self._listen()
        self.retranslate()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for at, name in enumerate(FIGURES):
            line, column = divmod(at, 3)
            grid.addWidget(self._names[name], line, column * 2)
            grid.addWidget(self.figures[name], line, column * 2 + 1)
            grid.setColumnStretch(column * 2 + 1, 1)
        body = self.card.body
        body.setSpacing(12)
        body.addWidget(self.state)
        body.addLayout(grid)
        body.addWidget(self.strip)
        for part in (
            self.float,
            self.board,
            self.signatures,
            self.moves,
            self.moved,
            self.print,
        ):
            body.addWidget(part)
        self.stops = (
            self.float.won,
            self.float.reason,
            self.float.open,
            *self.board.pieces.values(),
            self.board.write,
            *self.signatures.stops,
            self.moves.won,
            self.moves.reason,
            self.moves.put_in,
            self.moves.take_out,
            self.print,
            self.close_button,
        )

    def _listen(self) -> None:
        self.float.wanted.connect(self._open)
        self.moves.wanted.connect(self._move)
        self.board.wanted.connect(self._count)
        self.signatures.wanted.connect(self._sign)
        self.print.clicked.connect(self._print)
        self._backend.changed.connect(self._follow)
        self._session.language_changed.connect(self.retranslate)
        look().changed.connect(self._fit)

    def open_sheet(self) -> None:
        self._shown = self._day = None
        self.strip.clear()
        for part in (self.float, self.board, self.signatures, self.moves):
            part.start_over()
        self._show()
        super().open_sheet()
        self._fit()
        self.reload()

    def close_sheet(self) -> None:
        self.signatures.forget()
        super().close_sheet()

    def reload(self) -> None:
        """The day just closed, else the one that is to be worked on."""
        self._backend.ask(
            self._counter.till.show,
            self._day,
            then=self._take,
            refused=self._refused,
            replacing="till",
        )

    def retranslate(self) -> None:
        say = self._session.say
        self.close_button.setText(say("ui.dismiss"))
        self.print.setText(say("ui_till.print"))
        for name, label in self._names.items():
            label.setText(say(f"ui_till.{name}"))
        self._show()

    def _follow(self) -> None:
        if self.isVisible():
            self.reload()

    def _take(self, shown: TillDay) -> None:
        before, self._shown = self._shown, shown
        self._show()
        focus = self.focusWidget()
        if before is None or self._onward or focus is None or not focus.isVisible():
            first = next(stop for stop in self.stops if stop.isVisible())
            first.setFocus()
        self._onward = False

    def _show(self) -> None:
        say, session, shown = self._session.say, self._session, self._shown
        opened = shown is not None and shown.sheet.drawer.opening is not None
        closed = shown is not None and shown.settled is not None
        self.float.setVisible(shown is not None and not opened and not closed)
        for part in (self.board, self.signatures, self.moves):
            part.setVisible(opened and not closed)
        self.print.setVisible(closed)
        self.moved.show_sheet(shown.sheet if shown else None)
        self.title.setText(say("ui_till.title"))
        if shown is None:
            self.state.setText(say("ui_till.loading"))
            return
        sheet, drawer = shown.sheet, shown.sheet.drawer
        self.title.setText(f"{say('ui_till.title')}  {dated(session, sheet.day)}")
        self.setAccessibleName(self.title.text())
        self.state.setVisible(opened or shown.overdue)
        self.state.setText("\n".join(self._standing(shown)))
        self.float.show_left(shown.left)
        known = {
            "won": money(session, sheet.won),
            "waived": money(session, sheet.waived),
            "receipts": f"{sheet.receipts:,}",
            "expected": money(session, drawer.expected),
            "counted": "–" if drawer.counted is None else money(session, drawer.counted),
            "difference": "–" if drawer.difference is None else signed(session, drawer.difference),
        }
        for name, text in known.items():
            self.figures[name].setText(text)
        self.board.show_expected(drawer.expected)

    def _standing(self, shown: TillDay) -> Iterator[str]:
        """Whose day it is, and what in the drawer is not of it."""
        say, settled = self._session.say, shown.settled
        if settled:
            yield say("ui_till.state.closed", clerk=settled.clerk, supervisor=settled.supervisor)
        elif shown.overdue:
            yield say("ui_till.state.overdue", day=dated(self._session, shown.sheet.day))
        else:
            yield say("ui_till.state.open")
        for one in shown.sheet.drawer.later or ():
            yield say(
                "ui_till.state.later",
                day=dated(self._session, one.day),
                won=money(self._session, one.cash),
            )

    def _open(self, won: int, reason: str) -> None:
        self._do(self._counter.till.open, won, reason, done="open", **self._when())

    def _move(self, sign: int, won: int, reason: str) -> None:
        kind = DrawerKind.IN if sign > 0 else DrawerKind.OUT
        self._do(self._counter.till.move, kind, won, reason, done="move", **self._when())

    def _count(self, pieces: dict[int, int]) -> None:
        self._do(self._counter.till.count, pieces, done="count", **self._when())

    def _when(self) -> dict[str, object]:
        """For the day that is shown, not for the one that it may be by now."""
        return {"day": self._shown.sheet.day if self._shown else None}

    def _do(self, act: Callable[..., Drawer], *args: object, done: str, **how: object) -> None:
        def then(drawer: Drawer) -> None:
            self.strip.tell(f"ui_till.done.{done}")
            if done == "move":
                self.moves.start_over()
            if done == "count":
                self.signatures.take_focus(differs=bool(drawer.difference))
            self._onward = done == "open"
            self.reload()

        self._backend.run(
            act,
            self._session.actor,
            *args,
            action_id=uuid4().hex,
            then=then,
            refused=self._refused,
            **how,
        )

    def _sign(self, mine: str, supervisor: str, theirs: str, reason: str) -> None:
        self.signatures.forget()
        self._backend.run(
            self._counter.closing.close,
            self._session.actor,
            mine,
            supervisor,
            theirs,
            reason=reason,
            action_id=uuid4().hex,
            then=self._closed,
            refused=self._refused,
            **self._when(),
        )

    def _closed(self, settled: Settled) -> None:
        self.strip.tell("ui_till.done.close")
        self._day = settled.sheet.day
        self._onward = True
        self.reload()

    def _print(self) -> None:
        if self._shown and self._shown.settled:
            self._backend.spool(
                print_settlement,
                self._counter,
                self._shown.settled,
                then=lambda _: self.strip.tell("ui_till.printed"),
                refused=self._refused,
            )

    def _refused(self, refusal: Refusal) -> None:
        self.strip.refuse(refusal)
        if refusal.code == "till.difference_reason":
            self.signatures.reason.setFocus()
        elif refusal.code == "till.float_reason":
            self.float.reason.setFocus()
        elif refusal.code in ("till.count_needed", "till.count_stale"):
            self.board.take_focus()

    def _fit(self) -> None:
        """Its width, and on a low screen less between its parts, so that all of them are seen."""
        low = self._host.height() < LOW
        self.card.body.setContentsMargins(32, 12 if low else 32, 32, 12 if low else 32)
        self.card.body.setSpacing(6 if low else 12)
        self.card.setFixedWidth(min(self._host.width() - EDGE, look().px(WIDEST)))


def print_settlement(counter: Counter, settled: Settled) -> str:
    """The sheet to the printer of the papers; the job's id. Touches no widget."""
    from counter_app.till.page import render_settlement  # noqa: PLC0415 - loads what papers need

    pdf = counter.sealed.filed(render_settlement(settled)).pdf
    printer = counter.printers.plain or counter.printers.pages  # secure paper is for documents
    return printer.submit(pdf, f"settlement-{settled.sheet.day}", 1)
