"""F1: all keys on one sheet over the work."""

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from counter_app.privacy.actor import SERVE
from ui.base.session import Session
from ui.frame.role_keys import has
from ui.kit.overlay import Overlay
from ui.kit.parts import KeyCap, Label

KEYS = {
    "ui.help_queue": (
        ("F2", "ui.key_call_next"),
        ("F3", "ui.key_recall"),
        ("F4", "ui.key_start"),
        ("F5", "ui.key_finish"),
        ("F7", "ui.key_no_show"),
        ("F8", "ui.key_issue"),
        ("Shift+F2", "ui_queue.key_list"),
        ("Shift+F3", "ui_queue.key_undo"),
        ("Shift+F4", "ui_queue.key_hold"),
        ("F12", "ui_queue.key_more"),
    ),
    "ui.help_desk": (
        ("F6", "ui.key_find"),
        ("Shift+F6", "ui.key_purpose"),
        ("↑ ↓ Enter", "ui.key_pick"),
        ("F11", "ui.key_reveal"),
        ("Shift+F1", "flags.show"),
        ("Shift+F8", "flags.key_act"),
        ("Shift+F12", "flags.key_more_acts"),
        ("Shift+F11", "accesses.title"),
        ("Ctrl+F11", "ui_card.title"),
        ("Ctrl+F6", "ui_centre.title"),
        ("Ctrl+F8", "ui_matters.title"),
    ),
    "ui.help_issue": (
        ("F9", "ui.key_print"),
        ("Shift+F9", "ui.key_options"),
        ("Ctrl+G", "ui_desk.key_enlarge"),
        ("Ctrl+I", "ui_request.key_who"),
        ("Ctrl+O", "ui_request.key_file"),
        ("Insert", "ui_tray.key_put_in"),
        ("Ctrl+B", "ui_tray.key_tray"),
        ("Ctrl+F9", "ui_till.key_pay"),
        ("F10", "ui.key_handed"),
        ("Shift+F10", "ui.key_spoiled"),
        ("Ctrl+F10", "ui.key_in_flight"),
        ("Ctrl+R", "ui_paper.key_reissue"),
    ),
    "ui.help_screen": (
        ("F1", "ui.key_help"),
        ("Esc", "ui.key_dismiss"),
        ("Ctrl+E", "ui.key_language"),
        ("Ctrl+H", "ui.key_contrast"),
        ("Ctrl+ + −", "ui.key_larger"),
        ("Ctrl+↑ ↓", "ui.key_scroll"),
        ("Ctrl+L", "ui.key_lock"),
        ("Ctrl+U", "ui_sync.key_help"),
        ("Ctrl+F5", "ui_worklist.title"),
        ("Ctrl+D", "ui_day.title"),
        ("Ctrl+M", "ui_till.title"),
        ("Ctrl+J", "ui_paper.key_help"),
        ("Ctrl+K", "ui_clerks.title"),
        ("Ctrl+W", "ui_review.key"),
        ("Tab, Shift+Tab", "ui.key_move"),
    ),
}


SERVING = ("ui.help_queue", "ui.help_desk", "ui.help_issue")
"""Headings of what only those need who serve."""


class HelpOverlay(Overlay):
    """F1 opens it, F1 or Esc closes it. `without`: keys that do nothing in this office."""

    def __init__(self, host: QWidget, session: Session, *, without: Collection[str] = ()) -> None:
        super().__init__(host)
        self._session = session
        self._labels: list[tuple[Label, str]] = []
        self._parts: list[tuple[QWidget, str, str]] = []
        self.hint = Label("subtle")
        columns = QHBoxLayout()
        columns.setSpacing(32)
        for heading, keys in KEYS.items():
            known = tuple(pair for pair in keys if pair[0] not in without)
            columns.addLayout(self._column(heading, known))
        self.card.body.addLayout(columns)
        self.card.body.addWidget(self.hint)
        self.stops = (self, self.close_button)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def open_sheet(self) -> None:
        serves = self._session.may(SERVE)
        for part, heading, key in self._parts:
            part.setVisible(has(self._session, key) and (serves or heading not in SERVING))
        super().open_sheet()

    def retranslate(self) -> None:
        self.title.setText(self._session.say("ui.help_title"))
        self.hint.setText(self._session.say("ui.help_close"))
        self.close_button.setText(self._session.say("ui.dismiss"))
        for label, code in self._labels:
            label.setText(self._session.say(code))
        self.setAccessibleName(self.title.text())

    def _column(self, heading: str, keys: tuple[tuple[str, str], ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(5)
        title = self._label("title", heading)
        grid.addWidget(title, 0, 0, 1, 2)
        self._parts.append((title, heading, ""))
        for place, (key, code) in enumerate(keys, start=1):
            cap, label = KeyCap(key), self._label("", code)
            grid.addWidget(cap, place, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label, place, 1)
            self._parts += [(cap, heading, key), (label, heading, key)]
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(keys) + 1, 1)
        return grid

    def _label(self, look_name: str, code: str) -> Label:
        label = Label(look_name, wrap=True)
        self._labels.append((label, code))
        return label
