"""The people a search found, as rows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from counter_app.residents import codes
from ui.base.narrow_table import NarrowTable
from ui.base.session import Session
from ui.base.table import Column, row_height

if TYPE_CHECKING:
    from counter_app.residents.views import Found, Hit

SURE = frozenset({"number", "former_number", "passport", "mrz"})
"""Found by what only one person has."""
IN_DOUBT = frozenset({"similar", "typo"})
"""Never opened without a choice."""


class HitsTable(NarrowTable):
    """Who was found and by what. Fewer columns where the middle is narrow.

    ↑ from the first row goes back to where the search is typed: `returned`.
    """

    DROPS = (4, 2, 3)
    """Centre, nationality, status of stay."""
    NEEDS = 230

    def __init__(self, session: Session) -> None:
        self._words = session
        super().__init__(
            "ui_desk.hits",
            (
                Column("ui_desk.name", _name, after=_hangul, bold=True, stretch=True),
                Column("ui_desk.number", _number),
                Column("ui_desk.nationality", self._nationality),
                Column("ui_desk.status", _status),
                Column("ui_desk.centre", self._centre),
                Column("ui_desk.match", self._matched, tone=_tone),
            ),
            session,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def height_of(self, rows: int) -> int:
        """How high the table is with at most this many rows in sight."""
        return (
            self.horizontalHeader().sizeHint().height() + min(rows, len(self.rows)) * row_height()
        )

    def _nationality(self, hit: "Hit") -> str:
        country = codes.nationality(hit.nationality)
        return country.ko if self._words.language == "ko" else country.en

    def _centre(self, hit: "Hit") -> str:
        known = codes.centres().get(hit.centre_code)
        return str(getattr(known, self._words.language)) if known else hit.centre

    def show_found(self, found: "Found | None") -> None:
        """Show the hits, the first of them ready to be opened."""
        hits = found.hits if found else ()
        self.show_rows(hits, select=0 if hits else None)

    def _matched(self, hit: "Hit") -> str:
        """Where room is short, what fits beside the name; the name itself is seen to fit."""
        short = self.isColumnHidden(self.DROPS[-1]) and hit.also and hit.matched == "name"
        reasons = hit.also if short else (hit.matched, *hit.also)
        return "·".join(self._words.say(f"ui_desk.matched.{one}") for one in reasons)


def _name(hit: "Hit") -> str:
    return hit.name_roman or hit.name_hangul


def _hangul(hit: "Hit") -> str:
    return f"({hit.name_hangul})" if hit.name_roman and hit.name_hangul else ""


def _number(hit: "Hit") -> str:
    return hit.number


def _status(hit: "Hit") -> str:
    return hit.status_of_stay or "–"


def _tone(hit: "Hit") -> str:
    return "success" if hit.matched in SURE else "neutral" if hit.matched in IN_DOUBT else "primary"
