"""What a day came to: five figures, the load as a chart beside its table, and who did what."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from counter_app.queue.figures import Figures
from counter_app.queue.settings import QueueSettings
from ui.base.session import Session
from ui.day.chart import LoadChart
from ui.day.tables import BY, GroupsTable, HoursTable
from ui.day.tiles import DayTiles
from ui.kit.parts import Card, Label
from ui.kit.theme import look

BESIDE = 1300
"""Width, before scaling, from which on the table of hours stands beside everything else."""
NARROW = 700


class DayPages(QWidget):
    def __init__(self, session: Session, queue: QueueSettings) -> None:
        super().__init__()
        self._session = session
        self.tiles = DayTiles(session)
        self.load = Label("title")
        self.chart = LoadChart(session)
        self.hours = HoursTable(session)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.groups = tuple(GroupsTable(by, session, queue) for by in BY)
        self._shown = QStackedWidget()
        for table in self.groups:
            self.tabs.addTab("")
            self._shown.addWidget(table)
        self._picture = Card(margins=16, spacing=8)
        self._picture.body.addWidget(self.load)
        self._picture.body.addWidget(self.chart, 1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._picture)
        left.addSpacing(8)
        left.addWidget(self.tabs)
        left.addWidget(self._shown)
        left.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(24)
        self._columns.addLayout(left, 5)
        self._columns.addWidget(self.hours, 3, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.tiles)
        layout.addLayout(self._columns)
        self.tabs.currentChanged.connect(self._turn)
        session.language_changed.connect(self.retranslate)
        self._turn(0)
        self.retranslate()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (self.tabs, *self.groups, self.hours)

    def show_figures(self, figures: Figures, *, over: bool) -> None:
        """`over`: the day is past."""
        self.tiles.show_figures(figures, over=over)
        self.tiles.setVisible(figures.total.visitors > 0)
        self.chart.show_figures(figures)
        self.hours.follow(figures.hours)
        for table in self.groups:
            table.show_figures(figures)
        grouped = any(table.rows for table in self.groups)
        self.tabs.setVisible(grouped)
        self._shown.setVisible(grouped)
        for place, table in enumerate(self.groups):
            # Of a day of nothing all stay: with none left, another would be taken afterwards.
            self.tabs.setTabVisible(place, bool(table.rows) or not grouped)

    def lay_out(self, width: int) -> None:
        """For a width in pixels."""
        room = round(width / look().scale)
        self.tiles.lay_out(room)
        for table in self.groups:
            table.lay_out(narrow=room < NARROW)
        way = QBoxLayout.Direction
        self._columns.setDirection(way.LeftToRight if room >= BESIDE else way.TopToBottom)

    def retranslate(self) -> None:
        say = self._session.say
        self.load.setText(say("ui_day.load"))
        self.tabs.setAccessibleName(say("ui_day.groups"))
        for place, by in enumerate(BY):
            self.tabs.setTabText(place, say(f"ui_day.by_{by}"))

    def _turn(self, place: int) -> None:
        """The stack is as high as the table that is shown."""
        for at, table in enumerate(self.groups):
            policy = QSizePolicy.Policy.Preferred if at == place else QSizePolicy.Policy.Ignored
            table.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self._shown.setCurrentIndex(place)
        self._shown.updateGeometry()
