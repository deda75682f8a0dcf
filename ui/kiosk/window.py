"""The kiosk's one window: the screen of the present step, for one visitor after the other."""

import time
from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from counter_app.kiosk.kiosk import Kiosk, Taken
from counter_app.logs import log_fault
from counter_app.words import say
from ui.base.backend import Backend
from ui.base.garbage import Collector
from ui.kiosk.flow import Flow, Step
from ui.kiosk.manner import Manner
from ui.kiosk.message import MessagePage, shut_page
from ui.kiosk.number import NumberPage
from ui.kiosk.page import Page
from ui.kiosk.question import QuestionPage
from ui.kiosk.staff import PinPage, StaffPage
from ui.kiosk.start import StartPage
from ui.kit.theme import look

STAFF_KEYS = (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
"""Heard by the window's handle: where no window manager is, no window counts as active, and
shortcuts sleep."""
TOO_SOON = 0.4
"""Seconds after a new screen in which a touch was meant for the one before."""
LOOK_AT_QUEUE, LOOK_AT_PRINTER = 30, 15
"""Ticks of a second: a wait grows shorter though nothing happens."""
PRESSES = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.KeyPress,
    }
)


class KioskWindow(QMainWindow):
    """Closes by its staff screen alone. `time` is a monotonic clock."""

    def __init__(
        self, kiosk: Kiosk, language: str = "ko", time: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        look()
        self.kiosk = kiosk
        self.backend = Backend(self)
        self.garbage = Collector(self)
        self.manner = Manner(self)
        self.flow = Flow(kiosk, self.backend, self.manner, time, self)
        self._language = language
        self._time = time
        self._quiet_until = 0.0
        self._ticks = 0
        self._leaving = False
        self.page: Page
        self._builders: dict[Step, Callable[[], Page]] = {
            Step.START: self._start,
            Step.ASK: self._ask,
            Step.NUMBER: self._number,
            Step.SHUT: partial(shut_page, self.manner, kiosk),
            Step.LOST: partial(self._message, "no_numbers"),
            Step.REFUSED: self._refused,
            Step.PIN: self._pin,
            Step.STAFF: self._staff,
        }
        self.setWindowTitle(kiosk.office.name_ko)
        self.flow.moved.connect(self._moved)
        self.flow.renewed.connect(self.rebuild)
        self.flow.waits_came.connect(self._show_waits)
        self.manner.changed.connect(self.rebuild)
        self._ticker = QTimer(self, interval=1000)
        self._ticker.timeout.connect(self.tick)
        self.winId()  # makes the handle, which all input passes
        self.windowHandle().installEventFilter(self)

    def begin(self) -> None:
        """Serve the first visitor."""
        self.manner.fit(self.size())
        self.rebuild()
        self.flow.begin()
        self.backend.listen(self.kiosk.news)
        self._ticker.start()

    def tick(self) -> None:
        """Once a second: the time, who has gone, how queue and printer are."""
        self._ticks += 1
        self.flow.tick()
        self.page.tick(self.kiosk.clock.now())
        if isinstance(self.page, NumberPage) and not self.flow.busy:
            self.page.show_seconds(self.flow.seconds_left)
        if self._ticks % LOOK_AT_QUEUE == 0:
            self.flow.look_at_queue()
        if self._ticks % LOOK_AT_PRINTER == 0:
            self.flow.look_at_printer()

    def rebuild(self) -> None:
        """The present screen anew, the focus where it was."""
        focused = self.focusWidget()
        name = focused.objectName() if focused else ""
        self.page = page = self._builders[self.flow.step]()
        page.clock.held.connect(self._held)
        page.tick(self.kiosk.clock.now())
        self.setCentralWidget(page)
        page.show()  # what is hidden takes no focus
        ((name and page.findChild(QWidget, name)) or page).setFocus()

    def leave(self) -> None:
        """Staff close the kiosk."""
        self._leaving = True
        self.close()

    def fault(self, error: BaseException) -> None:
        """An unexpected error of the window itself: logged, and the next visitor is served."""
        log_fault(error)
        self.flow.begin()

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Touches and keys that come while a number is made, or meant another screen, are lost."""
        if event.type() not in PRESSES:
            return False
        if self.flow.busy or self._time() < self._quiet_until:
            return True
        if isinstance(event, QKeyEvent) and (event.key(), event.modifiers()) == STAFF_KEYS:
            self.flow.staff()
            return True
        self.flow.touched()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.manner.fit(event.size()) and self.centralWidget():
            self.rebuild()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._leaving:
            event.ignore()
            return
        self.backend.close()
        super().closeEvent(event)

    def _moved(self) -> None:
        self._quiet_until = self._time() + TOO_SOON
        self.rebuild()
        if isinstance(self.page, NumberPage) and not self.flow.busy:
            self.page.read_out()

    def _show_waits(self) -> None:
        if isinstance(self.page, StartPage):
            self.page.show_waits(self.flow.waits)

    def _held(self) -> None:
        if self.kiosk.settings.pin:
            self.flow.staff()

    def _start(self) -> StartPage:
        flow = self.flow
        page = StartPage(
            self.manner,
            self.kiosk,
            flow.visit,
            flow.printer_trouble,
            flow.choose,
            flow.ask_priority,
            say("kiosk_staff.paper_low", self._language) if flow.paper_low else "",
        )
        page.show_waits(flow.waits)
        return page

    def _ask(self) -> QuestionPage:
        flow = self.flow
        wait = flow.waits.get(flow.visit.category or "")
        page = QuestionPage(
            self.manner, self.kiosk, flow.visit, wait, flow.wish, flow.back, flow.take
        )
        if flow.taking:
            page.wait_for_number()
        return page

    def _number(self) -> NumberPage:
        flow, taken = self.flow, cast("Taken", self.flow.taken)
        page = NumberPage(self.manner, self.kiosk, taken, flow.paper, flow.begin, flow.print_again)
        if not flow.busy:
            page.show_seconds(flow.seconds_left)
        return page

    def _refused(self) -> MessagePage:
        again = () if self.flow.refused == "used_up" else (("try_again", self.flow.take),)
        return self._message(self.flow.refused, ("done", self.flow.begin), *again)

    def _message(self, key: str, *buttons: tuple[str, Callable[[], None]]) -> MessagePage:
        return MessagePage(self.manner, self.kiosk, self.manner.say(key), buttons=buttons)

    def _pin(self) -> PinPage:
        return PinPage(self.manner, self.kiosk, self._language, self.flow.enter, self.flow.begin)

    def _staff(self) -> StaffPage:
        flow = self.flow
        return StaffPage(
            self.manner,
            self.kiosk,
            self._language,
            flow.taken,
            flow.lost,
            flow.print_again,
            self.leave,
            flow.begin,
        )
