"""The certificate panel before printing: options, the page as it will be, the total, F9."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from counter_app.errors import Refusal
from counter_app.main import Counter
from ui.backend import Backend
from ui.kit import Column, KeyButton, Label, Rule, Scrolling, row
from ui.preview import PagePreview
from ui.request_form import RequestForm
from ui.session import Session
from ui.strip import Strip
from ui.theme import look
from ui.wording import money

LEAST = 240
"""Height of the options that is always in sight."""


class IssuePage(QWidget):
    """Options above, preview in the room that is left, total and button always in sight."""

    def __init__(self, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__()
        self._session = session
        self._fee: int | None = None
        self.refusal: Refusal | None = None
        self._printing = False
        self.form = RequestForm(counter.residents, backend, session)
        self.preview = PagePreview()
        self.masked = Label("small", wrap=True)
        self.strip = Strip()
        self.sum_label = Label("subtle")
        self.total = Label("total")
        self.print = KeyButton("F9", "primary")
        inner = Column(spacing=12)
        inner.body.setContentsMargins(0, 0, 0, 0)
        inner.body.addWidget(self.form)
        inner.body.addWidget(self.preview, 1)
        inner.body.addWidget(self.masked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self._options = Scrolling(inner)
        layout.addWidget(self._options, 1)
        layout.addWidget(self.strip)
        layout.addWidget(Rule())
        layout.addLayout(row(self.sum_label, None, self.total))
        layout.addWidget(self.print)
        self.form.payment.changed.connect(self._show_fee)
        self.form.enclosure.take_drops_on(self)
        session.language_changed.connect(self.retranslate)
        session.revealed_changed.connect(self.show_masked)
        self.retranslate()

    def retranslate(self) -> None:
        say = self._session.say
        self.preview.setAccessibleName(say("ui_desk.preview"))
        self.print.setText(
            say("ui_desk.printing" if self._printing else "ui_desk.print_and_charge")
        )
        self.masked.setText(say("ui_desk.masked_here"))
        self._show_fee()
        refusal = self.refusal
        words = self.form.words(refusal) if refusal else ""
        self.strip.show_words("danger", "", words)

    def has_column(self, own: bool) -> None:
        """In a column of its own the options scroll, so that total and button stay in sight;
        below the person the column scrolls."""
        policy = QSizePolicy.Policy.Ignored if own else QSizePolicy.Policy.Expanding
        self._options.setSizePolicy(QSizePolicy.Policy.Expanding, policy)
        self._options.setMinimumHeight(look().px(LEAST) if own else 0)

    def show_masked(self) -> None:
        """Say that the page shows less than the paper will, while the record is masked."""
        self.masked.setVisible(not self._session.revealed)

    def show_fee(self, fee: int | None) -> None:
        """Won for all copies; None while it is not known."""
        self._fee = fee
        self.form.payment.show_fee(fee)
        self._show_fee()

    @property
    def fee(self) -> int | None:
        """As shown: what the visitor was told."""
        return self._fee

    def show_printing(self, printing: bool) -> None:
        """Whether the document is on its way to the printer; F9 rests meanwhile."""
        self._printing = printing
        self.print.setEnabled(not printing)
        self.retranslate()

    def show_refusal(self, refusal: Refusal | None) -> None:
        """Why it cannot be issued as asked for, or None when nothing is in the way."""
        self.refusal = refusal
        self.print.dim(refusal is not None)
        self.retranslate()

    def _show_fee(self) -> None:
        copies = self.form.copies.number
        say, fee = self._session.say, self._fee
        each = money(self._session, fee // copies) if fee is not None else "–"
        self.sum_label.setText(say("ui_desk.sum", each=each, copies=copies))
        due = self.form.payment.due
        self.total.setText(money(self._session, due) if due is not None else "–")
