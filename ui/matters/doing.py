"""What a clerk does with a matter, asked of the services: each act once, however often pressed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from counter_app.errors import Refusal
from ui.matters.turns import Asked, Turns

if TYPE_CHECKING:
    from counter_app.main import Counter
    from counter_app.matters.safe import Safe
    from counter_app.matters.views import MatterView
    from counter_app.privacy.second import Second
    from counter_app.till.reversing import Corrected
    from counter_app.till.terms import Terms
    from ui.base.backend import Backend
    from ui.base.session import Session

FILES = "(*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp)"


class Doing(QObject):
    """`done(code, view)`: an act is on record, `code` names its sentence; `said(code)`: what is
    under way or printed; `read(done, total)`: how many pages of a file are read, of how many;
    `refused(Refusal)`. `view` is the matter on the screen."""

    done = Signal(str, object)
    said = Signal(str)
    read = Signal(int, int)
    refused = Signal(object)
    _told = Signal(object, int, int)

    def __init__(
        self, parent: QWidget, counter: Counter, backend: Backend, session: Session
    ) -> None:
        super().__init__(parent)
        self._host = parent
        self._counter = counter
        self._backend = backend
        self._session = session
        self._turns = Turns(self, backend, self._refuse)
        self._stop = Event()
        self.reading = False
        self.view: MatterView | None = None
        self._told.connect(self._tell_read)

    def show_matter(self, view: MatterView | None) -> None:
        """What is asked for from now on is for this one."""
        self.view = view

    def start(self, code: str, told: dict[str, str], understood: tuple[str, ...]) -> None:
        resident, ticket = self._session.resident, self._session.ticket
        self._take(
            self._counter.matters.start,
            code,
            resident.id if resident else None,
            told,
            then=partial(self._done, "ui_matters.started"),
            ticket_id=ticket.id if ticket else None,
            language=ticket.language if ticket else "ko",
            understood=understood,
        )

    def tick(self, key: str, on: bool) -> None:
        self._carry(self._counter.matters.tick, key, on)

    def act(self, act: str, reason: str) -> None:
        self._carry(self._counter.matters.act, act, done=f"ui_matters.did_{act}", reason=reason)

    def pay(self, terms: Terms) -> None:
        """Its receipt is printed, whatever is on the screen by then."""
        code = "ui_matters.waived" if terms.waiver else "ui_matters.took"
        self._carry(self._counter.matters.pay, terms, then=partial(self._paid, code))

    def print_receipt(self) -> None:
        """Of the fee; what the printer has had before comes as a copy."""
        if self.view is not None:
            self._print_receipt(self.view)

    def give_back(self, reason: str, second: Second | None) -> None:
        """The fee, which two sign; its receipt is printed."""
        view = self.view
        if view is not None and view.paid:
            self._take(
                self._counter.reversing.give_back,
                view.paid.receipt,
                reason,
                then=partial(self._given_back, view.line.number),
                second=second,
            )

    def _given_back(self, number: str, made: Corrected) -> None:
        counter, actor = self._counter, self._session.actor
        self._backend.ask(
            counter.matters.show,
            actor,
            number,
            then=partial(self.done.emit, "ui_matters.gave_back"),
            refused=self._refuse,
        )
        self._backend.spool(
            counter.receipts.print,
            actor,
            made.counter_entry,
            counter.printers,
            refused=self._refuse,
        )

    def print(self, kind: str) -> None:
        view, counter = self.view, self._counter
        if view is not None:
            self._backend.spool(
                partial(counter.sheets.print_out, secure=counter.stationery.used),
                self._session.actor,
                view.line.number,
                kind,
                counter.printers,
                then=partial(self._printed, kind),
                refused=self._refuse,
            )

    def ask_file(self, document: str) -> None:
        """The system's own window to choose a file; the work goes on behind it."""
        say = self._session.say
        kinds = f"{say('ui_request.files')} {FILES}"
        dialog = QFileDialog(self._host.window(), say("ui_matters.file"), "", kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(partial(self.attach, document))
        dialog.open()

    def attach(self, document: str, path: str) -> None:
        """Reads a file on the worker for drawing, then keeps it with the matter it was for."""
        from counter_app.matters.safe import read_paper  # noqa: PLC0415 - few visits do

        view = self.view
        if view is None:
            return
        self._stop.set()
        self._stop = stop = Event()
        self.reading = True
        self.read.emit(0, 0)
        self._backend.render(
            read_paper,
            Path(path),
            partial(self._tell, stop),
            then=partial(self._keep, stop, view.line.number, document),
            refused=partial(self._unread, stop),
            replacing="matter paper",
        )

    def stop_reading(self) -> None:
        """Whoever draws the file is ended within a tenth of a second; nothing is kept."""
        if self.reading:
            self._stop.set()
            self.reading = False
            self.said.emit("ui_matters.not_read")

    def remove(self, paper: int, reason: str) -> None:
        self._carry(self._counter.papers.detach, paper, done="ui_matters.removed", reason=reason)

    def _tell(self, stop: Event, done: int, total: int) -> None:
        """On the worker."""
        if stop.is_set():
            raise Refusal("certificates.enclosure_stopped")
        try:
            self._told.emit(stop, done, total)
        except RuntimeError:  # the clerk has left, and the sheet with them
            raise Refusal("certificates.enclosure_stopped") from None

    def _tell_read(self, stop: Event, done: int, total: int) -> None:
        if self.reading and stop is self._stop:
            self.read.emit(done, total)

    def _keep(self, stop: Event, number: str, document: str, paper: Safe) -> None:
        if stop.is_set():
            return
        self.reading = False
        if self.view is not None and self.view.line.number == number:
            self._carry(self._counter.papers.attach, document, paper, done="ui_matters.kept")
        else:
            self.said.emit("ui_matters.not_kept")

    def _unread(self, stop: Event, refusal: Refusal) -> None:
        if not stop.is_set():
            self.reading = False
            self._refuse(refusal)

    def _printed(self, kind: str, _: object) -> None:
        self.said.emit(f"ui_matters.printed_{kind}")

    def _carry(
        self,
        do: Callable[..., Any],
        *given: object,
        done: str = "",
        then: Callable[[Any], object] | None = None,
        **more: object,
    ) -> None:
        """An act on the matter on the screen, as it is seen there."""
        if (view := self.view) is not None:
            number, then = view.line.number, then or partial(self._done, done)
            asked = (do, self._session.actor, (number, *given), more, then, number, view.ver)
            self._turns.take(Asked(*asked))

    def _take(
        self,
        do: Callable[..., Any],
        *given: object,
        then: Callable[[Any], object],
        **more: object,
    ) -> None:
        self._turns.take(Asked(do, self._session.actor, given, more, then))

    def _done(self, code: str, view: MatterView) -> None:
        self._turns.leave(view.line.number, view.ver)
        self.show_matter(view)
        self.done.emit(code, view)

    def _paid(self, code: str, view: MatterView) -> None:
        self._done(code, view)
        self._print_receipt(view)

    def _print_receipt(self, view: MatterView) -> None:
        counter = self._counter
        if view.paid and view.paid.receipt:
            self._backend.spool(
                counter.receipts.print,
                self._session.actor,
                view.paid.receipt,
                counter.printers,
                then=partial(self._printed, "fee_receipt"),
                refused=self._refuse,
            )

    def _refuse(self, refusal: Refusal) -> None:
        self.refused.emit(refusal)
