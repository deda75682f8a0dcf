"""Where the clock was set back: who else signs, at the same screen, that it is right now."""

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from counter_app.errors import Refusal
from counter_app.privacy.moments import WARNED, Moments
from counter_app.privacy.second import Second
from ui.base.backend import Backend
from ui.base.session import Session
from ui.kit.inputs import Field
from ui.kit.parts import KeyButton
from ui.kit.strip import Strip

LABEL = 150


class ClockBehind(Strip):
    """Says that the clock lies a little behind what is on record, before a paper bears its time."""

    def __init__(self, moments: Moments, backend: Backend, session: Session) -> None:
        super().__init__()
        self._moments = moments
        self._backend = backend
        self._session = session
        self._late = timedelta(0)
        session.language_changed.connect(self._say)

    def look(self) -> None:
        self._backend.ask(self._moments.behind, then=self._show, replacing="clock behind")

    def _show(self, late: timedelta) -> None:
        self._late = late
        self._say()

    def _say(self) -> None:
        late, say = self._late, self._session.say
        seconds = round(late.total_seconds())
        words = say("certificates.clock_behind", seconds=f"{seconds:,}") if late > WARNED else ""
        self.show_words("warning", "", words)


class ClockSigns(QWidget):
    """Login and password of a supervisor; Enter in the last line, or the button, signs.

    `settled(Refusal | None)` follows: None when it is on record.
    """

    settled = Signal(object)

    def __init__(self, moments: Moments, backend: Backend, session: Session) -> None:
        super().__init__()
        self._moments = moments
        self._backend = backend
        self._session = session
        self.login, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._fields = {
            "second": Field(self.login, label_width=LABEL),
            "second_password": Field(self.password, label_width=LABEL),
        }
        self.confirm = KeyButton("Enter", bound=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (*self._fields.values(), self.confirm):
            layout.addWidget(part)
        self.login.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._sign)
        self.confirm.clicked.connect(self._sign)
        session.language_changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        say = self._session.say
        for code, field in self._fields.items():
            field.control.setAccessibleName(say(f"ui_desk.{code}"))
            field.say(say(f"ui_desk.{code}"))
        self.confirm.setText(say("ui_request.clock_right"))

    def ask(self, asked: bool) -> None:
        """Shown only while it is needed; no password stays on a screen."""
        if not asked:
            self.password.clear()
        self.setVisible(asked)

    def _sign(self) -> None:
        login, password = self.login.text().strip(), self.password.text()
        self.password.clear()
        if login and password:
            self._backend.run(
                self._moments.confirm,
                self._session.actor,
                Second(login, password),
                then=self._settled,
                refused=self._settled,
            )

    def _settled(self, refusal: Refusal | None) -> None:
        self.settled.emit(refusal)
