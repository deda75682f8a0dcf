"""F1: all keys on one sheet over the work."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import Card, KeyButton, KeyCap, Label, Scrolling, row
from ui.session import Session
from ui.theme import look

KEYS = {
    "ui.help_queue": (
        ("F2", "ui.key_call_next"),
        ("F3", "ui.key_recall"),
        ("F4", "ui.key_start"),
        ("F5", "ui.key_finish"),
        ("F7", "ui.key_no_show"),
        ("F8", "ui.key_issue"),
    ),
    "ui.help_desk": (
        ("F6", "ui.key_find"),
        ("Shift+F6", "ui.key_purpose"),
        ("↑ ↓ Enter", "ui.key_pick"),
        ("Ctrl+↑ ↓", "ui.key_scroll"),
        ("F11", "ui.key_reveal"),
        ("F9", "ui.key_print"),
        ("Shift+F9", "ui.key_options"),
        ("F10", "ui.key_handed"),
        ("Shift+F10", "ui.key_spoiled"),
        ("Ctrl+F10", "ui.key_in_flight"),
    ),
    "ui.help_screen": (
        ("F1", "ui.key_help"),
        ("Esc", "ui.key_dismiss"),
        ("Ctrl+E", "ui.key_language"),
        ("Ctrl+H", "ui.key_contrast"),
        ("Ctrl+ + −", "ui.key_larger"),
        ("Ctrl+L", "ui.key_lock"),
        ("Tab", "ui.key_move"),
    ),
}


class HelpOverlay(QWidget):
    """Covers `host` while shown and gives the focus back where it was."""

    def __init__(self, host: QWidget, session: Session) -> None:
        super().__init__(host)
        self._host = host
        self._session = session
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("unringed", True)
        self.title = Label("heading")
        self.hint = Label("subtle")
        self.close_button = KeyButton("Esc", bound=False)
        self.close_button.clicked.connect(self.close_help)
        self._labels: list[tuple[Label, str]] = []
        columns = QHBoxLayout()
        columns.setSpacing(32)
        for heading, keys in KEYS.items():
            columns.addLayout(self._column(heading, keys))
        card = Card(margins=32, spacing=24)
        card.body.addLayout(row(self.title, None, self.close_button))
        card.body.addLayout(columns)
        card.body.addWidget(self.hint)
        inner = QWidget()
        middle = QVBoxLayout(inner)
        middle.addStretch(1)
        middle.addLayout(row(None, card, None))
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        self._area = Scrolling(inner)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        layout.addWidget(self._area)
        host.installEventFilter(self)
        session.language_changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def toggle(self) -> None:
        if self.isVisible():
            self.close_help()
        else:
            self._before = self.window().focusWidget()
            self.setGeometry(self._host.rect())
            self.show()
            self.raise_()
            self.setFocus()

    def close_help(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def retranslate(self) -> None:
        self.title.setText(self._session.say("ui.help_title"))
        self.hint.setText(self._session.say("ui.help_close"))
        self.close_button.setText(self._session.say("ui.dismiss"))
        for label, code in self._labels:
            label.setText(self._session.say(code))
        self.setAccessibleName(self.title.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_help()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _forwards: bool) -> bool:
        """Tab stays on the sheet: only closing it leads back to the work."""
        (self if self.close_button.hasFocus() else self.close_button).setFocus()
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        shade = QColor(look().color("background.dim"))
        QPainter(self).fillRect(self.rect(), shade)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay as large as the host, and keep the keys of the work from acting behind the sheet."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        of_the_work = self.isVisible() and Qt.Key.Key_F2 <= event.key() <= Qt.Key.Key_F12
        if of_the_work:
            event.accept()
        return of_the_work

    def _column(self, heading: str, keys: tuple[tuple[str, str], ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.addWidget(self._label("title", heading), 0, 0, 1, 2)
        for place, (key, code) in enumerate(keys, start=1):
            grid.addWidget(KeyCap(key), place, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(self._label("", code), place, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(keys) + 1, 1)
        return grid

    def _label(self, look_name: str, code: str) -> Label:
        label = Label(look_name, wrap=True)
        self._labels.append((label, code))
        return label
