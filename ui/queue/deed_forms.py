"""What a deed asks before it is done: a reason, where to, a service, or the visitor's wishes."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from counter_app.queue.categories import LANGUAGES
from counter_app.queue.desks import DeskView
from counter_app.queue.settings import QueueSettings
from counter_app.queue.tickets import Priority, TicketView, Wishes
from counter_app.queue.typed import tasks_from, tasks_text
from counter_app.words import say as say_in
from ui.base.session import Session
from ui.base.wording import service
from ui.kit.inputs import CheckButton, Choice
from ui.kit.languages import NAMES
from ui.kit.open_choice import OpenChoice
from ui.kit.pair import Pair
from ui.kit.parts import KeyButton, Label
from ui.kit.sight import bring_into_sight

REASONS = {
    "call_this": ("appointment", "returning", "unwell", "told"),
    "pause": ("meeting", "away", "system", "training"),
}
"""What is said most (ui_queue.reason_*); anything else is typed."""

PLACES = ("first", "helping", "not")
"""What a service may be to a window."""


class DeedForm(QWidget):
    """Labelled controls and the button that does it; `given(answers)` follows Enter or a click.

    Answers are keyword arguments of the service that is asked.
    """

    given = Signal(dict)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._labels: list[tuple[Label, QWidget, str]] = []
        self._code = ""
        self.confirm = KeyButton("Enter", "primary", bound=False)
        self.confirm.clicked.connect(self._give)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def begin(self, code: str, ticket: TicketView | None) -> None:
        """Ask anew for the deed `code`, about `ticket`."""
        self._code = code
        self.retranslate()
        self.fill(ticket)
        first = self._labels[0][1]
        first.setFocus()
        QTimer.singleShot(0, first, partial(bring_into_sight, first))  # once it is laid out

    def fill(self, _ticket: TicketView | None) -> None:
        """Show what is so now."""

    def answers(self) -> dict[str, Any]:
        raise NotImplementedError

    def retranslate(self) -> None:
        say = self._session.say
        for label, control, code in self._labels:
            label.setText(say(code))
            control.setAccessibleName(say(code))
        if self._code:
            self.confirm.setText(say(f"ui_queue.deed_{self._code}"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give()
        else:
            super().keyPressEvent(event)

    def _add(self, code: str, control: QWidget, beside: QWidget | None = None) -> None:
        """A control under its label, with another beside it where there is room."""
        label = Label("subtle")
        label.setBuddy(control)
        self._labels.append((label, control, code))
        self._layout.addWidget(label)
        self._layout.addWidget(control if beside is None else Pair(control, beside))

    def _close(self) -> None:
        self._layout.addSpacing(4)
        self._layout.addWidget(self.confirm)
        self._session.language_changed.connect(self.retranslate)
        self.retranslate()

    def _give(self) -> None:
        self.given.emit(self.answers())


class ReasonForm(DeedForm):
    """Why, in a few words that go on record."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.reason = OpenChoice()
        self._add("ui_queue.reason", self.reason)
        self._close()

    def fill(self, _ticket: TicketView | None) -> None:
        self.reason.setCurrentIndex(0)
        self.reason.take_focus()

    def answers(self) -> dict[str, Any]:
        return {"reason": self.reason.words}

    def retranslate(self) -> None:
        super().retranslate()
        codes = [f"ui_queue.reason_{reason}" for reason in REASONS.get(self._code, ())]
        self.reason.show_choices([(say_in(c, "ko"), self._session.say(c)) for c in codes])


class WhereForm(DeedForm):
    """Another service or another window, and a word to whoever is there."""

    def __init__(self, session: Session, queue: QueueSettings) -> None:
        super().__init__(session)
        self._queue = queue
        self.where = Choice()
        self.note = QLineEdit()
        self._add("ui_queue.where", self.where)
        self._add("ui_queue.note", self.note)
        self._close()

    def fill(self, ticket: TicketView | None) -> None:
        say, here = self._session.say, self._session.actor.window
        services: list[tuple[object, str]] = [
            (("category", code), f"{code} {service(self._session, self._queue.categories, code)}")
            for code in self._queue.categories
            if ticket is None or ticket.for_window or code != ticket.category
        ]
        windows: list[tuple[object, str]] = [
            (("window", number), say("ui.office_window", window=number))
            for number in self._queue.windows
            if number != here
        ]
        self.where.show_choices(services + windows)
        self.where.setCurrentIndex(0)
        self.note.setText(ticket.note if ticket else "")

    def answers(self) -> dict[str, Any]:
        value = self.where.value
        named = {value[0]: value[1]} if isinstance(value, tuple) else {}
        return {**named, "note": self.note.text().strip()}


class ServiceForm(DeedForm):
    """What somebody without a number came for."""

    def __init__(self, session: Session, queue: QueueSettings) -> None:
        super().__init__(session)
        self._queue = queue
        self.category = Choice()
        self.note = QLineEdit()
        self._add("ui.by_category", self.category)
        self._add("ui_queue.memo", self.note)
        self._close()

    def fill(self, _ticket: TicketView | None) -> None:
        categories = self._queue.categories
        self.category.show_choices(
            [(code, f"{code} {service(self._session, categories, code)}") for code in categories]
        )
        self.note.clear()

    def answers(self) -> dict[str, Any]:
        return {"category": self.category.value, "note": self.note.text().strip()}


class ServesForm(DeedForm):
    """Whom the window calls: each service first, or when nobody else waits, or not at all."""

    def __init__(self, session: Session, queue: QueueSettings) -> None:
        super().__init__(session)
        self._queue = queue
        self._desk: DeskView | None = None
        self.places = {code: Choice() for code in queue.categories}
        for choice in self.places.values():
            self._add("ui_queue.deed_serve", choice)
        self._close()

    def show_desk(self, desk: DeskView | None) -> None:
        """How the window is now."""
        self._desk = desk

    def fill(self, _ticket: TicketView | None) -> None:
        tiers = self._desk.serves if self._desk else ()
        for code, choice in self.places.items():
            tier = next((n for n, tier in enumerate(tiers) if code in tier), None)
            alike = 0 if not tiers else None
            choice.choose(_serves(alike if tier is None else tier))

    def answers(self) -> dict[str, Any]:
        """All first is no restriction, and so holds for services yet to come."""
        tiers = [
            [code for code, choice in self.places.items() if choice.value == place]
            for place in ("first", "helping")
        ]
        return {"tiers": [] if len(tiers[0]) == len(self.places) else tiers}

    def retranslate(self) -> None:
        super().retranslate()
        say = self._session.say
        places = [(place, say(f"ui_queue.serves_{place}")) for place in PLACES]
        for (label, _, _), (code, choice) in zip(self._labels, self.places.items(), strict=True):
            words = f"{code} {service(self._session, self._queue.categories, code)}"
            label.setText(words)
            choice.setAccessibleName(words)
            choice.show_choices(places)


def _serves(tier: int | None) -> str:
    """Lower tiers than the second are set in a terminal, and here count as it."""
    return "not" if tier is None else PLACES[min(tier, 1)]


class WishesForm(DeedForm):
    """What the ticket says of its visitor: language, interpreter, priority, tasks, note."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.language = Choice()
        self.interpreter = CheckButton()
        self.priority = Choice()
        self.tasks = QLineEdit()
        self.note = QLineEdit()
        self._add("ui.visitor_language", self.language, self.interpreter)
        self._add("ui_queue.priority", self.priority)
        self._add("ui_queue.tasks", self.tasks)
        self._add("ui_queue.note", self.note)
        self._close()

    def fill(self, ticket: TicketView | None) -> None:
        wishes = ticket.wishes if ticket else Wishes()
        self.language.choose(wishes.language)
        self.interpreter.setChecked(wishes.interpreter)
        self.priority.choose(wishes.priority.value if wishes.priority else "")
        self.tasks.setText(tasks_text(wishes.tasks))
        self.note.setText(wishes.note)

    def answers(self) -> dict[str, Any]:
        ground = str(self.priority.value)
        wishes = Wishes(
            str(self.language.value),
            self.interpreter.isChecked(),
            Priority(ground) if ground else None,
            tasks_from(self.tasks.text()),
            self.note.text().strip(),
        )
        return {"wishes": wishes}

    def retranslate(self) -> None:
        super().retranslate()
        say = self._session.say
        self.language.show_choices([(code, NAMES[code]) for code in LANGUAGES])
        self.interpreter.setText(say("ui_queue.interpreter"))
        grounds = [(p.value, say(f"queue.priority_{p}")) for p in Priority]
        self.priority.show_choices([("", say("ui_queue.no_priority")), *grounds])
        self.tasks.setPlaceholderText(say("ui_queue.tasks_example"))
