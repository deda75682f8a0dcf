"""What a PC runs out of, told in the bottom bar while there is time: numbers, paper, the
key; and a day at the till that waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.base.session import Session
from ui.kit.parts import Badge, row

if TYPE_CHECKING:
    from counter_app.certificates.number_views import Left
    from counter_app.proof.held import Standing
    from counter_app.stationery.views import Stock
    from counter_app.till.till import Waiting

NAMES = ("numbers", "paper", "key", "till")
"""From left to right."""
QUIET = "quiet"
TONES = {"enough": QUIET, "low": "warning", "out": "danger", "behind": "danger", "unsure": "danger"}


@dataclass(frozen=True, slots=True)
class Supply:
    """`code` and `hint` make, with `fields`, the words and what a hand over them is told."""

    code: str
    hint: str
    tone: str = QUIET
    fields: Mapping[str, object] = field(default_factory=dict)


class Supplies(QWidget):
    """One badge a supply, in the order of NAMES; while enough is left it looks like text, and gives
    way when there is no room."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._known: dict[str, Supply] = {}
        self._roomy = True
        self.badges = {name: Badge() for name in NAMES}
        layout = row(*self.badges.values(), spacing=12)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)

    def tell(self, name: str, supply: Supply | None) -> None:
        """What is left of one of NAMES; None when it need not be told."""
        if supply is None:
            self._known.pop(name, None)
        else:
            self._known[name] = supply
        self.retranslate()

    def show_quiet(self, roomy: bool) -> None:
        """Whether there is room for what nobody need look at now."""
        self._roomy = roomy
        for name, badge in self.badges.items():
            supply = self._known.get(name)
            badge.setVisible(supply is not None and (roomy or supply.tone != QUIET))
        self.updateGeometry()  # the bar measures at once

    def retranslate(self) -> None:
        for name, supply in self._known.items():
            badge, say = self.badges[name], self._session.say
            badge.show_text(say(supply.code, **supply.fields), supply.tone)
            badge.setToolTip(say(supply.hint, **supply.fields))
            badge.setAccessibleDescription(badge.toolTip())
        self.show_quiet(self._roomy)


def of_numbers(least: Left) -> Supply:
    """The series that runs out first; by its letters once that matters."""
    if least.room in ("behind", "unsure"):
        return Supply("numbers.bar_unsure", f"numbers.{least.room.value}", TONES["unsure"])
    if least.left_out and least.room == "enough":
        told = {"day": least.day, "count": f"{least.left_out:,}"}
        return Supply("numbers.bar_left_out", "numbers.put_back", TONES["low"], told)
    low, begun = least.room != "enough", bool(least.series)
    hint = f"numbers.{least.room.value}" if low else "numbers.bar_hint"
    fields = {
        "left": f"{least.left:,}",
        "series": least.series,
        "letters": least.series.rpartition("-")[2],
    }
    return Supply(
        "numbers.bar_series" if low and begun else "numbers.bar",
        hint if begun else "numbers.bar_hint_all",
        TONES[least.room.value],
        fields,
    )


def of_paper(stock: Stock) -> Supply:
    room = "enough" if not stock.low else "low" if stock.remaining else "out"
    fields = {"left": f"{stock.remaining:,}", "serial": stock.next}
    return Supply(f"ui_paper.bar.{room}", f"ui_paper.bar_hint.{room}", TONES[room], fields)


def of_key(standing: Standing) -> Supply | None:
    """Nothing while the key has long to go."""
    if standing.well:
        return None
    if standing.days is None:
        return Supply("proof.bar_no_key", standing.code, "danger", standing.fields)
    return Supply("proof.bar_key", standing.code, "warning", standing.fields)


def of_till(waiting: Waiting) -> Supply | None:
    """Nothing while today's drawer is open, or no cash has come in yet."""
    fields = {"day": f"{waiting.day:%m-%d}"}
    if waiting.overdue:
        return Supply("ui_till.bar.overdue", "ui_till.bar_hint.overdue", "warning", fields)
    if waiting.unopened:
        return Supply("ui_till.bar.unopened", "ui_till.bar_hint.unopened", "information")
    return None
