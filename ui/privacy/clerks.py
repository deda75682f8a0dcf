"""Accounts on a sheet over the work, for those who may: suspended, restored, what they speak."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from counter_app.errors import Refusal
from counter_app.privacy.actor import LIST_GRANTS, may
from counter_app.queue.typed import codes_from
from ui.base.backend import Backend
from ui.base.notices import announce
from ui.base.session import Session
from ui.base.told import ToldStrip
from ui.kit.enter_button import EnterButton
from ui.kit.inputs import Field
from ui.kit.overlay import Overlay
from ui.kit.parts import Label, restyle, row
from ui.kit.sight import bring_into_sight
from ui.kit.theme import look
from ui.privacy.clerks_role import RolePart
from ui.privacy.clerks_table import ClerksTable, since, speaks, state_of

if TYPE_CHECKING:
    from counter_app.privacy.accounts import Accounts, ClerkView, Grant
    from counter_app.privacy.actor import Actor

WIDTH = 820


class ClerksSheet(Overlay):
    """Arrow keys choose an account, Enter goes on to what can be done with it."""

    def __init__(
        self, host: QWidget, accounts: Accounts, backend: Backend, session: Session
    ) -> None:
        super().__init__(host)
        self._accounts = accounts
        self._backend = backend
        self._session = session
        self._acting = False
        self.table = ClerksTable(session)
        self.strip = ToldStrip(session)
        self.who = Label("title")
        self.sentence = Label("subtle", wrap=True)
        self.reason = QLineEdit()
        self.field = Field(self.reason)
        self.suspend, self.restore = EnterButton(), EnterButton()
        self.languages = QLineEdit()
        self.spoken = Field(self.languages)
        self.save = EnterButton(kind="secondary")
        self.role = RolePart(session)
        self._build()
        self._listen()
        self.retranslate()

    def _build(self) -> None:
        self.stops = (
            self.table,
            self.reason,
            self.suspend,
            self.restore,
            self.languages,
            self.save,
            *self.role.stops,
            self.close_button,
        )
        body = self.card.body
        body.setSpacing(16)
        for part in (self.table, self.who, self.sentence, self.field):
            body.addWidget(part)
        body.addLayout(row(None, self.suspend, self.restore))
        spoken = row(self.spoken, self.save)
        spoken.setStretch(0, 1)
        body.addLayout(spoken)
        body.addWidget(self.role)
        body.addWidget(self.strip)

    def _listen(self) -> None:
        self.table.passed.connect(self._show_chosen)
        self.table.chosen.connect(self._go_on)
        self.reason.returnPressed.connect(self._act_on_it)
        self.suspend.clicked.connect(self._suspend)
        self.restore.clicked.connect(self._restore)
        self.languages.returnPressed.connect(self._save_languages)
        self.save.clicked.connect(self._save_languages)
        self.role.wanted.connect(self._grant)
        self._session.language_changed.connect(self.retranslate)
        look().changed.connect(self._fit)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - a widget has its program
        app.focusChanged.connect(self._point)

    def open_sheet(self) -> None:
        self.strip.clear()
        self._mark(None)
        self.reason.clear()
        self._fit()
        super().open_sheet()
        self._reload()

    def retranslate(self) -> None:
        say = self._session.say
        self.title.setText(say("ui_clerks.title"))
        self.setAccessibleName(self.title.text())
        self.close_button.setText(say("ui.dismiss"))
        self.field.say(say("ui_clerks.reason"))
        self.reason.setAccessibleName(say("ui_clerks.reason"))
        self.reason.setPlaceholderText(say("ui_clerks.reason_example"))
        self.suspend.setText(say("ui_clerks.suspend"))
        self.restore.setText(say("ui_clerks.restore"))
        self.spoken.say(say("ui_clerks.languages"))
        self.languages.setAccessibleName(say("ui_clerks.languages"))
        self.languages.setPlaceholderText(say("ui_clerks.languages_example"))
        self.save.setText(say("ui_clerks.set_languages"))
        self.role.retranslate()
        self._show_chosen(self.table.current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _reload(self) -> None:
        self._backend.ask(
            _people,
            self._accounts,
            self._session.actor,
            then=self._show,
            refused=self._refused,
            replacing="clerks",
        )

    def _show(self, found: tuple[tuple[ClerkView, ...], tuple[Grant, ...]]) -> None:
        people, grants = found
        self.role.keep(grants)
        before = self.table.current
        ids = [clerk.id for clerk in people]
        self.table.show_rows(people, select=ids.index(before.id) if before else 0)
        self.table.fit()
        self._show_chosen(self.table.current)

    def _show_chosen(self, clerk: ClerkView | None) -> None:
        """Who is under the cursor, how the account stands and what can be done with it."""
        refused = self._unmanageable(clerk) if clerk else None
        state = state_of(clerk) if clerk else ""
        self.who.setText(f"{clerk.name} ({clerk.login})" if clerk else "")
        said = refused or f"ui_clerks.is_{state}"
        self.sentence.setText(self._session.say(said, at=since(clerk)) if clerk else "")
        manageable = clerk is not None and not refused
        self.field.setVisible(manageable)
        self.suspend.setVisible(manageable and "suspended" not in state)
        self.restore.setVisible(manageable and state in ("suspended", "locked"))
        for part in (self.spoken, self.save):
            part.setVisible(manageable)
        self.languages.setText(speaks(clerk) if clerk else "")
        self.role.show_clerk(clerk, manageable=manageable)
        self._point()

    def _point(self, *_: object) -> None:
        """Enter is the key of one button: of the line or the button the focus is on, else of what
        is done with the account."""
        focus = self.focusWidget()
        buttons = (self.suspend, self.restore, self.save, self.role.give)
        usual = self.restore if self.restore.isVisibleTo(self) else self.suspend
        mine = {self.languages: self.save, self.role.role: self.role.give}.get(focus, usual)
        for button in buttons:
            button.answer(button is (focus if focus in buttons else mine))

    def _unmanageable(self, clerk: ClerkView) -> str | None:
        if clerk.id == self._session.actor.clerk_id:
            return "clerks.not_oneself"
        return None if clerk.manageable else "clerks.administrators_only"

    def _go_on(self, _clerk: ClerkView) -> None:
        if self.reason.isVisible():
            self.reason.setFocus()
        else:
            announce(self, self.sentence.text(), urgent=True)

    def _act_on_it(self) -> None:
        """Enter after the reason: the account is taken out of use, or brought back."""
        if self.restore.isVisible():
            self._restore()
        else:
            self._suspend()

    def _suspend(self) -> None:
        self._act(self._accounts.suspend, "ui_clerks.now_suspended", self.reason.text())

    def _restore(self) -> None:
        self._act(self._accounts.restore, "ui_clerks.now_restored", self.reason.text())

    def _save_languages(self) -> None:
        spoken = codes_from(self.languages.text())
        self._act(self._accounts.speaks, "ui_clerks.now_speaks", spoken)

    def _grant(self, role: str) -> None:
        self._act(self._accounts.grant, "ui_clerks.now_role", role, self.reason.text())

    def _act(self, act: Any, done: str, *asked: str | tuple[str, ...]) -> None:
        clerk: ClerkView | None = self.table.current
        if clerk is None or self._acting:
            return
        self._acting = True
        self._backend.run(
            act,
            self._session.actor,
            clerk.id,
            *asked,
            then=partial(self._done, done, clerk.name),
            refused=self._refused,
            failed=self._failed,
        )

    def _done(self, code: str, name: str, _: None) -> None:
        self._acting = False
        self._tell(code, "success", name=name)
        self.reason.clear()
        self.table.setFocus()
        self._reload()

    def _refused(self, refusal: Refusal) -> None:
        self._acting = False
        self._tell(refusal.code, "danger", **refusal.fields)

    def _failed(self, reference: str) -> None:
        self._refused(Refusal("ui.fault", reference=reference))

    def _tell(self, code: str, tone: str, /, **fields: object) -> None:
        """Say how the last act went, until the next one."""
        self.strip.tell(code, tone, bold=True, **fields)
        wrong = self.languages if code == "clerks.no_language" else self.reason
        self._mark(wrong if tone == "danger" else None)
        QTimer.singleShot(0, self.strip, partial(bring_into_sight, self.strip))

    def _mark(self, wrong: QLineEdit | None) -> None:
        for line in (self.reason, self.languages):
            restyle(line, state="error" if line is wrong else "")

    def _fit(self) -> None:
        self.card.setFixedWidth(min(look().px(WIDTH), max(600, self._host.width() - 64)))
        self.table.fit()


def _people(accounts: Accounts, actor: Actor) -> tuple[tuple[ClerkView, ...], tuple[Grant, ...]]:
    """All accounts, and all rights given and taken for who may see that."""
    return accounts.people(actor), accounts.grants(actor) if may(actor, LIST_GRANTS) else ()
