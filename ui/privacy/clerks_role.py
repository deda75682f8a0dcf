"""Giving an account another role, and who gave and took which right of it before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.privacy.actor import LIST_GRANTS
from ui.kit.enter_button import EnterButton
from ui.kit.inputs import Choice, Field
from ui.kit.parts import Label, row
from ui.privacy.clerks_table import GrantsTable

if TYPE_CHECKING:
    from counter_app.privacy.accounts import ClerkView, Grant
    from ui.base.session import Session

ROLES = ("clerk", "supervisor", "privacy", "administrator")


class RolePart(QWidget):
    """For administrators; privacy officers read it. `wanted(role)` with the reason of the sheet."""

    wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._grants: tuple[Grant, ...] = ()
        self.role = Choice()
        self.field = Field(self.role)
        self.give = EnterButton(kind="secondary")
        self.there = Label("subtle", wrap=True)
        self.heading = Label("title")
        self.grants = GrantsTable(session)
        self.stops: tuple[QWidget, ...] = (self.role, self.give)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        line = row(self.field, self.give)
        line.setStretch(0, 1)
        layout.addLayout(line)
        layout.addWidget(self.there)
        layout.addWidget(self.heading)
        layout.addWidget(self.grants)
        self.give.clicked.connect(self._give)
        self.hide()

    def retranslate(self) -> None:
        say = self._session.say
        self.field.say(say("ui_clerks.role"))
        self.role.setAccessibleName(say("ui_clerks.role"))
        self.role.show_choices([(one, say(f"ui_clerks.role_{one}")) for one in ROLES])
        self.give.setText(say("ui_clerks.give_role"))
        self.there.setText(say("ui_clerks.is_role_there"))
        self.heading.setText(say("ui_clerks.grants"))

    def keep(self, grants: tuple[Grant, ...]) -> None:
        self._grants = grants

    def show_clerk(self, clerk: ClerkView | None, *, manageable: bool) -> None:
        """Whose role is the district's is given none here; what they may is seen all the same."""
        self.setVisible(clerk is not None and self._session.may(LIST_GRANTS))
        there = clerk is not None and clerk.role_there
        for part in (self.field, self.give):
            part.setVisible(manageable and not there)
        self.there.setVisible(manageable and there)
        if clerk is not None:
            self.role.choose(str(clerk.role))
            own = [grant for grant in self._grants if grant.login == clerk.login]
            self.grants.show_rows(own)
            self.grants.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the chosen role gives it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.give.isVisible():
            self._give()
        else:
            super().keyPressEvent(event)

    def _give(self) -> None:
        self.wanted.emit(str(self.role.value))
