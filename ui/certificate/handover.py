"""The certificate panel after printing: what became of the paper."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from counter_app.certificates.requests import IssuedView
from counter_app.errors import Refusal
from counter_app.printing.printers import Printer
from ui.base.backend import Backend
from ui.base.session import Session
from ui.base.wording import money
from ui.certificate.issued_together import IssuedTogether
from ui.certificate.job_watch import JobWatch
from ui.certificate.outcome_words import OPEN, outcome, paid
from ui.certificate.preview import PagePreview
from ui.certificate.tones import STATE_TONES
from ui.certificate.why import Why
from ui.kit.flow import Flow, FlowLabel
from ui.kit.parts import Badge, KeyButton, Label, Rule, restyle
from ui.kit.strip import Strip

if TYPE_CHECKING:
    from counter_app.certificates.requests import TrayView

LOST = (None, "canceled", "aborted")
"""States in a queue, None where it knows nothing, of what may be printed again."""


class HandoverPage(QWidget):
    """One issued certificate: number, printer in words; handed over, printed again or spoiled.
    Or a tray of them: one is looked at, printed again or spoiled, all are handed over.

    `spoiled(reason, Second | None)` follows when the clerk has said why, `left` when it was taken
    back; `again(First | None)` when it shall be printed again, with a word on paper of which no
    queue knows. The buttons' `clicked` say the rest. `looked_at(IssuedView)`: another one of the
    tray.
    """

    spoiled = Signal(str, object)
    again = Signal(object)
    left = Signal()
    looked_at = Signal(object)

    def __init__(self, backend: Backend, session: Session, printer: Printer) -> None:
        super().__init__()
        self._session = session
        self._case: IssuedView | None = None
        self._tray: TrayView | None = None
        self._watch = JobWatch(backend, printer, self)
        self._refusal: Refusal | None = None
        self._question: Refusal | None = None
        self.state = Badge()
        self.number = FlowLabel("title")
        self.facts = Label("subtle", wrap=True)
        self.together = IssuedTogether(session)
        self.change = Label("total")
        self.strip = Strip()
        self.preview = PagePreview(session)
        self.why = Why(session)
        self.hand_over = KeyButton("F10", "primary")
        self.print_again = KeyButton("F9")
        self.spoil = KeyButton("Shift+F10")
        self.another = KeyButton("F9", "primary")
        self._moves = QGridLayout()
        self._moves.setSpacing(8)
        self._build()
        self._watch.changed.connect(self._show_job)
        self._watch.refused.connect(self.show_refusal)
        self.together.looked_at.connect(self._look_at)
        self.spoil.clicked.connect(partial(self._ask, "spoil"))
        self.print_again.clicked.connect(self._print_again)
        self.why.escaped.connect(partial(self._ask, ""))
        self.why.spoiled.connect(self.spoiled)
        self.why.failed.connect(self.again)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def case(self) -> IssuedView | None:
        """What is shown, or None."""
        return self._case

    @property
    def tray(self) -> "TrayView | None":
        """What was issued together with it, or None."""
        return self._tray

    @property
    def left_open(self) -> tuple[IssuedView, ...]:
        """Of what is shown, that of which the paper is not accounted for."""
        shown = self._tray.documents if self._tray else (self._case,) if self._case else ()
        return tuple(case for case in shown if case.state in OPEN)

    @property
    def doubtful(self) -> bool:
        """Whether, by what the queue says, a paper has not come out."""
        unsent = any(case.state == "prepared" for case in self.left_open)
        return unsent or (self._watch.progress is not None and self._watch.progress.not_out)

    def asked_for_paper(self) -> bool:
        """Whether the clerk was asked just now if the paper is there; asks if not."""
        asked = self._question is not None and self._refusal is self._question
        if not asked and self._case is not None:
            number = self._case.issue_number
            code = "ui_tray.paper_there" if self._tray else "ui_desk.paper_there"
            self._question = Refusal(code, number=number)
            self.show_refusal(self._question)
        return asked

    def show_case(self, case: IssuedView | None, tray: "TrayView | None" = None) -> None:
        """Show this certificate, of this tray if it is one's; None forgets it."""
        if case is None and self._case is None:
            return
        if case is None or self._case is None or case.id != self._case.id:
            self.why.ask("", None)
            self.preview.show_words("")
        self._case, self._tray = case, tray
        self._refusal = (tray.problem if tray else case.problem) if case else None
        if case and (case.state not in OPEN or self.why.asking == "again"):
            self.why.ask("", None)
        self.together.show_tray(self._tray, self._case)
        self._show_case()
        self._show_strip()
        self._watch.follow(
            tuple(case.issue_number for case in self.left_open if case.state == "spooled")
        )

    def _look_at(self, case: IssuedView) -> None:
        """Another document of the tray."""
        if self._tray:
            self.show_case(case, replace(self._tray, problem=None))
            self.looked_at.emit(case)

    def show_refusal(self, refusal: Refusal) -> None:
        """Why the last wish could not be done."""
        self._refusal = refusal
        self._show_strip()

    def retranslate(self) -> None:
        say = self._session.say
        self.preview.setAccessibleName(say("ui_desk.preview"))
        self.print_again.setText(say("ui_desk.print_again"))
        self.another.setText(say("ui_desk.another"))
        self.why.retranslate()
        self.together.show_tray(self._tray, self._case)
        self._show_case()
        self._show_strip()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.together)
        layout.addLayout(Flow(self.number, self.state))
        layout.addWidget(self.facts)
        layout.addWidget(self.change)
        layout.addWidget(self.strip)
        layout.addWidget(self.preview, 1)
        layout.addWidget(Rule())
        layout.addWidget(self.why)
        layout.addWidget(self.another)
        layout.addLayout(self._moves)

    def _show_case(self) -> None:
        case, say = self._case, self._session.say
        if case is None:
            self.number.clear()
            self.facts.clear()
            self.change.clear()
            return
        to_hand = bool(self.left_open)
        self.hand_over.setText(say("ui_tray.hand_over" if self._tray else "ui_desk.hand_over"))
        self._rank(self.print_again if case.state == "prepared" else self.hand_over)
        state = "" if self._tray else say(f"ui_desk.issued.{case.state}")  # its row says it
        self.state.show_text(state, STATE_TONES[case.state])
        self.number.setText(case.issue_number)
        self.facts.setText(
            say(
                "ui_tray.case" if self._tray else "ui_desk.case",
                holder=case.holder.rstrip("*") + "***",
                copies=case.copies,
                fee=money(self._session, case.fee),
                tender=paid(self._session, case),
                receipt=case.receipt_number,
            )
        )
        change = self._tray.change if self._tray else case.change
        given_back = change if to_hand else None
        self.change.setVisible(bool(given_back))
        if given_back:
            self.change.setText(say("ui_till.change", won=money(self._session, given_back)))
        asking = bool(self.why.asking)
        self.spoil.setText(say("ui_desk.keep" if asking else "ui_desk.spoil"))
        self.hand_over.setVisible(to_hand and not asking)
        self.print_again.setVisible(self._may_print_again and not asking)
        self.spoil.setVisible(case.state in OPEN)
        self.another.setVisible(not to_hand and self._session.holder is not None)

    @property
    def _job(self) -> str | None:
        """What the queue says of it; "" until it has answered."""
        found = self._watch.progress
        if found is None or self._case is None:
            return ""
        return found.states.get(self._case.issue_number, "")

    @property
    def _may_print_again(self) -> bool:
        """Of what the printer has, or had, nothing comes out a second time."""
        case = self._case
        if case is None or case.state not in OPEN:
            return False
        unsent = case.state == "prepared" or case.problem is not None
        return unsent or self._job in LOST

    @property
    def _problem(self) -> Refusal | None:
        shown = self._tray or self._case
        return shown.problem if shown else None

    def _rank(self, first: KeyButton) -> None:
        """What comes next in the ordinary run of things, large and alone on its line."""
        second = self.hand_over if first is self.print_again else self.print_again
        for button, kind in ((first, "primary"), (second, "secondary")):
            button.kind = kind
            restyle(button, kind=kind)
            button.updateGeometry()
        self._moves.addWidget(first, 0, 0, 1, 2)
        self._moves.addWidget(second, 1, 0)
        alone = bool(self.why.asking) or not self._may_print_again
        self._moves.addWidget(self.spoil, 1, 0 if alone else 1, 1, 2 if alone else 1)

    def _show_strip(self) -> None:
        case, say = self._case, self._session.say
        if case is None or (self.why.asking and not self._refusal):
            self.strip.show_words("information", "")
        elif self._refusal:
            told = self._refusal is self._problem
            trouble = say(f"ui_desk.trouble.{case.state}") if told else ""
            words = say(self._refusal.code, **self._refusal.fields)
            self.strip.show_words("danger", trouble, words)
        else:
            self.strip.show_words(*outcome(self._session, case, self._watch.progress))

    def _show_job(self) -> None:
        """What the queue says now."""
        if self._refusal is self._question and not self.doubtful:
            self._refusal = None
        if self.print_again.isVisibleTo(self) != (self._may_print_again and not self.why.asking):
            self._show_case()
        self._show_strip()

    def _print_again(self) -> None:
        """At once, or after it is said what became of paper that no queue knows of."""
        if self._case and self._case.state == "spooled" and self._job is None:
            self._ask("again")
        else:
            self.again.emit(None)

    def _ask(self, what: str) -> None:
        """Ask why; pressed again, leave it."""
        left = bool(self.why.asking)
        self._refusal = None
        self.why.ask("" if left else what, self._case)
        self._show_case()
        self._show_strip()
        if left:
            self.left.emit()
