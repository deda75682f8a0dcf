"""Who are you, and at which window: the first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from counter_app.errors import Refusal
from counter_app.privacy.actor import Actor
from counter_app.words import explain
from ui.base.backend import Backend
from ui.base.session import Session
from ui.frame.door import Door, Problem
from ui.kit.inputs import Choice
from ui.kit.parts import Badge, KeyButton, Label, Rule, restyle, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter_app.main import Counter
    from counter_app.privacy.clerks import Clerks, WindowView


def sign_in_at(
    clerks: Clerks, window: int | None, take_over: bool, login: str, password: str
) -> Actor:
    return clerks.sign_in(login, password, window, take_over=take_over)


def sign_in_where_free(clerks: Clerks, login: str, password: str) -> Actor:
    """Where the account still sits since the program ended by itself, with the visitor it had;
    else at the first free window, else the first, whose refusal says who is there."""
    windows = clerks.windows()
    free = [window.number for window in windows if not window.clerk_name]
    wanted = clerks.seat(login) or (free or [windows[0].number])[0]
    return clerks.sign_in(login, password, wanted)


class SignInScreen(Door):
    """Login, password and window. `asked` when they are given, `signed_in(actor)` when right."""

    asked = Signal()
    signed_in = Signal(object)

    def __init__(self, counter: Counter, backend: Backend, session: Session) -> None:
        super().__init__(session)
        self._clerks = counter.clerks
        self._office = counter.config.office
        self._demo = counter.config.demo
        self._backend = backend
        self._session = session
        self._windows: tuple[WindowView, ...] = ()
        self._proposing = True
        self._refusal: Refusal | None = None
        self._offered: object = False
        """The window that was refused as taken: asked for again, it is taken over."""
        self.office = Label("subtle")
        self.demo = Badge()
        self.title = Label("heading")
        self.labels = {name: Label("strong") for name in ("login", "password", "window")}
        self.login = QLineEdit()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.window_choice = Choice()
        self.problem = Problem()
        self.button = KeyButton("Enter", "primary", bound=False)
        self.demo_hint = Label("subtle", wrap=True)
        self.demo_button = KeyButton()
        body = self.card.body
        body.addLayout(row(self.office, None, self.demo))
        body.addWidget(self.title)
        controls = (self.login, self.password, self.window_choice)
        for label, control in zip(self.labels.values(), controls, strict=True):
            field = QVBoxLayout()
            field.setSpacing(6)
            label.setBuddy(control)
            field.addWidget(label)
            field.addWidget(control)
            body.addLayout(field)
        body.addWidget(self.problem)
        body.addWidget(self.button)
        self.rule = Rule()
        for part in (self.rule, self.demo_hint, self.demo_button):
            body.addWidget(part)
            part.setVisible(self._demo is not None)
        for line in (self.login, self.password):
            line.returnPressed.connect(self.submit)
        self.button.clicked.connect(self.submit)
        self.demo_button.clicked.connect(self.enter_demo)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def open(self, login: str | None = None) -> None:
        """Start over, for `login` if known; in a demo centre its account stands there ready."""
        self.password.clear()
        self._offer(None)
        self._proposing = True
        if login:
            self.login.setText(login)
        elif self._demo:
            self.login.setText(self._demo.login)
            self.password.setText(self._demo.password)
        self.load_windows()
        (self.password if self.login.text() else self.login).setFocus()

    def load_windows(self) -> None:
        self._backend.ask(self._clerks.windows, then=self._propose)

    def enter_demo(self) -> None:
        """Sign the demo account in, at the first window that is free."""
        if self._demo:
            self.login.setText(self._demo.login)
            self.password.setText(self._demo.password)
            self._sign_in(sign_in_where_free, self._clerks)

    def submit(self) -> None:
        if not self.button.isEnabled():
            return
        for line, code in ((self.login, "ui.login_needed"), (self.password, "ui.password_needed")):
            if not line.text():
                self.show_problem(Refusal(code))
                line.setFocus()
                return
        window = self.window_choice.value
        self._sign_in(sign_in_at, self._clerks, window, window == self._offered)

    def _offer(self, refusal: Refusal | None) -> None:
        """Shows why not; where somebody else sits, the same once more takes the seat over."""
        taken = refusal is not None and refusal.code == "clerks.window_taken"
        self._offered = refusal.fields["window"] if refusal and taken else False
        self.show_problem(refusal)

    def show_problem(self, refusal: Refusal | None) -> None:
        self._refusal = refusal
        self.problem.show_text(explain(refusal, self._session.language) if refusal else "")
        restyle(self.password, state="error" if refusal else "")

    def retranslate(self) -> None:
        say, korean = self._session.say, self._session.language == "ko"
        self.office.setText(self._office.name_ko if korean else self._office.name_en)
        self.demo.show_text(say("ui.demo") if self._demo else "", "warning")
        self.title.setText(say("ui.sign_in"))
        for name, label in self.labels.items():
            label.setText(say(f"ui.{name}"))
        self.login.setAccessibleName(say("ui.login"))
        self.password.setAccessibleName(say("ui.password"))
        self.window_choice.setAccessibleName(say("ui.window"))
        self.button.setText(say("ui.sign_in" if self.button.isEnabled() else "ui.signing_in"))
        self.demo_button.setText(say("ui.demo_fill"))
        if self._demo:
            account = say("ui.demo_account", login=self._demo.login, password=self._demo.password)
            self.demo_hint.setText(f"{say('ui.demo_hint')}\n{account}")
        self._show_windows(self._windows)
        self.show_problem(self._refusal)

    def _propose(self, windows: tuple[WindowView, ...]) -> None:
        """The first free window, to whoever comes; what they choose then stays chosen."""
        self._show_windows(windows)
        free = [w.number for w in windows if not w.clerk_name]
        if self._proposing and free:
            self.window_choice.choose(free[0])
        self._proposing = False

    def _show_windows(self, windows: tuple[WindowView, ...]) -> None:
        self._windows = windows
        say = self._session.say
        self.window_choice.show_choices(
            [
                (
                    w.number,
                    say("ui.window_taken", number=w.number, name=w.clerk_name)
                    if w.clerk_name
                    else say("ui.window_free", number=w.number),
                )
                for w in windows
            ]
        )

    def _sign_in(self, how: Callable[..., Actor], *where: object) -> None:
        self.show_problem(None)
        self._wait(True)
        self._backend.run(
            how,
            *where,
            self.login.text(),
            self.password.text(),
            then=self._enter,
            refused=self._refused,
            failed=self._failed,
        )
        self.asked.emit()

    def _wait(self, waiting: bool) -> None:
        self.button.setEnabled(not waiting)
        self.demo_button.setEnabled(not waiting)
        self.button.setText(self._session.say("ui.signing_in" if waiting else "ui.sign_in"))

    def _enter(self, actor: Actor) -> None:
        self._wait(False)
        self.password.clear()
        self.signed_in.emit(actor)

    def _refused(self, refusal: Refusal) -> None:
        self._wait(False)
        self._offer(refusal)
        self.password.setFocus()
        self.password.selectAll()
        self.load_windows()

    def _failed(self, reference: str) -> None:
        self._refused(Refusal("ui.fault", reference=reference))
