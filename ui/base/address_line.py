"""A line for an address, with what the register knows below it while the clerk types."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from counter_app.residents.buildings import Meant
from ui.base.backend import Backend
from ui.base.notices import announce
from ui.base.session import Session
from ui.kit.inputs import CheckButton
from ui.kit.parts import Label
from ui.kit.sight import bring_into_sight

if TYPE_CHECKING:
    from counter_app.residents.residents import Residents

LEAST = 2
"""Characters from which on something is looked up."""


class AddressEdit(QLineEdit):
    """↓ ↑ ask to `move` in what is proposed, Enter to take it (`taken`), Esc to put it away."""

    moved = Signal(int)
    taken = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.proposed = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Down:
            self.moved.emit(1)
        elif key == Qt.Key.Key_Up:
            self.moved.emit(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif key == Qt.Key.Key_Escape and self.proposed:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class AddressLine(QWidget):
    """`changed` with every letter; the focus stays in the line, `found` below only shows.

    `sure`: nobody is registered there, the clerk has seen to that; for what is written now.
    """

    changed = Signal()

    REST = 150

    def __init__(self, residents: "Residents", backend: Backend, session: Session) -> None:
        super().__init__()
        self._residents = residents
        self._backend = backend
        self._session = session
        self.edit = AddressEdit()
        self.found = QListWidget()
        self.found.setProperty("look", "proposals")
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setWordWrap(True)
        self.note = Label("small", wrap=True)
        self.sure = CheckButton()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.edit, self.found, self.note, self.sure):
            layout.addWidget(part)
        self._rest = QTimer(self, singleShot=True, interval=self.REST)
        self._rest.timeout.connect(self._ask)
        self.edit.textEdited.connect(self._typed)
        self.edit.moved.connect(self._move)
        self.edit.taken.connect(self._take)
        self.edit.left.connect(self._put_away)
        self.found.itemClicked.connect(self._take_one)
        self.sure.toggled.connect(self.changed)
        self.setFocusProxy(self.edit)
        self.show_text("")
        self.retranslate()

    def retranslate(self) -> None:
        self.sure.setText(self._session.say("ui_request.unregistered"))
        self._rest.start()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)
        self.found.setAccessibleName(name)

    @property
    def text(self) -> str:
        return self.edit.text()

    def show_text(self, text: str) -> None:
        self.edit.setText(text)
        self._put_away()
        self._doubt_nothing()

    def ask_if_sure(self) -> None:
        """The register knows nobody at what is written: there is a tick for it from then on."""
        self.sure.show()

    def _doubt_nothing(self) -> None:
        self.note.hide()
        self.sure.blockSignals(True)
        self.sure.setChecked(False)
        self.sure.blockSignals(False)
        self.sure.hide()

    def _typed(self) -> None:
        self._doubt_nothing()
        self._rest.start()
        self.changed.emit()

    def _ask(self) -> None:
        text = self.edit.text().strip()
        if len(text) < LEAST:
            self._put_away()
            return
        self._backend.ask(
            self._residents.meant,
            self._session.actor,
            text,
            then=partial(self._show, text),
            replacing="addresses",
        )

    def _show(self, text: str, meant: Meant) -> None:
        """What was found; how it will be printed where that is not how it stands here."""
        if text != self.edit.text().strip():
            return
        others = [address for address in meant.near if address not in (text, meant.address)]
        self.note.setText(self._words(meant))
        self.note.setVisible(meant.address != text)
        self.found.clear()
        self.found.addItems(others)
        shown = bool(others) and self.edit.hasFocus()
        self._propose(shown)
        if shown:
            self._fit()
            self.found.setCurrentRow(-1)
            QTimer.singleShot(0, self, partial(bring_into_sight, self))  # once it is laid out

    def _words(self, meant: Meant) -> str:
        if meant.address:
            return self._session.say("ui_request.as_registered", address=meant.address)
        unknown = "unknown" if meant.near else "nowhere"
        return self._session.say(f"ui_request.{'several' if meant.several else unknown}")

    def _fit(self) -> None:
        """As high as what is in it, at the width it is about to have."""
        self.found.resize(self.edit.width(), self.found.height())
        self.found.doItemsLayout()
        last = self.found.visualItemRect(self.found.item(self.found.count() - 1))
        margins = self.found.contentsMargins()
        self.found.setFixedHeight(last.bottom() + 1 + margins.top() + margins.bottom())

    def _propose(self, proposed: bool) -> None:
        self.edit.proposed = proposed
        self.found.setVisible(proposed)

    def _put_away(self) -> None:
        self._propose(False)

    def _move(self, by: int) -> None:
        if self.found.isVisible():
            last = self.found.count() - 1
            self.found.setCurrentRow(max(-1, min(last, self.found.currentRow() + by)))
            if item := self.found.currentItem():
                announce(self.edit, item.text())

    def _take(self) -> None:
        item = self.found.currentItem()
        if self.found.isVisible() and item:
            self._take_one(item)

    def _take_one(self, item: QListWidgetItem) -> None:
        self.show_text(item.text())
        self.edit.setFocus()
        self.changed.emit()
