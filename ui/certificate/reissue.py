"""Ctrl+R: a document from the list of what was issued, printed again or made void by two."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from ui.base.asking import Asking
from ui.base.told import ToldStrip
from ui.base.wording import day, money
from ui.kit.inputs import CheckButton
from ui.kit.overlay import Overlay
from ui.kit.parts import Label
from ui.kit.theme import look

if TYPE_CHECKING:
    from datetime import date

    from counter_app.certificates.reprinting import ReprintView
    from counter_app.certificates.requests import IssuedView
    from counter_app.errors import Refusal
    from counter_app.main import Counter
    from ui.base.backend import Backend
    from ui.base.session import Session

WIDEST, EDGE = 680, 48
STANDING = ("spooled", "handed_over")
"""States in which a document can be printed again or made void."""


class ReissueSheet(Overlay):
    """Shows one document; a section to print it again, one to make it void."""

    def __init__(self, host: QWidget, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__(host)
        self._counter = counter
        self._backend = backend
        self._session = session
        self.case: IssuedView | None = None
        self._action = ""
        self.facts = Label("subtle", wrap=True)
        self.strip = ToldStrip(session)
        self.keep = CheckButton()
        self.again = Asking(session, "ui_paper", "reprint", ("copies", "reason_again"), signs=True)
        self.void = Asking(
            session,
            "ui_paper",
            "void",
            ("reason_void", "second", "second_password"),
            secret=True,
            more=(self.keep,),
        )
        body = self.card.body
        body.setSpacing(16)
        for part in (self.facts, self.strip, self.again, self.void):
            body.addWidget(part)
        self.stops = (*self.again.stops, *self.void.stops, self.close_button)
        self.again.wanted.connect(self._reprint)
        self.void.wanted.connect(self._void)
        session.language_changed.connect(self.retranslate)
        session.resident_changed.connect(self._leave)
        look().changed.connect(self._fit)
        self.retranslate()

    def open_for(self, case: IssuedView) -> None:
        self.case, self._action = case, uuid4().hex
        for part in (self.again, self.void):
            part.start_over()
        self.again.lines["copies"].setText("1")
        self.keep.setChecked(False)
        self.strip.clear()
        self._show()
        self.open_sheet()
        self._fit()
        if not self.again.isHidden():
            self.again.lines["reason_again"].setFocus()
        elif not self.void.isHidden():
            self.void.lines["reason_void"].setFocus()
        else:
            self.close_button.setFocus()

    def close_sheet(self) -> None:
        for part in (self.again, self.void):
            part.lines["second_password"].clear()
        super().close_sheet()

    def retranslate(self) -> None:
        say = self._session.say
        self.close_button.setText(say("ui.dismiss"))
        self.keep.setText(say("ui_paper.keep_fee"))
        self._show()

    def _leave(self, _resident: object) -> None:
        """Nobody's document stays when the person goes."""
        self.case = None
        self._show()
        if self.isVisible():
            self.close_sheet()

    def _show(self) -> None:
        say, case = self._session.say, self.case
        self.title.setText(case.issue_number if case else "")
        self.setAccessibleName(self.title.text())
        standing = case is not None and case.state in STANDING
        past = case is not None and case.past(self._counter.clock.now().date())
        self.again.setVisible(standing and not past)
        self.void.setVisible(standing)
        if case is None:
            self.facts.clear()
            return
        anew = (("instead_of", case.instead_of), ("reissued_as", case.reissued_as))
        said = [
            say(f"ui_desk.issued.{case.state}"),
            say("ui_paper.copies_of", count=case.copies),
            money(self._session, case.fee),
            *([say("ui_paper.serials", serials=case.serials)] if case.serials else []),
            *([self._validity(case.valid_until, past)] if case.valid_until else []),
            *(say(f"ui_paper.{name}", number=number) for name, number in anew if number),
            *([] if standing else [say("ui_paper.not_standing")]),
        ]
        self.facts.setText("  ·  ".join(said))

    def _validity(self, until: date, past: bool) -> str:
        say = self._session.say
        words = say("ui_desk.issued.valid_until", day=day(self._session, until))
        return f"{words} ({say('ui_desk.issued.past')})" if past else words

    def _reprint(self) -> None:
        copies = self.again.text("copies").strip()
        if not (copies.isascii() and copies.isdigit()):
            self.strip.tell("ui_paper.told.count", "danger")
        elif self.case:
            self._backend.spool(
                self._counter.reprinting.reprint,
                self._session.actor,
                self.case.id,
                self.again.text("reason_again"),
                action_id=self._action,
                copies=int(copies[:4]),
                second=self.again.second,
                then=self._reprinted,
                refused=self._refused,
            )

    def _reprinted(self, view: ReprintView) -> None:
        if view.problem:  # the same action goes on when it is pressed again
            self.strip.refuse(view.problem)
            return
        self._action = uuid4().hex
        self.again.lines["reason_again"].clear()
        self.again.ask_second(False)
        self.strip.tell("ui_paper.told.reprinted", number=view.reprint)
        self._reload()

    def _void(self) -> None:
        password = self.void.text("second_password")
        self.void.lines["second_password"].clear()
        if self.case:
            self._backend.run(
                self._counter.voiding.void,
                self._session.actor,
                self.case.id,
                self.void.text("reason_void"),
                self.void.text("second").strip(),
                password,
                action_id=uuid4().hex,
                keep_fee=self.keep.isChecked(),
                then=self._voided,
                refused=self._refused,
            )

    def _voided(self, case: IssuedView) -> None:
        kept = self.keep.isChecked()
        fee = money(self._session, case.fee)
        self.case = case
        self.strip.tell("ui_paper.told.voided_kept" if kept else "ui_paper.told.voided", fee=fee)
        self._show()
        self.close_button.setFocus()

    def _reload(self) -> None:
        if self.case:
            certificate = self._counter.archive.certificate
            self._backend.ask(certificate, self.case.id, then=self._take, replacing="reissue")

    def _take(self, case: IssuedView) -> None:
        if self.case and self.case.id == case.id:
            self.case = case
            self._show()

    def _refused(self, refusal: Refusal) -> None:
        if refusal.code == "certificates.reprint_second":
            self.again.ask_second(True)
        self.strip.refuse(refusal)

    def _fit(self) -> None:
        self.card.setFixedWidth(min(self._host.width() - EDGE, look().px(WIDEST)))
