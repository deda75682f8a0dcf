"""A titled part of a sheet that asks for a few lines and does one thing with them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.enter_button import EnterButton
from ui.inputs import Field
from ui.kit import row
from ui.session import Session
from ui.till_parts import LABEL, Section


class Asking(Section):
    """`wanted` when its button or Enter in its last line is pressed.

    `area` is the file of its words: `<area>.<name>` its heading, `<area>.<line>` and
    `<area>.<line>_hint` those of each line, `<area>.do_<name>` those of the button.
    `secret`: the last line is a password.
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
        more: tuple[QWidget, ...] = (),
    ) -> None:
        super().__init__(session, f"{area}.{name}")
        self._area, self._name = area, name
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
        if secret:
            self.lines[lines[-1]].setEchoMode(QLineEdit.EchoMode.Password)
        self.lines[lines[-1]].returnPressed.connect(self.wanted)
        self.do.clicked.connect(self.wanted)
        self.stops: tuple[QWidget, ...] = (*self.lines.values(), *more, self.do)
        self.retranslate()

    def text(self, line: str) -> str:
        return self.lines[line].text()

    def start_over(self) -> None:
        for line in self.lines.values():
            line.clear()

    def retranslate(self) -> None:
        super().retranslate()
        say, area = self._session.say, self._area
        for line, field in self._fields.items():
            self.name(field, f"{area}.{line}")
            self.lines[line].setPlaceholderText(say(f"{area}.{line}_hint"))
        self.do.setText(say(f"{area}.do_{self._name}"))
