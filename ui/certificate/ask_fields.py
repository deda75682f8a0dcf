"""What a kind asks besides the person. The fields are made from the kind's data."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.certificates.kinds import Ask, Kind
from counter_app.errors import Refusal
from ui.base.address_line import AddressLine
from ui.base.backend import Backend
from ui.base.session import Session
from ui.kit.parts import Label

if TYPE_CHECKING:
    from counter_app.residents.residents import Residents

_PARTS = re.compile(r"\d+")
_YEAR = 4


class TextLine(QLineEdit):
    """Any words."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.textEdited.connect(self._edited)

    @property
    def answer(self) -> str:
        return self.text().strip()

    def show_text(self, text: str) -> None:
        self.setText(text)

    def _edited(self) -> None:
        self.changed.emit()


class DayLine(TextLine):
    """A day as 20261121, 2026-11-21 or 2026. 11. 21.; empty is the kind's default."""

    @property
    def answer(self) -> str:
        return iso(self.text())


class PlaceLine(AddressLine):
    @property
    def answer(self) -> str:
        return self.text.strip()


Line = TextLine | PlaceLine


class Asked(QWidget):
    """One question: its name above the line for the answer."""

    def __init__(self, ask: Ask, line: Line, session: Session) -> None:
        super().__init__()
        self.ask, self.line = ask, line
        self._session = session
        self.label = Label("subtle", wrap=True)
        self.label.setBuddy(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addWidget(line)
        self.retranslate()

    def retranslate(self) -> None:
        name = self.ask.name.in_(self._session.language)
        self.label.setText(name)
        self.line.setAccessibleName(name)
        edit = self.line.edit if isinstance(self.line, PlaceLine) else self.line
        hint = f"default_{self.ask.default}" if self.ask.kind == "day" else self.ask.kind
        edit.setPlaceholderText(self._session.say(f"ui_request.{hint}"))
        if isinstance(self.line, PlaceLine):
            self.line.retranslate()

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops."""
        line = self.line
        return [line.edit, line.sure] if isinstance(line, PlaceLine) else [line]


class AskFields(QWidget):
    """The questions of one kind; `changed` with every letter. An answer stays for every kind that
    asks the same, until `start_over`."""

    changed = Signal()

    def __init__(self, residents: "Residents", backend: Backend, session: Session) -> None:
        super().__init__()
        self._session = session
        self._answers: dict[str, str] = {}
        self._shown: tuple[Ask, ...] = ()
        self.asked: list[Asked] = []
        self._lines: dict[str, Callable[[], Line]] = {
            "text": TextLine,
            "day": DayLine,
            "address": lambda: PlaceLine(residents, backend, session),
        }
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        for column in (0, 1):
            self._layout.setColumnStretch(column, 1)
        session.language_changed.connect(self.retranslate)
        self.hide()

    def retranslate(self) -> None:
        for one in self.asked:
            one.retranslate()

    def show_kind(self, kind: Kind) -> None:
        """What this kind asks, with what is answered already."""
        if kind.asks == self._shown:
            return
        self._shown = kind.asks
        for one in self.asked:
            one.hide()
            one.deleteLater()
        self.asked = [Asked(ask, self._lines[ask.kind](), self._session) for ask in kind.asks]
        row = column = 0
        for one in self.asked:
            short = one.ask.kind == "day"
            if not short and column:
                row, column = row + 1, 0
            self._layout.addWidget(one, row, column, 1, 1 if short else 2)
            row, column = (row, 1) if short and not column else (row + 1, 0)
            one.line.show_text(self._answers.get(one.ask.key, ""))
            one.line.changed.connect(self._changed)
        self.setVisible(bool(self.asked))

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, in the order in which they are read."""
        return [stop for one in self.asked for stop in one.stops]

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """The answers by key; what is left open is not there."""
        return tuple((one.ask.key, one.line.answer) for one in self.asked if one.line.answer)

    @property
    def unregistered(self) -> bool:
        """The clerk has made sure that nobody is registered where it is asked."""
        return any(place.sure.isChecked() for place in self._places())

    def ask_if_sure(self) -> None:
        for place in self._places():
            place.ask_if_sure()

    def start_over(self) -> None:
        """Nothing is answered."""
        self._answers.clear()
        for one in self.asked:
            one.line.show_text("")

    def cause_of(self, refusal: Refusal) -> QWidget | None:
        """Where what was refused is answered: the address, or the question that the refusal names,
        else the first day."""
        code = refusal.code.removeprefix("certificates.")
        if code.startswith("building_"):
            return next(iter(self._places()), None)
        if not code.startswith("detail_"):
            return None
        named = [one.line for one in self.asked if str(one.ask.name) == refusal.fields.get("field")]
        days = [one.line for one in self.asked if one.ask.kind == "day"]
        return next(iter(named + days), None)

    def _places(self) -> list[PlaceLine]:
        return [one.line for one in self.asked if isinstance(one.line, PlaceLine)]

    def _changed(self) -> None:
        self._answers |= {
            one.ask.key: (one.line.text if isinstance(one.line, PlaceLine) else one.line.text())
            for one in self.asked
        }
        self.changed.emit()


def iso(text: str) -> str:
    """A day as the clerk writes it, in ISO form where it can be read so."""
    parts = _PARTS.findall(text)
    if len(parts) == 1 and len(parts[0]) == 8:
        (digits,) = parts
        parts = [digits[:4], digits[4:6], digits[6:]]
    if len(parts) == 3 and len(parts[0]) == _YEAR:
        year, month, day = parts
        return f"{year}-{month:>02}-{day:>02}"
    return text.strip()
