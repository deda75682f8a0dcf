"""A window left alone locks itself, and hides the work until its clerk is back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from counter_app.errors import Refusal
from counter_app.words import explain
from ui.base.backend import Backend
from ui.base.session import Session
from ui.frame.door import Door, Problem
from ui.kit.parts import KeyButton, Label, restyle

if TYPE_CHECKING:
    from counter_app.main import Counter

SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)
LOOK_MS = 5000


class IdleWatch(QObject):
    """Emits `idle` once nobody has touched `window` for `seconds` of `time` (a monotonic clock).

    `check` looks now; a timer calls it every five seconds.
    """

    idle = Signal()

    def __init__(self, seconds: float, time: Callable[[], float], window: QWidget) -> None:
        super().__init__(window)
        self._seconds = seconds
        self._time = time
        self._last = time()
        timer = QTimer(self, interval=LOOK_MS)
        timer.timeout.connect(self.check)
        timer.start()
        window.winId()  # makes the handle, which input passes once and little else does
        window.windowHandle().installEventFilter(self)

    def check(self) -> None:
        if self._time() - self._last >= self._seconds:
            self._last = self._time()
            self.idle.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in SIGNS_OF_LIFE:
            self._last = self._time()
        return False


class LockScreen(Door):
    """Nothing of the work is to be seen until the clerk's password. `unlocked`, `left` follow."""

    unlocked = Signal()
    left = Signal()

    def __init__(self, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__(session)
        self._clerks = counter.clerks
        self._backend = backend
        self._session = session
        self._refusal: Refusal | None = None
        self.title = Label("heading")
        self.hint = Label("subtle", wrap=True)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.problem = Problem()
        self.button = KeyButton("Enter", "primary", bound=False)
        self.leave = KeyButton()
        for part in (self.title, self.hint, self.password, self.problem, self.button, self.leave):
            self.card.body.addWidget(part)
        self.password.returnPressed.connect(self.submit)
        self.button.clicked.connect(self.submit)
        self.leave.clicked.connect(self.left)
        session.language_changed.connect(self.retranslate)
        session.actor_changed.connect(self.retranslate)

    def open(self) -> None:
        self.password.clear()
        self._show_problem(None)
        self.retranslate()
        self.password.setFocus()

    def submit(self) -> None:
        if not self.button.isEnabled():
            return
        self.button.setEnabled(False)
        self._backend.run(
            self._clerks.unlock,
            self._session.actor,
            self.password.text(),
            then=self._unlocked,
            refused=self._refused,
            failed=self._failed,
        )

    def retranslate(self) -> None:
        say = self._session.say
        self.title.setText(say("ui.locked"))
        if self._session.signed_in:
            self.hint.setText(say("ui.locked_hint", name=self._session.actor.name))
        self.password.setAccessibleName(say("ui.password"))
        self.password.setPlaceholderText(say("ui.password"))
        self.button.setText(say("ui.unlock"))
        self.leave.setText(say("ui.sign_out"))
        self._show_problem(self._refusal)

    def refuse(self, refusal: Refusal) -> None:
        """Why the clerk cannot go yet, in words."""
        self._show_problem(refusal)

    def _show_problem(self, refusal: Refusal | None) -> None:
        self._refusal = refusal
        self.problem.show_text(explain(refusal, self._session.language) if refusal else "")
        restyle(self.password, state="error" if refusal else "")

    def _unlocked(self, _: None) -> None:
        self.button.setEnabled(True)
        self.password.clear()
        self.unlocked.emit()

    def _refused(self, refusal: Refusal) -> None:
        self.button.setEnabled(True)
        self._show_problem(refusal)
        self.password.setFocus()
        self.password.selectAll()

    def _failed(self, reference: str) -> None:
        self._refused(Refusal("ui.fault", reference=reference))
