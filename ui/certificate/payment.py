"""How the fee is paid: cash and its change, card, stamp, several of them, or a waiver."""

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from counter_app.certificates.requests import Share, Tender, Waiver
from counter_app.till.grounds import Ground, grounds_for
from counter_app.till.terms import Terms
from ui.base.session import Session
from ui.base.wording import money
from ui.certificate.earlier import Earlier
from ui.certificate.proof_choice import Proof
from ui.kit.inputs import CheckButton, Choice, Field
from ui.kit.pair import Pair
from ui.kit.parts import Label, row
from ui.kit.won import Won

SPLIT, WAIVE = "split", "waive"
WAYS = (*Tender, SPLIT, WAIVE)
LABEL = 56


class Payment(QWidget):
    """`way` is for the form's line of choices; below it stands what that way asks for.

    Exact cash asks for nothing. `changed` after each change.
    """

    changed = Signal()

    def __init__(self, session: Session, fee_rule: str) -> None:
        super().__init__()
        self._session = session
        self._fee_rule = fee_rule
        self._fee: int | None = None
        self.way = Choice()
        self.received, self.reference = Won(), QLineEdit()
        self.cash, self.stamp = Won(), Won()
        self.approval, self.stamp_number = QLineEdit(), QLineEdit()
        self.ground, self.proof, self.consent = Choice(), Proof(), CheckButton()
        self.earlier = Earlier()
        self.change = Label("title")
        self.rest = Label("strong", wrap=True)
        self.law = Label("small", wrap=True)
        self._fields = {
            "reference": Field(self.reference, label_width=LABEL),
            "split": Field(_line(self.cash, self.stamp), label_width=LABEL),
            "rest": Field(self.rest, label_width=LABEL),
            "numbers": Field(_line(self.approval, self.stamp_number), label_width=LABEL),
            "received": Field(_line(self.received, self.change), label_width=LABEL),
            "ground": Field(self.ground, label_width=LABEL),
            "proof": Field(Pair(self.proof, self.consent), label_width=LABEL),
            "earlier": Field(self.earlier, label_width=LABEL),
            "law": Field(self.law, label_width=LABEL),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for field in self._fields.values():
            layout.addWidget(field)
        self.way.chosen.connect(self._show)
        self.ground.chosen.connect(self._show)
        self.consent.toggled.connect(self._tell)
        self.proof.chosen.connect(self._tell)
        self.earlier.chosen.connect(self._tell)
        for line in self._lines:
            line.textChanged.connect(self._tell)
        session.language_changed.connect(self.retranslate)
        self.retranslate()
        self._show()

    def retranslate(self) -> None:
        say = self._session.say
        self.way.setAccessibleName(say("ui_desk.tender"))
        self._show_ways()
        for name, field in self._fields.items():
            field.say(say(f"ui_till.{name}"))
        for line, name in (
            (self.received, "received"),
            (self.cash, "cash"),
            (self.stamp, "stamp"),
            (self.approval, "approval"),
            (self.stamp_number, "stamp_number"),
        ):
            line.setAccessibleName(say(f"ui_till.{name}_name"))
            line.setPlaceholderText(say(f"ui_till.{name}_hint"))
        self.reference.setPlaceholderText(say("ui_till.reference_hint"))
        self.proof.setAccessibleName(say("ui_till.proof_name"))
        self.consent.setText(say("ui_till.consent"))
        self.earlier.setAccessibleName(say("ui_till.earlier_name"))
        self.earlier.edit.setPlaceholderText(say("ui_till.earlier_hint"))
        self._show_grounds()
        self._show()

    def show_rule(self, fee_rule: str) -> None:
        """By which the fee is taken; it tells the grounds of a waiver."""
        self._fee_rule = fee_rule
        self._show_ways()
        self._show_grounds()
        self._show()

    @property
    def ways(self) -> tuple[str, ...]:
        """Without the waiver where there is no ground for one."""
        return WAYS if grounds_for(self._fee_rule) else WAYS[:-1]

    @property
    def stops(self) -> tuple[QWidget, ...]:
        why = (self.ground, self.proof.edit, self.consent, self.earlier.edit)
        return (self.way, *self._lines, *why)

    @property
    def _lines(self) -> tuple[QLineEdit, ...]:
        """In the order in which they stand."""
        numbers = (self.approval, self.stamp_number)
        return (self.reference, self.cash, self.stamp, *numbers, self.received)

    def _show_ways(self) -> None:
        say = self._session.say
        self.way.show_choices([(str(way), say(f"ui_till.way.{way}")) for way in self.ways])

    def _show_grounds(self) -> None:
        korean = self._session.language == "ko"
        self.ground.show_choices(
            [(g.code, g.ko if korean else g.en) for g in grounds_for(self._fee_rule)]
        )

    def start_over(self) -> None:
        """Back to exact cash, which most visitors pay."""
        self.way.choose(str(Tender.CASH))
        for line in self._lines:
            line.clear()
        self.proof.clear_words()
        self.earlier.forget()
        self.consent.setChecked(False)
        self.ground.setCurrentIndex(0)

    def next_way(self) -> None:
        """The way of paying after this one, and after the last the first."""
        ways = self.ways
        self.way.choose(str(ways[(ways.index(str(self.way.value)) + 1) % len(ways)]))

    def enter_or_turn(self) -> None:
        """To what this way asks for; from within, on to the next way. What was just typed is
        selected first, so that a key pressed once too often does not turn cash into card."""
        focus = QApplication.focusWidget()
        typed = isinstance(focus, QLineEdit) and focus.text() != focus.selectedText()
        if focus and self.isAncestorOf(focus) and typed:
            cast("QLineEdit", focus).selectAll()
            return
        if focus and (self.isAncestorOf(focus) or self.way.isAncestorOf(focus)):
            self.next_way()
        self.take_focus()

    def take_focus(self) -> None:
        """To what this way asks for first."""
        first = {SPLIT: self.cash, WAIVE: self.ground, Tender.CASH: self.received}
        chosen: QWidget = first.get(str(self.way.value), self.reference)
        chosen.setFocus()
        if isinstance(chosen, QLineEdit):
            chosen.selectAll()

    def show_fee(self, fee: int | None) -> None:
        """Won for all copies; None while it is not known."""
        self._fee = fee
        self._show_sums()

    @property
    def terms(self) -> Terms:
        way = str(self.way.value)
        if way == WAIVE:
            code, consent = str(self.ground.value), self.consent.isChecked()
            earlier = self.earlier.words if self._names_earlier else ""
            return Terms(waiver=Waiver(code, self.proof.words, consent, earlier))
        if way == SPLIT:
            return Terms(pay=self._parts(), received=self.received.won if self.cash.won else None)
        tender, reference = Tender(way), self.reference.text().strip()
        if tender == Tender.CASH:
            return Terms(received=self.received.won)
        if reference and self._fee:
            return Terms(tender, pay=(Share(tender, self._fee, reference),))
        return Terms(tender)

    @property
    def due(self) -> int | None:
        """Won that the visitor pays."""
        return 0 if self.way.value == WAIVE else self._fee

    def _parts(self) -> tuple[Share, ...]:
        """Cash and stamps as typed, the rest by card, nothing where they are too much."""
        shares = (
            Share(Tender.CASH, self.cash.won or 0),
            Share(Tender.CARD, max(0, self._rest), self.approval.text()),
            Share(Tender.STAMP, self.stamp.won or 0, self.stamp_number.text()),
        )
        return tuple(share for share in shares if share.won)

    @property
    def _rest(self) -> int:
        """Won of the fee that neither cash nor stamps bear; below zero they are too much."""
        return (self._fee or 0) - (self.cash.won or 0) - (self.stamp.won or 0)

    @property
    def _chosen(self) -> Ground | None:
        return next((g for g in grounds_for(self._fee_rule) if g.code == self.ground.value), None)

    @property
    def _names_earlier(self) -> bool:
        return self._chosen is not None and self._fee_rule in self._chosen.reissues

    def _show(self, _: object = None) -> None:
        way, ground = str(self.way.value), self._chosen
        shown = {
            Tender.CASH: {"received"},
            SPLIT: {"split", "rest", "numbers"} | ({"received"} if self.cash.won else set()),
            WAIVE: {"ground", "law"}
            | (set() if ground and ground.statuses else {"proof"})
            | ({"earlier"} if self._names_earlier else set()),
        }.get(way, {"reference"})
        if "earlier" in shown and self._fields["earlier"].isHidden():
            self.earlier.wanted.emit()
        for name, field in self._fields.items():
            field.setVisible(name in shown)
        self.law.setText(ground.law if ground else "")
        language = self._session.language
        papers = ground.papers if ground else ()
        self.proof.show_papers([(one.name.ko, one.name.in_(language)) for one in papers])
        hint = papers[0].name.in_(language) if papers else self._session.say("ui_till.proof_hint")
        self.proof.edit.setPlaceholderText(hint)
        self._tell()

    def _tell(self, _: object = None) -> None:
        if self.way.value == SPLIT:
            self._fields["received"].setVisible(bool(self.cash.won))
        self._show_sums()
        self.changed.emit()

    def _show_sums(self) -> None:
        say, received = self._session.say, self.received.won
        fee = (self.cash.won or 0) if self.way.value == SPLIT else self._fee
        self.change.setVisible(fee is not None and received is not None)
        if fee is not None and received is not None:
            short = received < fee
            code = "ui_till.short" if short else "ui_till.change"
            self.change.setText(say(code, won=money(self._session, abs(received - fee))))
        rest = money(self._session, abs(self._rest))
        over = self._fee is not None and self._rest < 0
        self.rest.setText(say("ui_till.over", won=rest) if over else rest)


def _line(*parts: QWidget) -> QWidget:
    holder = QWidget()
    line = row(*parts)
    line.setContentsMargins(0, 0, 0, 0)
    holder.setLayout(line)
    return holder
