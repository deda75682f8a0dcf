"""The parts of a board. Each is given finished values, paints them, and reads as its words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from counter_app.announcements.player import Shown
from counter_app.announcements.sentences import written
from counter_app.queue.views import AnnouncementView
from counter_app.words import say
from ui.board.paint import Paragraph, fitting, font, ink, speaker, width, write

PLACES = 7
"""Calls in the rows, besides the one called last."""
MARGIN = 72
NARROW = 1400
"""A band less wide than this has two lines."""


class Panel(QWidget):
    """Lengths are given for a screen of 1,920 × 1,080; `unit` is their size on this one."""

    ground = "rows"

    def __init__(self, language: str) -> None:
        super().__init__()
        self.unit = 1.0
        self.language = language

    def say(self, code: str, **fields: object) -> str:
        return say(f"board.{code}", self.language, **fields)

    def read_as(self, words: str) -> None:
        """What a screen reader says of it; repaints."""
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), ink(self.ground))
        self.paint(painter, self.unit)

    def paint(self, painter: QPainter, u: float) -> None:
        raise NotImplementedError


class CallPanel(Panel):
    """The number called last, its window, and the sentence in its visitor's language. A frame
    stands around it while it is being announced."""

    ground = "call"

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._shown = Shown()
        self.show_call(Shown())

    def show_call(self, shown: Shown) -> None:
        self._shown = shown
        call = shown.current
        self.read_as(_read(call, self.language) if call else self.say("none"))

    def paint(self, painter: QPainter, u: float) -> None:
        call, left = self._shown.current, MARGIN * u
        wide = self.width() - 2 * left
        if call is None:
            self._paint_nothing(painter, u, left, wide)
            return
        number = fitting(call.number, 300 * u, wide, bold=True)
        tall = QFontMetricsF(number).capHeight()
        sentence = Paragraph(written(call), 46 * u, wide)
        top = (self.height() - (tall + 328 * u + sentence.height)) / 2
        write(painter, self.say("now"), font(42 * u), "pale", left, top + 38 * u)
        # A figure's own margin would set it off from the words above and below.
        write(painter, call.number, number, "white", left - 0.03 * tall, top + 88 * u + tall)
        self._paint_window(painter, u, call.window, top + 146 * u + tall)
        sentence.draw(painter, "pale", left, top + 328 * u + tall)
        if self._shown.calling:
            painter.setPen(QPen(ink("blue"), 16 * u, j=Qt.PenJoinStyle.MiterJoin))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            edge = 8 * u
            painter.drawRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge))

    def _paint_window(self, painter: QPainter, u: float, window: int, top: float) -> None:
        side, left = 142 * u, MARGIN * u
        base = top + side / 2 + 42 * u
        before, after = self.say("before_window"), self.say("after_window")
        big = font(118 * u, bold=True)
        if before:
            left = write(painter, before, big, "white", left, base) + 36 * u
        box = QRectF(left, top, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink("white"))
        painter.drawRoundedRect(box, 22 * u, 22 * u)
        painter.setFont(fitting(str(window), 100 * u, 0.9 * side, bold=True))
        painter.setPen(ink("call"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(window))
        write(painter, after, big, "white", box.right() + 36 * u, base)

    def _paint_nothing(self, painter: QPainter, u: float, left: float, wide: float) -> None:
        title, sentence = self.say("none"), self.say("none_next")
        middle = self.height() / 2
        write(painter, title, fitting(title, 72 * u, wide, bold=True), "white", left, middle)
        write(painter, sentence, fitting(sentence, 42 * u, wide), "pale", left, middle + 84 * u)


class Rows(Panel):
    """The calls before, the latest on top."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._calls: tuple[AnnouncementView, ...] = ()

    def show_calls(self, calls: tuple[AnnouncementView, ...]) -> None:
        self._calls = calls
        self.read_as("; ".join(_read(call, self.language) for call in calls))

    def paint(self, painter: QPainter, u: float) -> None:
        left, right = 48 * u, self.width() - 48 * u
        tall = (self.height() - 48 * u) / PLACES
        for place, call in enumerate(self._calls):
            top = 24 * u + place * tall
            window = self.say("window", window=call.window)
            where = font(54 * u)
            start = right - width(window, where)
            number = fitting(call.number, 76 * u, start - left - 24 * u, bold=True)
            base = top + tall / 2 + QFontMetricsF(number).capHeight() / 2
            write(painter, call.number, number, "white", left, base)
            write(painter, window, where, "blue", start, base - 4 * u)
            painter.setPen(QPen(ink("rule"), max(1.0, u)))
            painter.drawLine(QPointF(left, top + tall), QPointF(right, top + tall))


@dataclass(frozen=True, slots=True)
class Line:
    """Those who wait for one kind of service. `minutes`: None while nobody waits."""

    code: str
    name: str
    people: int
    minutes: int | None


class Band(Panel):
    """How many wait and how long, whether there is sound, and the time. A click on the words
    about the sound, or where they would stand, asks to switch it (`sound_clicked`)."""

    ground = "band"
    sound_clicked = Signal()

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._lines: Sequence[Line] = ()
        self._note = ""
        self._sound = ""
        self._clock = ""

    def show_lines(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._read()

    def show_time(self, clock: str, note: str) -> None:
        """The time, and what the hall should know of the day."""
        if (clock, note) != (self._clock, self._note):
            self._clock, self._note = clock, note
            self._read()

    def show_sound(self, words: str) -> None:
        """What there is to be said of the sound; nothing while all is well."""
        if words != self._sound:
            self._sound = words
            self._read()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().x() > self.width() * 3 / 4:
            self.sound_clicked.emit()

    def paint(self, painter: QPainter, u: float) -> None:
        """On one line, or on a narrow screen on two."""
        two = self.width() < NARROW * u
        left = self._paint_right(painter, u, self.height() * (0.74 if two else 0.5))
        right = self.width() if two else left
        self._paint_lines(painter, u, self.height() * (0.3 if two else 0.5), right - 8 * u)

    def _paint_right(self, painter: QPainter, u: float, middle: float) -> float:
        """The time, a note below it, and what there is to say of the sound; where they begin."""
        clock, small, bold = font(46 * u, bold=True), font(28 * u), font(36 * u, bold=True)
        right = self.width() - 48 * u
        write(painter, self._clock, clock, "white", right - width(self._clock, clock), middle)
        note = width(self._note, small)
        write(painter, self._note, small, "pale", right - note, middle + 38 * u)
        right -= max(note, width(self._clock, clock))
        if self._sound:
            right -= width(self._sound, bold) + 48 * u
            write(painter, self._sound, bold, "amber", right, middle + 13 * u)
            right -= 56 * u
            speaker(painter, QRectF(right, middle - 22 * u, 44 * u, 44 * u), "amber")
        return right

    def _paint_lines(self, painter: QPainter, u: float, middle: float, right: float) -> None:
        left = MARGIN * u
        shrunk = u * min(1.0, (right - left) / max(1.0, self._needed(u)))
        for line in self._lines:
            (name, of_name), (people, of_people), (minutes, of_minutes) = self._words(line, shrunk)
            write(painter, name, of_name, "pale", left, middle - 15 * u)
            end = write(painter, people, of_people, "white", left, middle + 38 * u)
            write(painter, minutes, of_minutes, "blue", end + 14 * shrunk, middle + 38 * u)
            left += self._wide(line, shrunk)

    def _needed(self, u: float) -> float:
        return sum(self._wide(line, u) for line in self._lines)

    def _wide(self, line: Line, u: float) -> float:
        name, people, minutes = (width(*words) for words in self._words(line, u))
        return max(name, people + minutes + 14 * u if minutes else people) + 40 * u

    def _words(self, line: Line, u: float = 1.0) -> tuple[tuple[str, QFont], ...]:
        minutes = "" if line.minutes is None else self.say("minutes", minutes=line.minutes)
        return (
            (f"{line.code} {line.name}", font(30 * u)),
            (self.say("people", count=line.people), font(40 * u, bold=True)),
            (minutes, font(34 * u)),
        )

    def _read(self) -> None:
        lines = (" ".join(text for text, _ in self._words(line) if text) for line in self._lines)
        self.read_as("; ".join(filter(None, (*lines, self._note, self._sound, self._clock))))


class Trouble(Panel):
    """Since when no calls arrive; hidden while they do."""

    ground = "trouble"

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.hide()

    def show_words(self, words: str) -> bool:
        """Whether that shows or hides it."""
        if words != self.accessibleName():
            self.read_as(words)
        changes = self.isHidden() is bool(words)
        self.setHidden(not words)
        return changes

    def paint(self, painter: QPainter, u: float) -> None:
        words, left = self.accessibleName(), MARGIN * u
        used = fitting(words, 42 * u, self.width() - 2 * left, bold=True)
        base = self.height() / 2 + QFontMetricsF(used).capHeight() / 2
        write(painter, words, used, "amber", left, base)


def _read(call: AnnouncementView, language: str) -> str:
    return say("board.call_read", language, number=call.number, window=call.window)
