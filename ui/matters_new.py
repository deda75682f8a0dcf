"""A matter is taken in: which procedure, and what it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from counter_app.matters.procedures import procedures
from counter_app.residents import codes
from counter_app.residents.views import Resident
from ui.enter_button import EnterButton
from ui.inputs import Choice, Field
from ui.kit import Label, row
from ui.matters_words import word

if TYPE_CHECKING:
    from counter_app.matters.procedures import Procedure
    from ui.session import Session

LABEL = 150
HINTS = {"past": "day", "day": "day", "address": "address", "elsewhere": "address"}
KNOWN = ("name_roman", "birth_date", "nationality", "passport_number", "status_of_stay")
"""Answers that the record has, of somebody who registers."""


class NewMatter(QWidget):
    """`wanted(code, told)` when Enter is pressed in the last line, or the button;
    `changed` when other lines stand here."""

    wanted = Signal(str, dict)
    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._resident: Resident | None = None
        self.heading = Label("title")
        self.procedure = Choice()
        self.ground = Label("subtle", wrap=True)
        self.lines: dict[str, QLineEdit] = {}
        self.centre = Choice()
        self.start = EnterButton(self)
        self._choose = Field(self.procedure, label_width=LABEL)
        self._centre = Field(self.centre, label_width=LABEL)
        self._fields: dict[str, Field] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self._questions = QVBoxLayout()
        self._questions.setSpacing(8)
        for part in (self.heading, self._choose, self.ground):
            layout.addWidget(part)
        layout.addLayout(self._questions)
        layout.addWidget(self._centre)
        layout.addLayout(row(None, self.start))
        self.procedure.chosen.connect(self._change)
        self.start.clicked.connect(self._give)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (self.procedure, *self.lines.values(), self.centre, self.start)

    @property
    def chosen(self) -> Procedure | None:
        found = {one.code: one for one in procedures()}
        return found.get(str(self.procedure.value))

    def begin(self, resident: Resident | None) -> None:
        """For the person at the window, or for somebody who is not in the register."""
        self._resident = resident
        self._show_choices()
        self.procedure.setCurrentIndex(0)
        self._change()
        self.procedure.setFocus()

    def ask_centre(self) -> None:
        """The address does not settle it."""
        self._centre.show()
        self.centre.setFocus()

    def retranslate(self) -> None:
        say = self._session.say
        self.heading.setText(say("ui_matters.new"))
        self._choose.say(say("ui_matters.procedure"))
        self.procedure.setAccessibleName(say("ui_matters.procedure"))
        self._centre.say(word(self._session, "centre"))
        self.start.setText(say("ui_matters.start"))
        ko = self._session.language == "ko"
        centres = [(one.code, one.ko if ko else one.en) for one in codes.centres().values()]
        self.centre.show_choices([("", say("ui_matters.choose")), *centres])
        self._show_choices()
        self._show_words()

    def _show_choices(self) -> None:
        """What can be done for them."""
        person, language = self._resident, self._session.language
        self.procedure.show_choices(
            [
                (one.code, one.title.in_(language))
                for one in procedures()
                if (one.newcomer if person is None else _fits(one, person))
            ]
        )

    def _change(self, _value: object = None) -> None:
        for field in self._fields.values():
            self._questions.removeWidget(field)
            field.hide()
            field.deleteLater()
        procedure = self.chosen
        questions = procedure.questions if procedure else ()
        self.lines = {one.key: QLineEdit() for one in questions}
        self._fields = {key: Field(line, label_width=LABEL) for key, line in self.lines.items()}
        for key, field in self._fields.items():
            self._questions.addWidget(field)
            self.lines[key].setText(self._known(key))
        if self.lines:
            list(self.lines.values())[-1].returnPressed.connect(self._give)
        self._centre.hide()
        self.centre.setCurrentIndex(0)
        self._show_words()
        self.changed.emit()

    def _known(self, key: str) -> str:
        if self._resident is None or key not in KNOWN or self.procedure.value == "particulars":
            return ""
        return str(getattr(self._resident, key) or "")

    def _show_words(self) -> None:
        procedure, say = self.chosen, self._session.say
        self.ground.setText(procedure.ground.in_(self._session.language) if procedure else "")
        for one in procedure.questions if procedure else ():
            if one.key not in self._fields:
                return
            name = word(self._session, one.key)
            self._fields[one.key].say(name)
            self.lines[one.key].setAccessibleName(name)
            hint = HINTS.get(one.kind)
            optional = "" if one.required else word(self._session, "if_any")
            self.lines[one.key].setPlaceholderText(
                say(f"ui_matters.hint_{hint}") if hint else optional
            )

    def _give(self) -> None:
        procedure = self.chosen
        if procedure is None:
            return
        told = {key: line.text() for key, line in self.lines.items()}
        if self._centre.isVisible() and self.centre.value:
            told["centre"] = str(self.centre.value)
        self.wanted.emit(procedure.code, told)


def _fits(procedure: Procedure, person: Resident) -> bool:
    """Whoever has registered does not do so again."""
    registered = procedure.newcomer and person.registered_on is not None
    return person.id_kind in procedure.holders and not registered
