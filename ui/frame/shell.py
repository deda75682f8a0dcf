"""The working screen: queue on the left, the person in the middle, the certificate on the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.privacy.actor import MANAGE_CLERKS, SERVE
from counter_app.sync.views import SyncState
from ui.base.backend import Backend
from ui.base.notices import Notices
from ui.base.session import Session
from ui.frame.bars import TopBar
from ui.frame.bottom_bar import BottomBar
from ui.frame.office_page import OfficePage
from ui.frame.sheets import Sheets
from ui.kit.copied import forget_copied
from ui.kit.overlay import Overlay
from ui.kit.parts import Column, Screen, Scrolling
from ui.kit.theme import look
from ui.queue.panel import QueuePanel
from ui.till.supplies import of_key, of_numbers, of_paper, of_till

if TYPE_CHECKING:
    from counter_app.certificates.number_views import Left
    from counter_app.certificates.requests import IssuedView
    from counter_app.main import Counter
    from counter_app.matters.beginnings import Beginning
    from counter_app.printing.jobs import PrinterStatus
    from counter_app.proof.held import Standing
    from counter_app.queue.tickets import QueueView
    from counter_app.residents.views import Resident
    from counter_app.stationery.views import Stock
    from counter_app.sync.views import SyncView
    from counter_app.till.till import Waiting
    from ui.certificate.panel import CertificatePanel
    from ui.person.lookup import LookupPanel
    from ui.person.panel import PersonPanel
    from ui.sync.watch import SyncWatch

# Width of the window (divided by the text scale) from which on the side columns have these widths.
WIDE = (1700, 372, 480)
MEDIUM = (1280, 332, 418)
LOW = 900
PRINTER_MS = 10_000
KEY_MS = 600_000
FIRST_KEY_MS = 1_500
"""When what signs has been loaded (ui.certificate.drawing.warm_up)."""


class WorkingScreen(Screen):
    """Three columns side by side; where there is no room, the certificate goes below the person.

    `lookup`, `person` and `certificate` are the desk's panels, built on the same session; the
    focus begins in `lookup`.
    """

    lock_wanted = Signal()

    def __init__(
        self,
        counter: Counter,
        backend: Backend,
        session: Session,
        notices: Notices,
        *,
        lookup: LookupPanel,
        person: PersonPanel,
        certificate: CertificatePanel,
        watch: SyncWatch,
        parent: QWidget,
    ) -> None:
        super().__init__()
        self.setParent(parent)
        self._counter = counter
        self._backend = backend
        self._session = session
        self.notices = notices
        self.top = TopBar(counter.config, session)
        self.bottom = BottomBar(session, paper=counter.stationery.used)
        self.queue = QueuePanel(counter, backend, session, notices)
        self.sheets = Sheets(
            self, counter, backend, session, watch, self._show_loss, lookup.open_person
        )
        self.lookup, self.person, self.certificate = lookup, person, certificate
        self._left, self._middle, self._right = Column(), Column(), Column()
        self.areas = [Scrolling(column) for column in (self._left, self._middle, self._right)]
        work = QHBoxLayout()
        work.setContentsMargins(20, 12, 20, 12)
        work.setSpacing(8)
        for area, stretch in zip(self.areas, (0, 1, 0), strict=True):
            work.addWidget(area, stretch)
        self.office = OfficePage(session)
        work.addWidget(self.office, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top)
        layout.addLayout(work, 1)
        layout.addWidget(self.bottom)
        # Last: Scrolling styles what it holds, and each parent after that would style it anew.
        self._left.body.addWidget(self.queue)
        self._middle.body.addWidget(lookup)
        self._middle.body.addWidget(person, 1)
        self._right.body.addWidget(certificate)
        notices.stand_over(self.areas[1])
        self._second = QTimer(self, interval=1000)
        self._second.setTimerType(Qt.TimerType.PreciseTimer)
        self._printer = QTimer(self, interval=PRINTER_MS)
        self._key = QTimer(self, interval=KEY_MS)
        self._key_told = ""
        self._watch = watch
        self._blocks = watch.view.blocks
        self._listen()

    def _listen(self) -> None:
        self.person.issued_chosen.connect(self._open_issued)
        self.person.begin_wanted.connect(self._begin)
        for wanted, sheet in (
            (self.bottom.help_wanted, "help"),
            (self.bottom.day_wanted, "day"),
            (self.bottom.till_wanted, "till"),
            (self.bottom.matters_wanted, "matters"),
            (self.person.matters_wanted, "matters"),
            (self.person.card_lost, "card_loss"),
            (self.bottom.paper_wanted, "paper"),
            (self.bottom.clerks_wanted, "clerks"),
            (self.person.centre_wanted, "centres"),
            (self.person.worklist_wanted, "worklist"),
            (self.bottom.review_wanted, "review"),
            (self.top.sync.wanted, "sync"),
        ):
            wanted.connect(partial(self._toggle, sheet))
        self.office.wanted.connect(self._toggle)
        self._session.unmask_wanted.connect(self._ask_to_unmask)
        self.bottom.lock_wanted.connect(self.lock_wanted)
        self.queue.loaded.connect(self._show_queue)
        self._backend.changed.connect(self.reload_day)
        look().changed.connect(self.arrange)
        self._second.timeout.connect(self.tick)
        self._printer.timeout.connect(self.reload_printer)
        self._key.timeout.connect(self.reload_key)
        self._watch.seen.connect(self._show_sync)

    def open(self) -> None:
        """Begin to work: load, and go on looking."""
        self._second.start()
        self._printer.start()
        self._key.start()
        self._show_sync(self._watch.view)
        QTimer.singleShot(FIRST_KEY_MS, self, self.reload_key)
        self.queue.resume()
        self.reload_day()
        self.reload_printer()
        self.tick()
        self.arrange()
        if self._serves:
            self.lookup.setFocus()
        else:
            self.notices.stand_over(self.office)
            self.office.open()

    @property
    def _serves(self) -> bool:
        """The desk is for those who serve; nobody has signed in yet while it is built."""
        return not self._session.signed_in or self._session.may(SERVE)

    def forget(self) -> None:
        """Nothing of the person stays in any widget, nor in the clipboard: the screen is locked."""
        for sheet in self.findChildren(Overlay):
            if sheet.isVisible():
                sheet.close_sheet()
        self.lookup.forget()
        self._session.show_resident(None)
        forget_copied()

    def reload_day(self) -> None:
        day, today = self._counter.archive.day, self._counter.clock.now().date()
        self._backend.ask(day, today, then=self.bottom.show_day, replacing="day")
        self._backend.ask(self._counter.numbers.least, then=self._show_numbers, replacing="numbers")
        if self._serves:
            waiting = self._counter.till.waiting
            self._backend.ask(waiting, then=self._show_till, replacing="till bar")
        else:
            self.bottom.show_supply("till", None)
        if self._counter.stationery.used:
            stock = self._counter.stationery.stock
            self._backend.ask(stock, then=self._show_stock, replacing="paper")

    def reload_printer(self) -> None:
        self._backend.inspect(
            self._counter.printers.pages.status, then=self._show_printer, replacing="printer"
        )

    def reload_key(self) -> None:
        """Whether certificates can be signed; behind what is being loaded for it."""
        self._backend.render(_standing_of, self._counter, then=self._show_key, replacing="key")

    def tick(self) -> None:
        self.top.tick(self._counter.clock.now())
        self.queue.tick()

    def arrange(self) -> None:
        """Give each column its width, or put the certificate below the person."""
        scale = look().scale
        room = self.width() / scale
        left, right = next(
            ((left, right) for at, left, right in (WIDE, MEDIUM) if room >= at), (320, 0)
        )
        for area, width in ((self.areas[0], left), (self.areas[2], right)):
            wanted = min(round(width * scale), self.width() * 2 // 5)
            area.setFixedWidth(max(wanted, area.least_width()))
        for area in self.areas[:2]:
            area.setVisible(self._serves)
        self.areas[2].setVisible(right > 0 and self._serves)
        column = self._right if right else self._middle
        if self.certificate.parentWidget() is not column:
            column.body.addWidget(self.certificate)
        self.certificate.page.has_column(right > 0)
        self.certificate.page.tray.compact(self.height() < LOW)
        self.certificate.after.together.table.compact(self.height() < LOW)
        self.queue.compact(self.height() < LOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, which nothing nearer took, ends a notice; else it leads back to the search field."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.notices.dismiss() and self._serves:
            self.lookup.field.take_focus()

    def _toggle(self, sheet: str) -> None:
        self.notices.pass_by()
        self.sheets.toggle(sheet)

    def _open_issued(self, issued: IssuedView) -> None:
        self.notices.pass_by()
        self.sheets.reissue.open_for(issued)

    def _ask_to_unmask(self) -> None:
        self.notices.pass_by()
        self.sheets.unmasking.open_sheet()

    def _begin(self, beginning: Beginning) -> None:
        self.notices.pass_by()
        self.sheets.matters.open_with(beginning)

    def _show_loss(self, resident: Resident) -> None:
        """The record as it is now, unless another person has come."""
        shown = self._session.resident
        if shown is not None and shown.id == resident.id:
            self._session.show_resident(resident, self._session.purpose)
            alone = self._watch.view.state is SyncState.ALONE
            self.notices.post("ui_card.reported_here" if alone else "ui_card.reported", "success")

    def _show_queue(self, view: QueueView) -> None:
        self.top.show_waiting(view.waiting)
        self.bottom.show_served(view.served_today)

    def _show_sync(self, view: SyncView) -> None:
        if view.blocks != self._blocks:
            self._blocks = view.blocks
            self.reload_day()
        self.top.show_sync(view)
        self.lookup.show_first_copy(view)
        self.person.pending.follow()

    def _show_numbers(self, least: Left) -> None:
        self.bottom.show_supply("numbers", of_numbers(least))

    def _show_key(self, standing: Standing) -> None:
        """Who can see to it is told before the key ends, everybody when nothing can be issued."""
        self.bottom.show_supply("key", of_key(standing))
        needed = standing.days is None or self._session.may(MANAGE_CLERKS)
        if needed and not standing.well and standing.code != self._key_told:
            tone = "danger" if standing.days is None else "warning"
            self.notices.post(standing.code, tone, **standing.fields)
        self._key_told = standing.code

    def _show_till(self, waiting: Waiting) -> None:
        self.bottom.show_supply("till", of_till(waiting))

    def _show_stock(self, stock: Stock) -> None:
        self.bottom.show_supply("paper", of_paper(stock))

    def _show_printer(self, status: PrinterStatus) -> None:
        self.top.show_printer(status, self._counter.printers.pages.name)


def _standing_of(counter: Counter) -> Standing:
    """On a worker, which may be the first to need the keys, and must not hold a widget."""
    return counter.known_keys.standing()
