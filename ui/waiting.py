"""Who waits: the list by category, who is next and why, and a small control to issue a number."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHeaderView, QSizePolicy, QStackedWidget, QWidget

from counter_app.clock import Clock
from counter_app.queue.categories import CATEGORIES, LANGUAGES
from counter_app.queue.tickets import TicketView
from ui.inputs import Choice, Segmented
from ui.kit import Card, ElidedLabel, KeyButton, Label, Scrolling, row
from ui.languages import NAMES
from ui.session import Session
from ui.spans import minutes, stopwatch
from ui.states import StatePanel
from ui.table import Column, Table
from ui.theme import look

ALL = ""
SERVICE, LANGUAGE = 1, 2


class SlipForm(QWidget):
    """Issues a number until there is a kiosk: F8 opens, Enter asks `wanted(category, language)`.

    `opener` is the button that shows and hides it, to be put where there is room.
    """

    wanted = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.opener = KeyButton("F8")
        self.category = Choice()
        self.language = Choice()
        self.issue = KeyButton("Enter", bound=False)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(self.category, 0, 0, 1, 2)
        grid.addWidget(self.language, 1, 0)
        grid.addWidget(self.issue, 1, 1)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        for choice in (self.category, self.language):
            choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.opener.clicked.connect(self.toggle)
        self.issue.clicked.connect(self._ask)
        session.language_changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def toggle(self) -> None:
        self.setVisible(self.isHidden())
        if self.isVisible():
            self.category.setFocus()

    def retranslate(self) -> None:
        say = self._session.say
        self.category.show_choices([(c, f"{c} {say(f'ui.short_{c}')}") for c in CATEGORIES])
        self.language.show_choices([(code, NAMES[code]) for code in LANGUAGES])
        self.category.setAccessibleName(say("ui.by_category"))
        self.language.setAccessibleName(say("ui.visitor_language"))
        self.issue.setText(say("ui.issue"))
        self.opener.setText(say("ui.slip"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.opener.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        self.wanted.emit(self.category.value, self.language.value)


class WaitingCard(Card):
    """The waiting list in calling order, of all categories or of one."""

    def __init__(self, session: Session, clock: Clock) -> None:
        super().__init__(spacing=10)
        self._session = session
        self._clock = clock
        self._waiting: tuple[TicketView, ...] | None = None
        self._fault = ""
        self.title = Label("title")
        self.count = Label("subtle")
        self.filter = Segmented((ALL, *CATEGORIES))
        self.table = Table("ui.waiting_list", self._columns(), session)
        self.state = StatePanel()
        self.list = QStackedWidget()
        self.list.setMinimumHeight(128)
        self.list.addWidget(self.table)
        self.list.addWidget(Scrolling(self.state))
        self.next = ElidedLabel("subtle")
        self.slip = SlipForm(session)
        self.body.addLayout(row(self.title, self.count, None, self.slip.opener))
        self.body.addWidget(self.slip)
        self.body.addWidget(self.filter)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.next)
        self.filter.chosen.connect(self._refresh)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    @property
    def broken(self) -> bool:
        """Whether the last load failed."""
        return bool(self._fault)

    def compact(self, compact: bool) -> None:
        """Take less height."""
        margin = 12 if compact else 20
        self.body.setContentsMargins(20, margin, 20, margin)
        self.body.setSpacing(8 if compact else 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look().px(360)
        self.table.setColumnHidden(SERVICE, narrow)
        mode = QHeaderView.ResizeMode.Stretch if narrow else QHeaderView.ResizeMode.ResizeToContents
        self.table.horizontalHeader().setSectionResizeMode(LANGUAGE, mode)

    def show_waiting(self, waiting: tuple[TicketView, ...]) -> None:
        self._waiting, self._fault = waiting, ""
        self._refresh()

    def show_fault(self, reference: str) -> None:
        self._fault = reference
        self._refresh()

    def tick(self) -> None:
        """Waiting times move on; the rows stay."""
        self.table.repaint_cells()
        self._show_next()

    def retranslate(self) -> None:
        say = self._session.say
        self.title.setText(say("ui.waiting"))
        self.filter.say(say("ui.by_category"), [say("ui.all"), *CATEGORIES])
        self._refresh()

    def _columns(self) -> list[Column]:
        return [
            Column("ui.number", lambda t: t.number, bold=True),
            Column(
                "ui.service", lambda t: self._session.say(f"ui.short_{t.category}"), stretch=True
            ),
            Column(
                "ui.mark",
                lambda t: "" if t.language == "ko" else NAMES[t.language],
                tone=lambda _: "information",
            ),
            Column("ui.wait", lambda t: stopwatch(t.taken_at, self._clock.now()), right=True),
        ]

    def _refresh(self) -> None:
        waiting = self._waiting or ()
        say = self._session.say
        shown = [t for t in waiting if self.filter.value in (ALL, t.category)]
        self.table.show_rows(shown)
        known = self._waiting is not None and not self._fault
        self.count.setText(say("ui.people", count=len(waiting)) if known else "")
        self.filter.setVisible(not self._fault)
        if self._fault:
            hint = say("ui.queue_error_hint", reference=self._fault)
            self.state.show_state("error", say("ui.queue_error"), hint, say("ui.retry"))
        elif self._waiting is None:
            self.state.show_state("loading", say("ui.queue_loading"), "")
        elif waiting:
            self.state.show_state("empty", say("ui.empty_category"), "")
        else:
            self.state.show_state("empty", say("ui.empty_title"), say("ui.empty_hint"))
        self.list.setCurrentIndex(0 if shown and not self._fault else 1)
        self._show_next()

    def _show_next(self) -> None:
        say = self._session.say
        if self._waiting:
            first = self._waiting[0]
            waited = minutes(first.taken_at, self._clock.now())
            text = say("ui.next", number=first.number, minutes=waited)
        else:
            text = ""
        if text != self.next.text():
            self.next.setText(text)
        self.next.setVisible(bool(text) and not self._fault)
