"""What a procedure asks, a line for each question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from counter_app.matters.starting import MOVE
from counter_app.residents.masking import mask_address, mask_passport
from counter_app.residents.views import unreported
from ui.kit.inputs import Choice, Field
from ui.matters.words import word

if TYPE_CHECKING:
    from counter_app.matters.procedures import Procedure, Question
    from counter_app.residents.views import Resident
    from ui.base.session import Session

LABEL = 170
HINTS = {
    **dict.fromkeys(("past", "ahead", "coming"), "day"),
    **dict.fromkeys(("address", "elsewhere"), "address"),
}
MASKED: Mapping[str, Callable[[str], str]] = {
    "passport": mask_passport,
    **dict.fromkeys(("address", "elsewhere"), mask_address),
}
"""By the kind of question, what of it is shown until the person's page is unmasked."""
RECORD = {"lost_on": "card_lost_on", "status": "status_of_stay"}
"""What the record calls otherwise."""
OWN_HINTS = ("birth_date", "passport_expiry")
"""Days that are far from today have an example of their own."""
CHOICES = {"sex": ("M", "F")}
"""Answers that are chosen, by the kind of question."""


class Questions(QWidget):
    """`edited` when an answer is another."""

    edited = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._asked: tuple[Question, ...] = ()
        self._newcomer = False
        self._known: dict[str, str] = {}
        self._fields: dict[str, Field] = {}
        self.lines: dict[str, QLineEdit | Choice] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    def ask(self, procedure: Procedure | None, resident: Resident | None) -> None:
        """The questions of a procedure. The record has the answer to some; what is masked on the
        person's page is only named here, and taken from the record where it is left."""
        for field in self._fields.values():
            self._layout.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._asked = procedure.questions if procedure else ()
        self._newcomer = procedure is not None and procedure.newcomer
        self._known = _known(resident, self._asked, self._newcomer) if resident else {}
        self.lines = {
            one.key: Choice() if one.kind in CHOICES else QLineEdit() for one in self._asked
        }
        self._fields = {key: Field(line, label_width=LABEL) for key, line in self.lines.items()}
        for one in self._asked:
            self._layout.addWidget(self._fields[one.key])
            self._listen(self.lines[one.key])
        self.retranslate()
        for one in self._asked:
            if one.kind not in MASKED or self._session.revealed:
                self._fill(one.key)

    def told(self) -> dict[str, str]:
        return {key: _text(line) for key, line in self.lines.items()}

    def retranslate(self) -> None:
        say = self._session.say
        for one in self._asked:
            key = "home" if self._newcomer and one.key == "address" else one.key
            name, line = word(self._session, key), self.lines[one.key]
            self._fields[one.key].say(name)
            line.setAccessibleName(name)
            optional = "" if one.required else word(self._session, "if_any")
            if isinstance(line, Choice):
                named = [
                    (value, word(self._session, f"{one.kind}_{value}"))
                    for value in CHOICES[one.kind]
                ]
                line.show_choices([("", optional or say("ui_matters.choose")), *named])
            elif one.kind in MASKED and one.key in self._known:
                value = MASKED[one.kind](self._known[one.key])
                line.setPlaceholderText(say("ui_matters.from_record", value=value))
            else:
                hint = one.key if one.key in OWN_HINTS else HINTS.get(one.kind)
                line.setPlaceholderText(say(f"ui_matters.hint_{hint}") if hint else optional)

    def _listen(self, line: QLineEdit | Choice) -> None:
        if isinstance(line, Choice):
            line.chosen.connect(self.edited)
        else:
            line.textEdited.connect(self.edited)

    def _fill(self, key: str) -> None:
        value, line = self._known.get(key, ""), self.lines[key]
        if not value:
            return
        if isinstance(line, Choice):
            line.choose(value)
        else:
            line.setText(value)


def _text(line: QLineEdit | Choice) -> str:
    return str(line.value or "") if isinstance(line, Choice) else line.text()


def _known(resident: Resident, asked: tuple[Question, ...], newcomer: bool) -> dict[str, str]:
    """What the record has of what is asked."""
    keys = [one.key for one in asked]
    found = {key: getattr(resident, key, None) for key in keys} if newcomer else {}
    found |= {key: getattr(resident, RECORD[key]) for key in keys if key in RECORD}
    if (home := unreported(resident)) and set(MOVE) <= set(keys):
        found |= dict(zip(MOVE, (home.text_ko, home.moved_in), strict=True))
    return {key: str(value) for key, value in found.items() if value}
