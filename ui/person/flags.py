"""What must be acted on for a person: one strip a flag, which opens to its rule and its ground."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShortcut,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.residents import flag_words
from counter_app.residents.codes import centre_names
from ui.base.session import Session
from ui.base.wording import day
from ui.kit.facts import LinkButton
from ui.kit.flow import FlowLabel
from ui.kit.parts import Column, row
from ui.kit.strip import Strip
from ui.kit.theme import look

if TYPE_CHECKING:
    from counter_app.matters.beginnings import Beginning
    from counter_app.residents.views import Alert, Resident

TONES = {"danger": "danger", "warning": "warning", "info": "information", "note": "neutral"}

_OTHERWISE = {("go_to_centre", True): "move_elsewhere", (flag_words.REFER, True): "move_refer"}
"""Words of their own by the step, and whether it is a move: where that is not reported here."""


ACT_KEYS = ("Shift+F8", "Shift+F12", "Shift+F5", "Shift+F7")
"""Of the flags that can be acted on here, the most urgent first; each stands on its flag."""


class FlagStrip(Strip):
    """Enter, the space bar or a click opens and closes it; a screen reader hears what is shown.
    `act`: what the flag asks for begins with it, where it can."""

    def __init__(self) -> None:
        self._lines: list[FlowLabel] = []
        self.act = LinkButton("")
        self.beginning: Beginning | None = None
        super().__init__(end=self.act)
        self.act.hide()
        self.opened = False
        self._more = QWidget()
        inside = QVBoxLayout(self._more)
        inside.setContentsMargins(0, 4, 0, 2)
        inside.setSpacing(3)
        for _ in range(3):
            self._lines.append(FlowLabel())
            inside.addWidget(self._lines[-1])
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._more)
        self._more.hide()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_flag(self, tone: str, words: tuple[str, str], lines: Sequence[str], hint: str) -> None:
        """`lines`: what it opens to; `hint`: what the keys do, for a screen reader."""
        for label, line in zip(self._lines, lines, strict=True):
            label.setText(line)
        self.show_words(tone, *words)
        self.setAccessibleDescription(hint)
        self._name(words)

    def show_act(self, beginning: "Beginning | None", words: str, key: str) -> None:
        self.beginning = beginning
        self.act.tone = self.tone
        self.act.show_key(key)
        self.act.setText(words)
        self.act.setVisible(beginning is not None)

    def open_up(self, opened: bool) -> None:
        self.opened = opened
        self._more.setVisible(opened)
        self._name((self._title.text(), self._detail.text()))

    def _name(self, words: tuple[str, str]) -> None:
        said = (*words, *(line.text() for line in self._lines if self.opened))
        self.setAccessibleName(" ".join(filter(None, said)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_up(not self.opened)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.open_up(not self.opened)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look().color("border.primary"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)


class Flags(Column):
    """The flags of a person in their order, and one key that opens or closes all of them.

    `wanted(Beginning)`: what one of them asks for is to be begun.
    """

    wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(spacing=8)
        self.body.setContentsMargins(0, 0, 0, 0)
        self._session = session
        self.strips: list[FlagStrip] = []
        self._beginnings: tuple[Beginning | None, ...] = ()
        self.explain = LinkButton("Shift+F1")
        self._list = Column(spacing=8)
        self._list.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._list)
        self.body.addLayout(row(None, self.explain))
        self.explain.clicked.connect(self._toggle)
        for place, key in enumerate(ACT_KEYS):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(partial(self._act_at, place))
        self.show_person(None)

    def show_person(self, resident: "Resident | None") -> None:
        """Everything closed for another person."""
        alerts = resident.alerts if resident else ()
        while len(self.strips) < len(alerts):
            strip = FlagStrip()
            strip.act.clicked.connect(partial(self._act, strip))
            self.strips.append(strip)
            self._list.body.addWidget(strip)
        for strip in self.strips[len(alerts) :]:
            strip.show_flag("information", ("", ""), ("", "", ""), "")
        for strip, alert in zip(self.strips, alerts, strict=False):
            self._show(strip, alert)
        if resident is None:
            for strip in self.strips:
                strip.open_up(False)
        self._name()
        self._show_acts()
        self.setVisible(bool(alerts))

    def offer(self, beginnings: "tuple[Beginning | None, ...]") -> None:
        """What each flag can be acted on by; of nothing nothing is offered."""
        self._beginnings = beginnings
        self._show_acts()

    def _show_acts(self) -> None:
        keys = iter(ACT_KEYS)
        for strip, begun in zip_longest(self.strips, self._beginnings[: len(self.strips)]):
            said = f"flags.act.{'go_on' if begun.number else begun.code}" if begun else ""
            words = self._session.say(said) if said else ""
            strip.show_act(begun, words, next(keys, "") if begun else "")

    def _act_at(self, place: int) -> None:
        shown = [strip for strip in self.strips if strip.act.isVisible()]
        if place < len(shown):
            self._act(shown[place])

    def _act(self, strip: FlagStrip) -> None:
        if strip.beginning is not None:
            self.wanted.emit(strip.beginning)

    def _show(self, strip: FlagStrip, alert: "Alert") -> None:
        say, name = self._session.say, _name(alert)
        fields = {key: self._field(value) for key, value in alert.fields.items()}
        codes = alert.fields.get("codes")
        if isinstance(codes, tuple):
            fields["centre"] = centre_names(codes).said(self._session.language)
            fields["where"] = flag_words.where(alert, self._session.language)
            fields["contact"] = (
                flag_words.contact(alert, self._session.language) or fields["centre"]
            )
        if duty := alert.fields.get("duty"):
            fields["duty"] = say(f"flags.duty.title.{duty}")
        title = say(f"ui_desk.alert.{name}", **fields)
        step = _OTHERWISE.get((alert.step, "moved_in" in alert.fields), name)
        if alert.step == flag_words.REFER and step == name != "stay_expired":
            step = "also_refer"
        why = flag_words.explained(alert, self._session.language)
        lines = (
            say("flags.rule", rule=why.rule),
            say("flags.ground", ground=why.ground),
            say("flags.next", step=why.step),
        )
        words = title, say(f"ui_desk.step.{step}", **fields)
        strip.show_flag(TONES[alert.level], words, lines, say("flags.keys"))

    def _toggle(self) -> None:
        opened = not self._all_open()
        for strip in self.strips:
            strip.open_up(opened)
        self._name()

    def _all_open(self) -> bool:
        shown = [strip for strip in self.strips if strip.words]
        return bool(shown) and all(strip.opened for strip in shown)

    def _name(self) -> None:
        self.explain.setText(self._session.say("flags.hide" if self._all_open() else "flags.show"))

    def _field(self, value: object) -> object:
        return day(self._session, value) if isinstance(value, date) else value


def _name(alert: "Alert") -> str:
    """The words' name; the last day has words of its own."""
    name = alert.code.rpartition(".")[2]
    return f"{name}_today" if alert.fields.get("days") == 0 else name
