"""What a line of the log has to fit: the month, who, where, what kind, what for and about whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from counter_app.errors import Refusal
from counter_app.privacy.acts import KINDS
from counter_app.privacy.lines import Asked
from counter_app.residents.codes import purposes
from ui.kit.flow import Flow
from ui.kit.inputs import Choice
from ui.kit.open_choice import OpenChoice
from ui.kit.parts import KeyButton
from ui.kit.theme import look

if TYPE_CHECKING:
    from ui.base.session import Session

WIDTHS = {"month": 110, "clerk": 150, "place": 190, "kind": 150, "purpose": 190, "person": 130}
LINES = {"month": "month", "clerk": "clerk", "place": "place_hint", "person": "person_id"}


class ReviewFilters(QWidget):
    """`month_wanted(text)` when another month is typed; `chosen` when anything else is."""

    month_wanted = Signal(str)
    chosen = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.month, self.clerk, self.place, self.person = (QLineEdit() for _ in LINES)
        self.before, self.after = KeyButton("PgUp"), KeyButton("PgDown")
        self.kind, self.purpose = Choice(), OpenChoice()
        self.stops: tuple[QWidget, ...] = (
            self.month,
            self.before,
            self.after,
            self.clerk,
            self.place,
            self.kind,
            self.purpose,
            self.person,
        )
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        for first, last in ((0, 3), (3, None)):
            lines.addLayout(Flow(*self.stops[first:last], spacing=8, line_spacing=8))
        self.month.returnPressed.connect(self._go)
        for line in (self.clerk, self.place, self.person):
            line.returnPressed.connect(self.chosen)
        for choice in (self.kind, self.purpose):
            choice.chosen.connect(self._choose)

    @property
    def asked(self) -> Asked | None:
        """None where nothing is filtered. Raises Refusal access_review.person."""
        clerk, place, person = (
            line.text().strip() for line in (self.clerk, self.place, self.person)
        )
        kind = self.kind.value
        if person and not person.isdecimal():
            raise Refusal("access_review.person")
        made = Asked(
            clerk=clerk or None,
            kind=str(kind) if kind else None,
            person=int(person) if person else None,
            window=int(place) if place.isdecimal() else None,
            pc=place if place and not place.isdecimal() else None,
            purpose=self.purpose.words or None,
        )
        return made if made != Asked() else None

    def forget(self) -> None:
        for line in (self.month, self.clerk, self.place, self.person):
            line.clear()
        for choice in (self.kind, self.purpose):
            choice.blockSignals(True)
            choice.setCurrentIndex(0)
            choice.blockSignals(False)

    def retranslate(self) -> None:
        say, language = self._session.say, self._session.language
        self.before.setText(say("ui_review.before"))
        self.after.setText(say("ui_review.after"))
        for name, code in LINES.items():
            control: QLineEdit = getattr(self, name)
            control.setPlaceholderText(say(f"ui_review.{code}"))
            control.setAccessibleName(say(f"ui_review.{code}"))
        kinds = [(kind, say(f"access_review.kind.{kind}")) for kind in KINDS]
        self.kind.show_choices([(None, say("ui_review.every_kind")), *kinds])
        self.kind.setAccessibleName(say("ui_review.kind"))
        known = [(p.code, str(getattr(p, language))) for p in purposes() if p.code != "other"]
        self.purpose.show_choices([("", say("ui_review.every_purpose")), *known])
        self.purpose.setAccessibleName(say("ui_review.purpose"))

    def fit(self) -> None:
        for name, width in WIDTHS.items():
            getattr(self, name).setFixedWidth(look().px(width))

    def _go(self) -> None:
        self.month_wanted.emit(self.month.text().strip())

    def _choose(self, _: object) -> None:
        self.chosen.emit()
