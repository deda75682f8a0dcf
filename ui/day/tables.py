"""The day's figures in tables: by hour, service, window and clerk."""

from collections.abc import Callable, Sequence
from typing import Any

from counter_app.queue.figures import Figures, Group, Hour
from counter_app.queue.settings import QueueSettings
from ui.base.narrow_table import WholeTable
from ui.base.session import Session
from ui.base.table import Column
from ui.base.wording import service
from ui.day.words import NONE, median, ninetieth
from ui.kit.sight import bring_part_into_sight

BY = ("category", "window", "clerk")
CANCELLED = 4


class FiguresTable(WholeTable):
    """Stays where the reader is while the figures move: `key(row)` tells which row is which."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        session: Session,
        key: Callable[[Any], object],
    ) -> None:
        super().__init__(name, columns, session)
        self._key = key
        self.passed.connect(self._show_current)

    def follow(self, rows: tuple[Any, ...]) -> None:
        if rows == self.rows:
            return
        here = None if self.current is None else self._key(self.current)
        keys = [self._key(each) for each in rows]
        self.show_rows(rows, select=keys.index(here) if here in keys else None)
        self.resize_columns()

    def _show_current(self) -> None:
        """The line under the cursor is seen, as the sheet scrolls and the table does not."""
        if self.hasFocus() and self.current is not None:
            line = self.visualRect(self.currentIndex())
            bring_part_into_sight(self.viewport(), line)


class HoursTable(FiguresTable):
    def __init__(self, session: Session) -> None:
        columns = (
            Column("ui_day.hour", lambda h: f"{h.hour:02}:00", bold=True, stretch=True),
            Column("ui_day.visitors", lambda h: str(h.taken), right=True),
            Column("ui_day.usual", _usual, right=True),
            Column("ui_day.called", lambda h: str(h.called), right=True),
            Column("ui_day.median", lambda h: median(h.waited), right=True),
            Column("ui_day.ninety", lambda h: ninetieth(h.waited), right=True),
        )
        super().__init__("ui_day.hours_list", columns, session, lambda hour: hour.hour)


class GroupsTable(FiguresTable):
    """`by` is one of BY."""

    def __init__(self, by: str, session: Session, queue: QueueSettings) -> None:
        self._words, self._queue = session, queue
        names = {"category": self._category, "window": self._window, "clerk": _clerk}
        columns = (
            Column(
                f"ui_day.{by}",
                names[by],
                after=_login if by == "clerk" else None,
                bold=True,
                stretch=True,
            ),
            Column("ui_day.visitors", lambda g: str(g.visitors), right=True),
            Column("ui_day.served", lambda g: str(g.served), right=True),
            Column("ui_day.no_shows", lambda g: str(g.no_shows), right=True),
            Column("ui_day.cancelled", lambda g: str(g.cancelled), right=True),
            Column("ui_day.median", lambda g: median(g.waited), right=True),
            Column("ui_day.ninety", lambda g: ninetieth(g.waited), right=True),
            Column("ui_day.service_median", lambda g: median(g.service), right=True),
            Column("ui_day.service_ninety", lambda g: ninetieth(g.service), right=True),
        )
        plural = {"category": "categories", "window": "windows", "clerk": "clerks"}[by]
        self._of = plural
        super().__init__(f"ui_day.{plural}_list", columns, session, lambda group: group.key)

    def show_figures(self, figures: Figures) -> None:
        self.follow(getattr(figures, self._of))

    def lay_out(self, *, narrow: bool) -> None:
        """Where there is little room, names need it more than what few do."""
        self.setColumnHidden(CANCELLED, narrow)
        self.resize_columns()

    def _category(self, group: Group) -> str:
        return f"{group.key} {service(self._words, self._queue.categories, group.key)}"

    def _window(self, group: Group) -> str:
        return self._words.say("ui.office_window", window=group.key)


def _clerk(group: Group) -> str:
    return group.name or group.key


def _login(group: Group) -> str:
    return group.key if group.name else ""


def _usual(hour: Hour) -> str:
    return NONE if hour.usual is None else str(round(hour.usual))
