"""The certificate panel after printing: what became of the paper."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from counter_app.certificates.requests import IssuedView
from counter_app.errors import Refusal
from counter_app.printing.printers import Job, Printer, PrinterStatus
from counter_app.words import say as say_in
from ui.backend import Backend
from ui.flow import Flow, FlowLabel
from ui.histories import STATE_TONES
from ui.kit import Badge, KeyButton, Label, Rule, restyle
from ui.open_choice import OpenChoice
from ui.preview import PagePreview
from ui.session import Session
from ui.strip import Strip
from ui.wording import money

REASONS = ("jam", "print", "content", "withdrawn")
"""Why a sheet is spoiled (ui_desk.reason.*); anything else is typed."""
JOB_TONES = {
    "held": "information",
    "pending": "information",
    "processing": "information",
    "completed": "success",
    "stopped": "danger",
    "canceled": "danger",
    "aborted": "danger",
}
NOT_OUT = frozenset({"held", "stopped", "canceled", "aborted"})
"""States of a document of which no paper is to be expected as it is."""
JOB_ENDS = frozenset({"completed", "canceled", "aborted"})
JOB_POLL_MS = 1500
OPEN = frozenset({"prepared", "spooled"})


def job_progress(printer: Printer, title: str) -> tuple[Job | None, str, PrinterStatus]:
    """The document in the queue, the printer's name and how it is. Touches no widget."""
    return printer.find_job(title), printer.name, printer.status()


class HandoverPage(QWidget):
    """One issued certificate: number, printer in words; handed over, printed again or spoiled.

    `spoiled(reason)` follows when the clerk has said why, `left` when it was taken back; the
    buttons' `clicked` say the rest.
    """

    spoiled = Signal(str)
    left = Signal()

    def __init__(self, backend: Backend, session: Session, printer: Printer) -> None:
        super().__init__()
        self._backend = backend
        self._session = session
        self._printer = printer
        self._case: IssuedView | None = None
        self._job: tuple[Job | None, str, PrinterStatus] | None = None
        self._refusal: Refusal | None = None
        self._question: Refusal | None = None
        self._asking = False
        self.state = Badge()
        self.number = FlowLabel("title")
        self.facts = Label("subtle", wrap=True)
        self.change = Label("total")
        self.strip = Strip()
        self.preview = PagePreview()
        self.reason_label = Label("strong", wrap=True)
        self.reason = OpenChoice()
        self.confirm = KeyButton("Enter", "primary", bound=False)
        self.hand_over = KeyButton("F10", "primary")
        self.print_again = KeyButton("F9")
        self.spoil = KeyButton("Shift+F10")
        self.another = KeyButton("F9", "primary")
        self._moves = QGridLayout()
        self._moves.setSpacing(8)
        self._poll = QTimer(self)
        self._poll.setSingleShot(True)
        self._poll.setInterval(JOB_POLL_MS)
        self._poll.timeout.connect(self._ask_job)
        self._build()
        self.spoil.clicked.connect(self._toggle_reason)
        self.confirm.clicked.connect(self._confirm)
        self.reason.edit.returnPressed.connect(self._confirm)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def case(self) -> IssuedView | None:
        """What is shown, or None."""
        return self._case

    @property
    def doubtful(self) -> bool:
        """Whether, by what the queue says, no paper has come out."""
        job = self._job[0] if self._job else None
        unsent = self._case is not None and self._case.state == "prepared"
        return unsent or (job is not None and job.state in NOT_OUT)

    def asked_for_paper(self) -> bool:
        """Whether the clerk was asked just now if the paper is there; asks if not."""
        asked = self._question is not None and self._refusal is self._question
        if not asked and self._case is not None:
            self._question = Refusal("ui_desk.paper_there", number=self._case.issue_number)
            self.show_refusal(self._question)
        return asked

    def show_case(self, case: IssuedView | None) -> None:
        """Show this certificate; None forgets it."""
        if case is None and self._case is None:
            return
        if case is None or self._case is None or case.id != self._case.id:
            self._job, self._asking = None, False
            self.preview.show_words("")
        self._case = case
        self._refusal = case.problem if case else None
        if case and case.state not in OPEN:
            self._asking = False
        self._show_case()
        self._show_strip()
        self._poll.stop()
        if case and case.state == "spooled":
            self._ask_job()

    def show_refusal(self, refusal: Refusal) -> None:
        """Why the last wish could not be done."""
        self._refusal = refusal
        self._show_strip()

    def retranslate(self) -> None:
        say = self._session.say
        self.preview.setAccessibleName(say("ui_desk.preview"))
        self.hand_over.setText(say("ui_desk.hand_over"))
        self.print_again.setText(say("ui_desk.print_again"))
        self.another.setText(say("ui_desk.another"))
        self.confirm.setText(say("ui_desk.confirm_spoil"))
        self.reason_label.setText(say("ui_desk.why_spoiled"))
        self.reason.setAccessibleName(say("ui_desk.why_spoiled"))
        self.reason.show_choices(
            [(say_in(f"ui_desk.reason.{r}", "ko"), say(f"ui_desk.reason.{r}")) for r in REASONS]
        )
        self._show_case()
        self._show_strip()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(Flow(self.number, self.state))
        layout.addWidget(self.facts)
        layout.addWidget(self.change)
        layout.addWidget(self.strip)
        layout.addWidget(self.preview, 1)
        layout.addWidget(Rule())
        for part in (self.reason_label, self.reason, self.confirm, self.another):
            layout.addWidget(part)
        layout.addLayout(self._moves)

    def _show_case(self) -> None:
        case, say = self._case, self._session.say
        if case is None:
            self.number.clear()
            self.facts.clear()
            self.change.clear()
            return
        still_open, asking = case.state in OPEN, self._asking
        self._rank(self.print_again if case.state == "prepared" else self.hand_over)
        self.state.show_text(say(f"ui_desk.issued.{case.state}"), STATE_TONES[case.state])
        self.number.setText(case.issue_number)
        self.facts.setText(
            say(
                "ui_desk.case",
                holder=case.holder.rstrip("*") + "***",
                copies=case.copies,
                fee=money(self._session, case.fee),
                tender=self._paid(case),
                receipt=case.receipt_number,
            )
        )
        given_back = case.change if still_open else None
        self.change.setVisible(bool(given_back))
        if given_back:
            self.change.setText(say("ui_till.change", won=money(self._session, given_back)))
        for part in (self.reason_label, self.reason, self.confirm):
            part.setVisible(asking)
        self.spoil.setText(say("ui_desk.keep" if asking else "ui_desk.spoil"))
        self.hand_over.setVisible(still_open and not asking)
        self.print_again.setVisible(still_open and not asking)
        self.spoil.setVisible(still_open)
        resident = self._session.resident
        self.another.setVisible(not still_open and resident is not None)

    def _paid(self, case: IssuedView) -> str:
        """By which tenders, or that the fee was waived."""
        say = self._session.say
        if case.waiver:
            return say("ui_till.way.waive")
        tenders = dict.fromkeys(part.tender for part in case.parts) or {case.tender: None}
        return "+".join(say(f"ui_desk.tender.{tender}") for tender in tenders)

    def _rank(self, first: KeyButton) -> None:
        """What comes next in the ordinary run of things, large and alone on its line."""
        second = self.hand_over if first is self.print_again else self.print_again
        for button, kind in ((first, "primary"), (second, "secondary")):
            button.kind = kind
            restyle(button, kind=kind)
            button.updateGeometry()
        self._moves.addWidget(first, 0, 0, 1, 2)
        self._moves.addWidget(second, 1, 0)
        self._moves.addWidget(self.spoil, 1, 0 if self._asking else 1, 1, 2 if self._asking else 1)

    def _show_strip(self) -> None:
        case, say = self._case, self._session.say
        if case is None:
            self.strip.show_words("information", "")
        elif self._refusal:
            words = say(self._refusal.code, **self._refusal.fields)
            self.strip.show_words(
                "danger",
                say(f"ui_desk.trouble.{case.state}") if self._refusal is case.problem else "",
                words,
            )
        elif self._asking:
            self.strip.show_words("information", "")
        elif case.state not in OPEN:
            code = f"ui_desk.done.{case.state}"
            fee = money(self._session, case.fee)
            self.strip.show_words(STATE_TONES[case.state], "", say(code, fee=fee))
        elif case.state == "prepared":
            self.strip.show_words("warning", say("ui_desk.trouble.prepared"))
        else:
            self._show_job_words()

    def _show_job_words(self) -> None:
        say = self._session.say
        if self._job is None:
            self.strip.show_words("information", say("ui_desk.job.asking"))
            return
        job, printer, status = self._job
        state = job.state if job else "gone"
        tone = JOB_TONES.get(state, "warning")
        detail = "" if status.ready or state == "completed" else say(status.code, printer=printer)
        if detail and tone == "information":
            tone = "warning"
        self.strip.show_words(tone, say(f"ui_desk.job.{state}"), detail)

    def _ask_job(self) -> None:
        if self._case and self._case.state in OPEN:
            self._backend.inspect(
                job_progress,
                self._printer,
                self._case.issue_number,
                then=partial(self._show_job, self._case.id),
                refused=self.show_refusal,
                replacing="job",
            )

    def _show_job(self, case_id: int, job: tuple[Job | None, str, PrinterStatus]) -> None:
        """What the queue says of the document now; asked again until that is final."""
        if self._case and self._case.id == case_id and self._case.state in OPEN:
            self._job = job
            if self._refusal is self._question and not self.doubtful:
                self._refusal = None
            self._show_strip()
            if job[0] is None or job[0].state not in JOB_ENDS:
                self._poll.start()

    def _toggle_reason(self) -> None:
        self._asking = not self._asking
        self._refusal = None
        self._show_case()
        self._show_strip()
        if self._asking:
            self.reason.setCurrentIndex(0)
            self.reason.take_focus()
        else:
            self.left.emit()

    def _confirm(self) -> None:
        if self._asking:
            self.spoiled.emit(self.reason.words)
