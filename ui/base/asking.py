"""A titled part of a sheet that asks for a few lines and does one thing with them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from counter_app.privacy.second import Second
from ui.base.section import LABEL, Section
from ui.base.session import Session
from ui.kit.enter_button import EnterButton
from ui.kit.inputs import Field
from ui.kit.parts import row

SIGNS = ("second", "second_password")


class Asking(Section):
    """`wanted` when its button or Enter in its last line is pressed.

    `area` is the file of its words: `<area>.<name>` its heading, `<area>.<line>` and
    `<area>.<line>_hint` those of each line, `<area>.do_<name>` those of the button.
    `secret`: the last line is a password. `signs`: two more lines follow for another person, not
    seen until `ask_second`.
    """

    wanted = Signal()

    def __init__(
        self,
        session: Session,
        area: str,
        name: str,
        lines: tuple[str, ...],
        *,
        secret: bool = False,
        signs: bool = False,
        more: tuple[QWidget, ...] = (),
    ) -> None:
        super().__init__(session, f"{area}.{name}")
        lines = (*lines, *(SIGNS if signs else ()))
        self._area, self._name, self._signs = area, name, signs
        self.lines = {line: QLineEdit() for line in lines}
        self._fields = {
            line: Field(control, label_width=LABEL) for line, control in self.lines.items()
        }
        self.do = EnterButton(self)
        for field in self._fields.values():
            self.body.addWidget(field)
        for part in more:
            self.body.addWidget(part)
        self.body.addLayout(row(None, self.do))
        if secret or signs:
            self.lines[lines[-1]].setEchoMode(QLineEdit.EchoMode.Password)
        for line in self.lines.values():
            line.returnPressed.connect(partial(self._entered, line))
        self.do.clicked.connect(self.wanted)
        self.stops: tuple[QWidget, ...] = (*self.lines.values(), *more, self.do)
        if signs:
            self.ask_second(False)
        self.retranslate()

    def ask_second(self, asked: bool) -> None:
        """Whether another person has to sign; goes to their line."""
        for line in SIGNS:
            self._fields[line].setVisible(asked)
        if asked:
            self.lines[SIGNS[0]].setFocus()

    @property
    def second(self) -> Second | None:
        """Who signs, if that is asked; their password does not stay on the screen."""
        if self._fields[SIGNS[0]].isHidden():
            return None
        login, password = (self.lines[line].text() for line in SIGNS)
        self.lines[SIGNS[1]].clear()
        return Second(login.strip(), password)

    def _entered(self, line: QLineEdit) -> None:
        """Enter in the last line that is seen."""
        seen = [field.control for field in self._fields.values() if not field.isHidden()]
        if line is seen[-1]:
            self.wanted.emit()

    def text(self, line: str) -> str:
        return self.lines[line].text()

    def start_over(self) -> None:
        for line in self.lines.values():
            line.clear()
        if self._signs:
            self.ask_second(False)

    def retranslate(self) -> None:
        super().retranslate()
        say, area = self._session.say, self._area
        for line, field in self._fields.items():
            self.name(field, f"{area}.{line}")
            self.lines[line].setPlaceholderText(say(f"{area}.{line}_hint"))
        self.do.setText(say(f"{area}.do_{self._name}"))
