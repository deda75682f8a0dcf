"""Who waits: the list by category, who is next and why, and a small control to issue a number."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHeaderView,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from counter_app.clock import Clock
from counter_app.queue.categories import LANGUAGES
from counter_app.queue.moves import TicketState
from counter_app.queue.settings import QueueSettings
from counter_app.queue.tickets import QueueView, TicketView
from ui.base.session import Session
from ui.base.table import Column, Table
from ui.base.whole_rows import WholeRows
from ui.base.wording import service
from ui.kit.inputs import Choice
from ui.kit.languages import NAMES
from ui.kit.parts import Card, ElidedLabel, KeyButton, KeyCap, Label, Scrolling, row
from ui.kit.segmented import Segmented
from ui.kit.spans import minutes, stopwatch
from ui.kit.states import StatePanel
from ui.kit.theme import look

ALL = ""
SERVICE, LANGUAGE = 1, 2


class SlipForm(QWidget):
    """Issues a number until there is a kiosk: F8 opens, Enter asks `wanted(category, language)`.
    A key held or a button hit twice is one visitor.

    `opener` is the button that shows and hides it, to be put where there is room; `left` when the
    focus has no more place here.
    """

    wanted = Signal(str, str)
    left = Signal()

    def __init__(self, session: Session, queue: QueueSettings) -> None:
        super().__init__()
        self._session = session
        self._categories = queue.categories
        self.opener = KeyButton("F8")
        self.category = Choice()
        self.language = Choice()
        self.issue = KeyButton("Enter", bound=False)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        self._rest = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
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

    @property
    def resting(self) -> bool:
        """Whether another press would be the last one again."""
        return self._rest.isActive()

    def toggle(self) -> None:
        self.setVisible(self.isHidden())
        if self.isVisible():
            self.category.setFocus()
        else:
            self.left.emit()

    def retranslate(self) -> None:
        say = self._session.say
        names = {code: service(self._session, self._categories, code) for code in self._categories}
        self.category.show_choices([(code, f"{code} {name}") for code, name in names.items()])
        self.language.show_choices([(code, NAMES[code]) for code in LANGUAGES])
        self.category.setAccessibleName(say("ui.by_category"))
        self.language.setAccessibleName(say("ui.visitor_language"))
        self.issue.setText(say("ui.issue"))
        self.opener.setText(say("ui.slip"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.toggle()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._ask()

    def _ask(self) -> None:
        if self.resting:
            return
        self._rest.start()
        self.wanted.emit(self.category.value, self.language.value)


class WaitingCard(Card):
    """The waiting list in calling order, of all categories or of one."""

    def __init__(self, session: Session, clock: Clock, queue: QueueSettings) -> None:
        super().__init__(spacing=10)
        self._session = session
        self._clock = clock
        self._queue = queue
        self._view: QueueView | None = None
        self._fault = ""
        self.title = Label("title")
        self.count = Label("subtle")
        self.filter = Segmented((ALL, *queue.categories))
        self.table = Table("ui.waiting_list", self._columns(), session)
        self.state = StatePanel()
        self.list = QStackedWidget()
        # As high as there is room, and no reason to scroll the column.
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.rows = WholeRows(self.table)
        self.list.addWidget(self.rows)
        self.list.addWidget(Scrolling(self.state))
        self.next = ElidedLabel("subtle")
        self.slip = SlipForm(session, queue)
        self.reach = KeyCap("Shift+F2")
        QShortcut(QKeySequence("Shift+F2"), self).activated.connect(self.take_focus)
        self.body.addLayout(row(self.title, self.count, self.reach, None, self.slip.opener))
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
        self.body.setSpacing(6 if compact else 12)
        self.table.dense(compact)
        self.rows.fit()
        self.list.setMinimumHeight(self.rows.height_of(1 if compact else 2))
        self.slip.opener.slim(compact)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look().px(360)
        self.table.setColumnHidden(SERVICE, narrow)
        mode = QHeaderView.ResizeMode.Stretch if narrow else QHeaderView.ResizeMode.ResizeToContents
        self.table.horizontalHeader().setSectionResizeMode(LANGUAGE, mode)

    def show_queue(self, view: QueueView) -> None:
        self._view, self._fault = view, ""
        self._refresh()

    def take_focus(self) -> None:
        """Into the list, to take one number out of it by ↑ ↓ and Enter."""
        if self.table.rows:
            self.table.setFocus()
            if self.table.current is None:
                self.table.selectRow(0)

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
        self.filter.say(say("ui.by_category"), [say("ui.all"), *self._queue.categories])
        self._refresh()

    def _columns(self) -> list[Column]:
        return [
            Column("ui.number", lambda t: t.number, bold=True),
            Column(
                "ui.service",
                lambda t: service(self._session, self._queue.categories, t.category),
                stretch=True,
            ),
            Column("ui.mark", self._mark, tone=_tone),
            Column("ui.wait", lambda t: stopwatch(t.taken_at, self._clock.now()), right=True),
        ]

    def _mark(self, ticket: TicketView) -> str:
        """What is not ordinary about a number: set aside or missed, sent to one window, priority,
        language."""
        say = self._session.say
        if ticket.state is not TicketState.WAITING:
            return say(f"ui_queue.state_{ticket.state}")
        if ticket.for_window:
            return say("ui.office_window", window=ticket.for_window)
        if ticket.priority:
            return say("ui_queue.first")
        return "" if ticket.language == "ko" else NAMES[ticket.language]

    def _refresh(self) -> None:
        view, say = self._view, self._session.say
        waiting = view.waiting if view else ()
        listed = (*view.aside, *waiting, *view.absent) if view else ()
        shown = [t for t in listed if self.filter.value in (ALL, t.category)]
        self.table.show_rows(shown)
        known = view is not None and not self._fault
        self.count.setText(say("ui.people", count=len(waiting)) if known else "")
        self.filter.setVisible(not self._fault)
        if self._fault:
            hint = say("ui.queue_error_hint", reference=self._fault)
            self.state.show_state("error", say("ui.queue_error"), hint, say("ui.retry"))
        elif view is None:
            self.state.show_state("loading", say("ui.queue_loading"), "")
        elif listed:
            self.state.show_state("empty", say("ui.empty_category"), "")
        else:
            self.state.show_state("empty", say("ui.empty_title"), say("ui.empty_hint"))
        self.list.setCurrentIndex(0 if shown and not self._fault else 1)
        self._show_next()

    def _show_next(self) -> None:
        view, text = self._view, ""
        if view and view.upcoming and view.why:
            first, why = view.upcoming, view.why.words(self._session.language)
            waited = minutes(first.taken_at, self._clock.now())
            text = self._session.say("ui.next", number=first.number, why=why, minutes=waited)
        if text != self.next.text():
            self.next.setText(text)
        self.next.setVisible(bool(text) and not self._fault)


TONES = {
    TicketState.HELD: "warning",
    TicketState.BACK_OFFICE: "primary",
    TicketState.NO_SHOW: "neutral",
}


def _tone(ticket: TicketView) -> str:
    waiting = "warning" if ticket.priority else "information"
    return TONES.get(ticket.state, waiting)
