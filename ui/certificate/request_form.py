"""What the clerk decides about a certificate before it is printed."""

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from counter_app.certificates.favourites import favourites_first
from counter_app.certificates.kinds import Kind, kind_of, kinds
from counter_app.certificates.requests import MOST_COPIES, WIDEST_PURPOSE, Request
from counter_app.errors import Refusal
from counter_app.words import say as say_in
from ui.base.backend import Backend
from ui.base.session import Session
from ui.certificate.applicant_form import ApplicantForm
from ui.certificate.ask_fields import AskFields
from ui.certificate.earlier import IssuedBefore
from ui.certificate.enclosure import Enclosure
from ui.certificate.payment import LABEL, Payment
from ui.certificate.request_doubts import Doubts
from ui.certificate.request_words import UNFINISHED, WORDED
from ui.kit.inputs import CheckButton, Choice, Field, Stepper
from ui.kit.open_choice import OpenChoice
from ui.kit.pair import Pair
from ui.kit.parts import KeyButton
from ui.kit.sight import bring_into_sight

if TYPE_CHECKING:
    from counter_app.main import Counter

PURPOSES = ("bank", "work", "school", "office")
"""What certificates are asked for most (ui_desk.use.*); anything else is typed."""
USUAL = "alien-registration"


class RequestForm(QWidget):
    """Kind, who asks, what the kind asks, purpose, copies, address history, masked number.
    `changed` after each; `payment` below says so itself, for it does not change the page.

    The purpose is printed, so its value is Korean whatever the screen speaks.
    """

    changed = Signal()

    def __init__(self, counter: "Counter", backend: Backend, session: Session) -> None:
        super().__init__()
        self._session = session
        self._favourites = counter.config.favourites
        self._visit: int | None = None
        self._refusal: Refusal | None = None
        self.kind = Choice()
        self.kind.shorten()
        self.purpose = OpenChoice()
        self.purpose.edit.setMaxLength(WIDEST_PURPOSE)
        self.who = KeyButton("Ctrl+I")
        self.who.slim(True)
        self.applicant = ApplicantForm(counter.clock, session)
        self.doubts = Doubts(session, LABEL)
        self.confirmed = self.doubts.confirmed
        self.asks = AskFields(counter.residents, backend, session)
        self.enclosure = Enclosure(counter, backend, session)
        self.copies = Stepper(1, MOST_COPIES)
        self.history = CheckButton()
        self.masked = CheckButton()
        self.payment = Payment(session, kind_of(USUAL).fee_rule("self"))
        self._before = IssuedBefore(counter.archive, backend, session, self.payment.earlier)
        self._fields = {
            "kind": Field(self.kind, label_width=LABEL),
            "use": Field(Pair(self.purpose, self.who), label_width=LABEL),
            "copies": Field(Pair(self.copies, self.history), label_width=LABEL),
            "tender": Field(Pair(self.payment.way, self.masked), label_width=LABEL),
        }
        field = self._fields
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (
            *(field["kind"], field["use"], self.applicant, self.doubts),
            *(self.asks, self.enclosure, field["copies"], field["tender"], self.payment),
        ):
            layout.addWidget(part)
        self.kind.chosen.connect(self._turn_to_kind)
        self.who.clicked.connect(self._open_applicant)
        self.purpose.chosen.connect(self._changed)
        self.copies.changed.connect(self._changed)
        self.history.toggled.connect(self._changed)
        self.masked.toggled.connect(self._changed)
        self.applicant.changed.connect(self._changed_applicant)
        self.doubts.changed.connect(self._changed)
        self.asks.changed.connect(self._changed)
        self.enclosure.changed.connect(self._changed)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        say = self._session.say
        self._show_kinds()
        self.purpose.show_choices(
            [(say_in(f"ui_desk.use.{use}", "ko"), say(f"ui_desk.use.{use}")) for use in PURPOSES]
        )
        self.purpose.setAccessibleName(say("ui_desk.use"))
        self.purpose.edit.setPlaceholderText(say("ui_desk.use_hint"))
        self.who.setText(say("ui_request.who"))
        self.doubts.retranslate()
        self.copies.say(say("ui_desk.copies"))
        self.history.setText(say("ui_desk.with_history"))
        self.masked.setText(say("ui_desk.mask_number"))
        for name, field in self._fields.items():
            field.say(say(f"ui_desk.{name}"))

    def request(
        self, resident_id: int, ticket_id: int | None, quoted: int | None = None
    ) -> Request:
        """What is asked for now, for this person. `quoted`: the fee as it was shown."""
        terms = self.payment.terms
        return Request(
            resident_id=resident_id,
            kind=self.code,
            purpose=self.purpose.words,
            copies=self.copies.number,
            history=self.history.isChecked(),
            mask_number=self.masked.isChecked(),
            tender=terms.tender,
            ticket_id=ticket_id,
            pay=terms.pay,
            received=terms.received,
            waiver=terms.waiver,
            quoted=quoted,
            applicant=self.applicant.applicant,
            details=self.asks.details,
            confirmed=self.confirmed.text().strip(),
            enclosed=self.enclosure.pages if self._kind.encloses else (),
            unregistered=self.asks.unregistered,
            enclosed_anyway=self._kind.encloses and self.enclosure.sure.isChecked(),
            referred=self.doubts.referred.isChecked(),
        )

    def start_over(self) -> None:
        """Back to what most visitors want. Of a visit that goes on with another person, only who
        stands at the counter for them is kept."""
        ticket = self._session.ticket
        visit = ticket.id if ticket else None
        self.applicant.start_over(same_visitor=visit is not None and visit == self._visit)
        self._visit = visit
        self.asks.start_over()
        self.enclosure.start_over()
        self.doubts.start_over()
        self.hear(None)
        self._show_kinds()
        self.kind.setCurrentIndex(0)
        self._fit_options()
        self.purpose.setCurrentIndex(0)
        self.copies.show_number(1)
        self.history.setChecked(False)
        self.masked.setChecked(False)
        self.payment.start_over()

    def next_document(self) -> None:
        """One is issued: the next is paid by itself, and copied from another file. Who asks and
        what was answered stay."""
        self.payment.start_over()
        self.applicant.keep()
        self.enclosure.start_over()
        if self._kind.encloses:
            self.asks.start_over()

    @property
    def code(self) -> str:
        """The kind that is chosen."""
        return str(self.kind.value)

    @property
    def role(self) -> str:
        """Who asks, which tells the fee."""
        return self.applicant.applicant.role

    def hear(self, refusal: Refusal | None) -> str:
        """Why it cannot be issued as it stands here, or None; what must be made sure of is asked
        from then on. Returns what is only not filled in yet, in words."""
        self._refusal = refusal
        code = refusal.code if refusal else ""
        self.doubts.hear(code)
        if code in {"certificates.building_unknown", "certificates.building_nowhere"}:
            self.asks.ask_if_sure()
        self.enclosure.hear(code)
        if refusal is None or code not in UNFINISHED:
            return ""
        return self.words(refusal)

    def words(self, refusal: Refusal) -> str:
        """The refusal in words; a terminal lists codes where here is a list to choose from, and
        never waits for a file."""
        code = WORDED.get(refusal.code, refusal.code)
        if code == "certificates.enclosure_needed" and self.enclosure.reading:
            code = "ui_request.reading"
        return self._session.say(code, **refusal.fields)

    def take_focus(self) -> None:
        """To what is wrong or missing, else to the purpose, and from there to the kind."""
        cause = self._cause()
        found = [*([cause] if cause else []), self.purpose, self.kind]
        stops = list(dict.fromkeys(found))
        here = next((at for at, stop in enumerate(stops) if self._has_focus(stop)), -1)
        self._lead_to(stops[(here + 1) % len(stops)])

    def lead_to_cause(self) -> None:
        """Where F9 was refused for something that can be mended here, the focus goes to it."""
        if cause := self._cause():
            self._lead_to(cause)

    def _lead_to(self, stop: QWidget) -> None:
        if isinstance(stop, OpenChoice):
            stop.take_focus()
        else:
            stop.setFocus()
        bring_into_sight(stop)

    def _cause(self) -> QWidget | None:
        """Where to mend what was refused."""
        if self._refusal is None:
            return None
        code = self._refusal.code.removeprefix("certificates.")
        if code.startswith("enclosure_"):
            return self.enclosure.stop
        causes: dict[str, QWidget] = {
            "purpose_needed": self.purpose,
            "purpose_too_long": self.purpose,
            **self.applicant.causes,
            **self.doubts.causes,
        }
        return causes.get(code) or self.asks.cause_of(self._refusal)

    def _has_focus(self, control: QWidget) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is control or control.isAncestorOf(focus))

    @property
    def _kind(self) -> Kind:
        return kind_of(self.code)

    def _show_kinds(self) -> None:
        """What this person can be given at a window, what the number was taken for first.

        A citizen is told first why it is not for them; nothing else is printed unasked.
        """
        resident, ticket = self._session.resident, self._session.ticket
        building = self._session.building
        fitting = (
            kind
            for kind in kinds()
            if (building and not kind.person) or (resident and resident.id_kind in kind.holders)
        )
        shown = favourites_first(fitting, self._favourites, ticket.category if ticket else None)
        if not building and (resident is None or resident.status_of_stay is None):
            shown.insert(0, kind_of(USUAL))
        self.kind.show_choices([(kind.code, self._title(kind)) for kind in shown])
        self._fit_options()

    def _title(self, kind: Kind) -> str:
        if self._session.language == "ko":
            return kind.title_ko
        return kind.title_en or self._session.say("ui_desk.kind_name")

    def _open_applicant(self) -> None:
        if self._session.holder is not None:
            self.applicant.open_or_turn()
            QTimer.singleShot(0, self, partial(bring_into_sight, self.applicant))  # once laid out

    def _turn_to_kind(self) -> None:
        self._fit_options()
        self._changed()

    def _fit_options(self) -> None:
        """Only what the kind can print may be chosen, and all it asks for is asked."""
        kind = self._kind
        for name, button in (("history", self.history), ("mask_number", self.masked)):
            button.setEnabled(name in kind.options)
            if name not in kind.options:
                button.setChecked(False)
        self.applicant.show_askers(kind.askers)
        self.asks.show_kind(kind)
        for before, after in pairwise(
            (self.confirmed, self.doubts.referred, *self.asks.stops, self.enclosure.path)
        ):
            QWidget.setTabOrder(before, after)
        self.enclosure.setVisible(kind.encloses)
        self.payment.show_rule(kind.fee_rule(self.role))

    def _changed_applicant(self) -> None:
        self.payment.show_rule(kind_of(self.code).fee_rule(self.role))
        self._changed()

    def _changed(self) -> None:
        self.changed.emit()
