"""The window: signs a clerk in, shows the work, locks it."""

import gc
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget
from shiboken6 import delete

from counter_app.config import Config, language_of
from counter_app.errors import Refusal
from counter_app.leaving import leave
from counter_app.logs import log_fault, log_to
from counter_app.main import Counter, open_counter
from counter_app.printing.configured import configured_printers
from counter_app.printing.printers import Printer, Printers, printer_from
from counter_app.privacy.actor import Actor
from counter_app.sync.views import SyncState
from ui.base.backend import Backend
from ui.base.garbage import Collector
from ui.base.no_start import tell
from ui.base.notices import Notices
from ui.base.session import Session
from ui.frame.kept_look import KeptLook
from ui.frame.lock import IdleWatch, LockScreen
from ui.frame.signin import SignInScreen
from ui.frame.window_keys import WindowKeys
from ui.kit.copied import forget_copied
from ui.kit.double_press import DoublePress
from ui.kit.theme import look
from ui.sync.process import SyncProcess, command
from ui.sync.watch import SyncWatch

if TYPE_CHECKING:
    from ui.frame.shell import WorkingScreen


BESIDE_MS = 2_000
"""After the window has opened, which need not wait for it."""


class MainWindow(QMainWindow):
    """Sign-in, work and lock as pages of one window; only one of them is ever visible.

    `time` is the monotonic clock that idleness is measured by.
    """

    def __init__(
        self, counter: Counter, session: Session, time: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        KeptLook(counter.config.home, self)
        self.counter = counter
        self.session = session
        self.backend = Backend(self)
        self.garbage = Collector(self)
        self.pages = QStackedWidget()
        self.setCentralWidget(self.pages)
        self.watch = SyncWatch(counter, self.backend, self)
        self.syncing = SyncProcess("sync", command(counter.config.home), self)
        self.district: SyncProcess | None = None
        self.notices = Notices(self.pages, session)
        self.backend.refused.connect(self.notices.refuse)
        self.backend.failed.connect(self.notices.fault)
        self.sign_in = SignInScreen(counter, self.backend, session)
        self.lock = LockScreen(counter, self.backend, session)
        self.work: WorkingScreen | None = None
        for page in (self.sign_in, self.lock):
            self.pages.addWidget(page)
        self.sign_in.asked.connect(self.prepare, Qt.ConnectionType.QueuedConnection)
        self.sign_in.signed_in.connect(self.enter)
        self.lock.unlocked.connect(self.unlock)
        self.lock.left.connect(self.leave)
        self.idle = IdleWatch(counter.config.idle_minutes * 60, time, self)
        self.idle.idle.connect(self.lock_work)
        for keys, step in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            QShortcut(QKeySequence(keys), self, partial(look().step, step))
        DoublePress(self)
        WindowKeys(self)
        self.setMinimumSize(960, 600)
        session.language_changed.connect(self.retranslate)
        session.resident_changed.connect(forget_copied)
        self.retranslate()

    def begin(self, clerk: str | None = None) -> None:
        """Ask who works here; the demo account needs no asking, `clerk` only a password."""
        self.watch.start()
        self.sign_in.open(clerk)
        demo = self.counter.config.demo
        if demo and clerk in (None, demo.login):
            self.sign_in.enter_demo()

    def enter(self, actor: Actor) -> None:
        """Signed in: show the work."""
        self.session.sign_in(actor)
        if actor.window is not None:
            self.backend.ask(self.counter.desks.arrive, actor, then=None, refused=_told_already)
        work = self.prepare()
        self.pages.setCurrentWidget(work)
        work.open()

    def prepare(self) -> "WorkingScreen":
        """The work, built unseen while the password is being checked: both take as long."""
        if self.work is not None:
            return self.work
        from ui.frame.desk import build  # noqa: PLC0415 - loads meanwhile too

        self.work = build(
            self.counter, self.backend, self.session, self.notices, self.watch, self.pages
        )
        self.work.lock_wanted.connect(self.lock_work)
        self.pages.addWidget(self.work)
        return self.work

    def keep_syncing(self) -> None:
        """From when this counter belongs to a district, the sync's process runs beside us."""
        self.watch.seen.connect(self.syncing.follow)

    def keep_district(self) -> None:
        """The demo centre's own district runs beside us, if it may have one."""
        from counter_app.demo import joining  # noqa: PLC0415 - no other centre needs it

        config, alone = self.counter.config, self.watch.view.state is SyncState.ALONE
        if joining.may_have_one(config, alone=alone):
            self.district = SyncProcess("demo district", joining.command(config.home), self)
            self.district.keep()

    def lock_work(self) -> None:
        """Hide the work and leave the person; nothing can be seen or reached by a key."""
        if self.work is not None and self.pages.currentWidget() is self.work:
            self.notices.clear()
            self.work.forget()
            self.pages.setCurrentWidget(self.lock)
            self.lock.open()
            self.seal()

    def seal(self) -> None:
        """Nobody waits now: what was issued gets its sealed copy."""
        self.backend.render(self.counter.sealed.try_to_seal, then=None)

    def unlock(self) -> None:
        if self.work is not None:
            self.pages.setCurrentWidget(self.work)

    def leave(self) -> None:
        """The clerk goes: the window is closed, and free for somebody else. Asked first while
        documents are in the tray."""
        if refusal := self.session.leave_tray():
            self.lock.refuse(refusal)
            return
        self.backend.run(leave, self.counter, self.session.actor, then=self._left)

    def retranslate(self) -> None:
        office = self.counter.config.office
        self.setWindowTitle(office.name_ko if self.session.language == "ko" else office.name_en)

    def fault(self, error: BaseException) -> None:
        """An unexpected error of the window itself: logged and told like any other."""
        self.notices.fault(log_fault(error))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Finish what is under way, and leave the window closed and free."""
        self.hide()
        for process in filter(None, (self.syncing, self.district)):
            process.stop()
        self.backend.close()
        if self.session.signed_in:
            try:
                leave(self.counter, self.session.actor)
            except Exception as error:  # noqa: BLE001 - logged; whoever closes it is gone
                log_fault(error)
        super().closeEvent(event)

    def _left(self, _: None) -> None:
        if self.work is not None:
            delete(self.work)  # now, before anything in it can hear that nobody works here
            self.work = None
        self.session.sign_out()
        self.pages.setCurrentWidget(self.sign_in)
        self.sign_in.open()
        self.seal()


def _told_already(_: Refusal) -> None:
    """That a shared queue is out of reach is told by the queue's own panel."""


def run(counter: Counter, clerk: str | None = None, *, demo_district: bool = False) -> int:
    """Open the window and work until it is closed; the exit status.

    In a demo centre the demo account is signed in at once, unless it is another `clerk`'s turn.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    window = show_window(counter, clerk)
    window.keep_syncing()
    if demo_district:
        QTimer.singleShot(BESIDE_MS, window, window.keep_district)
    sys.excepthook = lambda _kind, error, _trace: window.fault(error)
    try:
        return app.exec()
    finally:
        sys.excepthook = sys.__excepthook__


def show_window(counter: Counter, clerk: str | None = None) -> MainWindow:
    """The window as a clerk opens it; `run` also works until it is closed."""
    window = MainWindow(counter, Session(counter.config.language))
    room = window.screen().availableGeometry().size()
    window.resize(QSize(1600, 900).boundedTo(room))  # no window manager, no maximizing
    window.showMaximized()
    window.begin(clerk)
    gc.freeze()  # what is loaded stays; searching it for garbage stops every thread for 50 ms
    return window


def main(
    home: Path,
    clerk: str | None = None,
    printer: str | None = None,
    *,
    demo_district: bool = False,
) -> int:
    """The window of the centre in `home`, `printer` standing in for the configured one; with its
    own district beside a demo centre.

    Raises Refusal config.*, store.*, printing.*, told in a small window first.
    """
    try:
        counter = open_counter(home, printers=partial(printers_for, printer))
    except Refusal as refusal:
        tell(refusal, language_of(home))
        raise
    log_to(home)
    try:
        return run(counter, clerk, demo_district=demo_district)
    finally:
        counter.close()


def printers_for(instead: str | None, config: Config) -> Printers:
    """The printers to use, those of the Windows spooler among them."""
    return configured_printers(config, _printer, instead)


def _printer(spec: str, base: Path) -> Printer:
    if not spec.startswith("windows:"):
        return printer_from(spec, base)
    from ui.certificate.windows_printer import any_printer  # noqa: PLC0415 - only Windows waits for it to load

    return any_printer(spec, base)
