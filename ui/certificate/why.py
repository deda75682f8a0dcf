"""What is asked before printed paper is spoiled, or printed once more: why, and who else signs."""

from functools import partial
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from counter_app.certificates.requests import First, IssuedView
from counter_app.privacy.second import Second
from counter_app.words import say as say_in
from ui.base.session import Session
from ui.kit.inputs import Field
from ui.kit.open_choice import OpenChoice
from ui.kit.parts import KeyButton, Label

REASONS = {"spoil": ("jam", "print", "content", "withdrawn"), "again": ("jam", "print")}
"""By what is asked (ui_desk.reason.*); anything else is typed."""
LABEL = 150


class Why(QWidget):
    """`spoiled(reason, Second)` or `failed(First)` once all is said.

    `asking` is "spoil", "again" or "", when it is hidden. Enter goes to the next line, and from
    the last one on; `escaped` by Escape.
    """

    spoiled = Signal(str, object)
    failed = Signal(object)
    escaped = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.asking = ""
        self._action = ""
        self.question = Label("strong", wrap=True)
        self.reason = OpenChoice()
        self.sheets, self.login, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.sheets.setValidator(QIntValidator(0, 9999, self))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        lines = {"came_out": self.sheets, "second": self.login, "second_password": self.password}
        self._fields = {code: Field(line, label_width=LABEL) for code, line in lines.items()}
        self.confirm = KeyButton("Enter", "primary", bound=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for part in (self.question, self.reason, *self._fields.values(), self.confirm):
            layout.addWidget(part)
        for line in (self.reason.edit, *lines.values()):
            line.returnPressed.connect(partial(self._next, line))
        self.confirm.clicked.connect(self._confirm)
        self.hide()

    def ask(self, asking: str, case: IssuedView | None) -> None:
        """Ask anew; "" leaves it."""
        self.asking, self._action = asking, uuid4().hex
        self.forget()
        self.setVisible(bool(asking))
        if case and asking:
            self.sheets.setText(str(case.copies * case.pages))
            self._fields["came_out"].setVisible(asking == "again")
            two = asking == "spoil" or case.two_print_it
            for code in ("second", "second_password"):
                self._fields[code].setVisible(two)
            self.retranslate()
            self.reason.setCurrentIndex(0)
            self.reason.take_focus()

    def forget(self) -> None:
        """No password stays on a screen."""
        self.password.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        say, asking = self._session.say, self.asking or "spoil"
        self.question.setText(say(f"ui_desk.why.{asking}"))
        self.reason.setAccessibleName(say(f"ui_desk.why.{asking}"))
        self.confirm.setText(say(f"ui_desk.confirm.{asking}"))
        for code, field in self._fields.items():
            field.control.setAccessibleName(say(f"ui_desk.{code}"))
            field.say(say(f"ui_desk.{code}"))
        self.reason.show_choices(
            [
                (say_in(f"ui_desk.reason.{one}", "ko"), say(f"ui_desk.reason.{one}"))
                for one in REASONS[asking]
            ]
        )

    def _next(self, line: QWidget) -> None:
        lines = [field.control for field in self._fields.values() if field.isVisibleTo(self)]
        order: list[QWidget] = [self.reason.edit, *lines]
        if after := order[order.index(line) + 1 :]:
            after[0].setFocus()
        else:
            self._confirm()

    def _confirm(self) -> None:
        reason, signs = self.reason.words, self._fields["second"].isVisibleTo(self)
        second = Second(self.login.text().strip(), self.password.text()) if signs else None
        self.forget()
        if self.asking == "again":
            sheets = int(self.sheets.text() or 0)
            self.failed.emit(First(sheets, reason, self._action, second))
        elif self.asking:
            self.spoiled.emit(reason, second)
