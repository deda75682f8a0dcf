"""The certificate panel before printing: options, the page as it will be, the total, F9."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.words import explain
from ui.base.backend import Backend
from ui.base.clock_signs import ClockBehind, ClockSigns
from ui.base.session import Session
from ui.base.wording import money
from ui.certificate.preview import LOW, PagePreview
from ui.certificate.request_form import RequestForm
from ui.certificate.tray import Laid, LaidTable
from ui.kit.button_line import ButtonLine
from ui.kit.parts import Column, KeyButton, KeyCap, Label, Rule, Scrolling, row
from ui.kit.strip import Strip
from ui.kit.theme import look

LEAST = 222
"""Height of the options that is always in sight: five lines of them."""
SPACING = 12


class IssuePage(QWidget):
    """Options above, preview in the room that is left; tray, total and buttons always in sight.

    With documents in the tray, F9 and the total are of those alone.
    """

    def __init__(self, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__()
        self._session = session
        self._fee: int | None = None
        self.refusal: Refusal | None = None
        self._printing = False
        self._laid: tuple[Laid, ...] = ()
        self.form = RequestForm(counter, backend, session)
        self.preview = PagePreview(session)
        self.masked = Label("small", wrap=True)
        self.strip = Strip()
        self.behind = ClockBehind(counter.moments, backend, session)
        self.clock = ClockSigns(counter.moments, backend, session)
        self.sum_label = Label("subtle")
        self.total = Label("total")
        self.print = KeyButton("F9", "primary")
        self.put_in = KeyButton("Insert")
        self.tray = LaidTable(session)
        self.take_out = KeyButton("Delete", bound=False)
        self.take_out.slim(True)
        self.take_out.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what it takes out has the focus
        self.tray_key = KeyCap("Ctrl+B")
        inner = Column(spacing=SPACING)
        inner.body.setContentsMargins(0, 0, 0, 0)
        inner.body.addWidget(self.form)
        inner.body.addWidget(self.preview, 1)
        inner.body.addWidget(self.masked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self._options = Scrolling(inner)
        layout.addWidget(self._options, 1)
        layout.addWidget(self.behind)
        layout.addWidget(self.strip)
        layout.addWidget(self.clock)
        layout.addWidget(Rule())
        layout.addWidget(self.tray)
        layout.addLayout(row(self.sum_label, self.tray_key, self.take_out, None, self.total))
        layout.addWidget(ButtonLine(self.print, self.put_in))
        self.form.payment.changed.connect(self._show_fee)
        self.clock.settled.connect(self._show_signed)
        self.tray.looked_at.connect(self._show_tray_keys)
        self._show_tray_keys()
        self.form.enclosure.take_drops_on(self)
        session.language_changed.connect(self.retranslate)
        session.revealed_changed.connect(self.show_masked)
        self.preview.resized.connect(self.show_masked)
        self.retranslate()

    def retranslate(self) -> None:
        say = self._session.say
        self.preview.setAccessibleName(say("ui_desk.preview"))
        if self._printing:
            self.print.setText(say("ui_desk.printing"))
        elif self._laid:
            self.print.setText(say("ui_tray.print_and_charge", count=len(self._laid)))
        else:
            self.print.setText(say("ui_desk.print_and_charge"))
        self.put_in.setText(say("ui_tray.put_in"))
        self.take_out.setText(say("ui_tray.take_out"))
        self.masked.setText(say("ui_desk.masked_here"))
        self._show_fee()
        self.strip.show_words("danger", "", self._words())

    def dim(self, dimmed: bool) -> None:
        """Whether what the form asks for cannot be issued; what is in the tray can."""
        self.print.dim(dimmed and not self._laid)
        self.put_in.dim(dimmed)

    def _words(self) -> str:
        """Why it is refused; of a tray, for which document."""
        if self.refusal is None:
            return ""
        if "document" in self.refusal.fields:
            return explain(self.refusal, self._session.language)
        return self.form.words(self.refusal)

    def has_column(self, own: bool) -> None:
        """In a column of its own the options scroll, so that total and button stay in sight;
        below the person the column scrolls."""
        policy = QSizePolicy.Policy.Ignored if own else QSizePolicy.Policy.Expanding
        self._options.setSizePolicy(QSizePolicy.Policy.Expanding, policy)
        self._options.setMinimumHeight(look().px(LEAST) if own else 0)
        self.preview.setMinimumHeight(0 if own else LOW)

    def show_masked(self) -> None:
        """Say that the page shows less than the paper will, while the record is masked; not where
        that would leave a page no room to be seen."""
        taken = self.masked.heightForWidth(self.preview.width()) + SPACING
        room = self.preview.height() + (0 if self.masked.isHidden() else taken)
        seen = room - taken >= LOW
        self.masked.setVisible(seen and not (self._session.building or self._session.revealed))

    def show_fee(self, fee: int | None) -> None:
        """Won for all copies; None while it is not known."""
        self._fee = fee
        self._show_due()

    def show_tray(self, laid: tuple[Laid, ...]) -> None:
        """What is put together for this visit; what F9 does then, and the total, is of that."""
        self._laid = laid
        self.tray.show_rows(laid)
        self._show_tray_keys()
        self.dim(self.refusal is not None)
        self.retranslate()
        self._show_due()

    @property
    def looked_at(self) -> Laid | None:
        """The document of the tray that the clerk looks at, if the focus is there."""
        return self.tray.current if self.tray.hasFocus() else None

    def _show_tray_keys(self) -> None:
        """How to get there, and once there how to take one out."""
        there = bool(self._laid) and self.tray.hasFocus()
        self.take_out.setVisible(there)
        self.tray_key.setVisible(bool(self._laid) and not there)

    def _show_due(self) -> None:
        due = sum(laid.due for laid in self._laid) if self._laid else self._fee
        self.form.payment.show_fee(due)
        self._show_fee()

    @property
    def fee(self) -> int | None:
        """As shown: what the visitor was told."""
        return self._fee

    def show_printing(self, printing: bool) -> None:
        """Whether the document is on its way to the printer; F9 rests meanwhile."""
        self._printing = printing
        for button in (self.print, self.put_in, self.take_out):
            button.setEnabled(not printing)
        self.retranslate()

    def show_refusal(self, refusal: Refusal | None) -> None:
        """Why it cannot be issued as asked for, or None when nothing is in the way."""
        self.refusal = refusal
        self.clock.ask(refusal is not None and refusal.code == "certificates.clock_back")
        self.dim(refusal is not None)
        self.retranslate()

    def _show_signed(self, refusal: Refusal | None) -> None:
        """Whether the clock counts as right; else another may sign."""
        self.show_refusal(refusal)
        self.clock.ask(refusal is not None)

    def _show_fee(self) -> None:
        copies = self.form.copies.number
        say, fee = self._session.say, self._fee
        each = money(self._session, fee // copies) if fee is not None else "–"
        if self._laid:
            self.sum_label.setText(say("ui_tray.sum", count=len(self._laid)))
        else:
            self.sum_label.setText(say("ui_desk.sum", each=each, copies=copies))
        due = self.form.payment.due
        self.total.setText(money(self._session, due) if due is not None else "–")
