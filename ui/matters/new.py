"""A matter is taken in: which procedure, and what it asks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.matters.plausible import DOUBTS
from counter_app.matters.procedures import procedure_of
from counter_app.residents import codes
from counter_app.words import explain
from ui.kit.enter_button import EnterButton
from ui.kit.inputs import CheckButton, Choice, Field
from ui.kit.parts import Label, row
from ui.kit.sight import bring_into_sight
from ui.kit.strip import Strip
from ui.matters.questions import LABEL, Questions
from ui.matters.words import word

if TYPE_CHECKING:
    from counter_app.errors import Refusal
    from counter_app.matters.procedures import Procedure
    from counter_app.matters.views import Offer
    from counter_app.residents.views import Resident
    from ui.base.session import Session


class NewMatter(QWidget):
    """`wanted(code, told, understood)` when Enter is pressed, or the button;
    `changed` when other lines stand here."""

    wanted = Signal(str, dict, tuple)
    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._resident: Resident | None = None
        self._wanted = ""
        self._offers: tuple[Offer, ...] = ()
        self._candidates: list[str] = []
        self._unsettled = ""
        self.heading = Label("title")
        self.procedure = Choice()
        self.ground = Label("subtle", wrap=True)
        self.barred = Strip()
        self.questions = Questions(session)
        self.doubts = {code: CheckButton() for code in sorted(DOUBTS)}
        self.centre = Choice()
        self.start = EnterButton(self)
        self._choose = Field(self.procedure, label_width=LABEL)
        self._centre = Field(self.centre, label_width=LABEL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        parts = (self.heading, self._choose, self.ground, self.barred, self.questions)
        for part in (*parts, self._centre, *self.doubts.values()):
            layout.addWidget(part)
        layout.addLayout(row(None, self.start))
        self._forget_doubts()
        self.procedure.chosen.connect(self._change)
        self.questions.edited.connect(self._edited)
        self.start.clicked.connect(self._give)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        lines = self.questions.lines.values()
        return (self.procedure, *lines, self.centre, *self.doubts.values(), self.start)

    @property
    def offer(self) -> Offer | None:
        return next((one for one in self._offers if one.code == self.procedure.value), None)

    @property
    def chosen(self) -> Procedure | None:
        """Unless something stands against it."""
        offer = self.offer
        return procedure_of(offer.code) if offer and not offer.refusal else None

    def begin(self, resident: Resident | None, code: str = "") -> None:
        """For the person at the window, or for somebody who is not in the register; `code`: of the
        procedure that is wanted."""
        self._resident, self._wanted = resident, code
        self.show_offers(())
        self.procedure.setFocus()

    def show_offers(self, offers: tuple[Offer, ...]) -> None:
        """What is wanted is chosen, and its first question asked, else the first that can be
        begun."""
        self._offers = offers
        self._show_choices()
        wanted = [place for place, one in enumerate(offers) if one.code == self._wanted]
        open_ = (place for place, one in enumerate(offers) if one.refusal is None)
        self.procedure.blockSignals(True)
        self.procedure.setCurrentIndex(next(iter(wanted), next(open_, 0)))
        self.procedure.blockSignals(False)
        self._change()
        if wanted and self.procedure.hasFocus():
            next(iter(self.questions.lines.values()), self.start).setFocus()

    def refused(self, refusal: Refusal) -> None:
        """What the clerk can settle is asked here."""
        if refusal.code == "matters.which_centre":
            self._candidates = str(refusal.fields["codes"]).split()
            self._unsettled = self._address
            self._show_centres()
            self._centre.show()
            self._lead_to(self.centre)
        elif refusal.code in DOUBTS:
            self.doubts[refusal.code].show()
            self._lead_to(self.doubts[refusal.code])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is for all of it, wherever the focus is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give()
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _lead_to(control: QWidget) -> None:
        control.setFocus()
        QTimer.singleShot(0, control, partial(bring_into_sight, control))  # once it is laid out

    def retranslate(self) -> None:
        say = self._session.say
        self.heading.setText(say("ui_matters.new"))
        self._choose.say(say("ui_matters.procedure"))
        self.procedure.setAccessibleName(say("ui_matters.procedure"))
        self._centre.say(word(self._session, "centre"))
        self.start.setText(say("ui_matters.start"))
        self._show_centres()
        self.questions.retranslate()
        self._show_choices()
        self._show_words()
        for code, box in self.doubts.items():
            box.setText(say(f"ui_matters.doubt_{code.rpartition('.')[2]}"))

    def _show_centres(self) -> None:
        """Those that may be in charge stand first, and say so."""
        say, known, ko = self._session.say, codes.centres(), self._session.language == "ko"
        first = [known[code] for code in self._candidates if code in known]
        rest = [one for one in known.values() if one not in first]
        mark = f"  ({say('ui_matters.candidate')})"
        named = [(one.code, (one.ko if ko else one.en) + mark) for one in first]
        named += [(one.code, one.ko if ko else one.en) for one in rest]
        self.centre.show_choices([("", say("ui_matters.choose")), *named])

    def _show_choices(self) -> None:
        """What cannot be begun is marked, and says why when it is chosen."""
        language, mark = self._session.language, self._session.say("ui_matters.barred_mark")
        self.procedure.show_choices(
            [
                (one.code, one.title.in_(language) + (f"  ({mark})" if one.refusal else ""))
                for one in self._offers
            ]
        )

    def _change(self, _value: object = None) -> None:
        self.questions.ask(self.chosen, self._resident)
        self._forget_centre()
        self._forget_doubts()
        self._show_words()
        self.changed.emit()

    def _show_words(self) -> None:
        offer, say, language = self.offer, self._session.say, self._session.language
        self.ground.setText(procedure_of(offer.code).ground.in_(language) if offer else "")
        refusal = offer.refusal if offer else None
        why = explain(refusal, language) if refusal else ""
        self.barred.show_words("warning", say("ui_matters.barred") if why else "", why)
        self.start.setEnabled(self.chosen is not None)

    def _edited(self) -> None:
        """What was settled was settled for what stood there."""
        if self._address != self._unsettled:
            self._forget_centre()
        self._forget_doubts()

    def _forget_centre(self) -> None:
        self._centre.hide()
        self.centre.setCurrentIndex(0)

    def _forget_doubts(self) -> None:
        for box in self.doubts.values():
            box.hide()
            box.setChecked(False)

    @property
    def _address(self) -> str:
        return self.questions.told().get("address", "")

    def _settled_centre(self) -> str:
        """As it is chosen here, else as it was with Ctrl+F6 for this visit."""
        if not self._centre.isHidden() and self.centre.value:
            return str(self.centre.value)
        return self._session.settled_centre(self._address) if self._address else ""

    def _give(self) -> None:
        procedure = self.chosen
        if procedure is None:
            return
        told = self.questions.told()
        if centre := self._settled_centre():
            told["centre"] = centre
        understood = tuple(code for code, box in self.doubts.items() if box.isChecked())
        self.wanted.emit(procedure.code, told, understood)
