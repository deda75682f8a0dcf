"""From the first touch to the number, and back to the first screen for the next visitor."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from enum import Enum, auto
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from counter_app.errors import Refusal
from counter_app.kiosk.hours import Standing
from counter_app.kiosk.kiosk import Kiosk, Priority, Taken, Visit, Wait
from counter_app.printing.jobs import PrinterStatus
from ui.base.backend import Backend
from ui.kiosk.manner import Manner
from ui.kiosk.number import TROUBLES, Paper


class Step(Enum):
    START = auto()
    ASK = auto()
    NUMBER = auto()
    SHUT = auto()
    """Outside office hours."""
    LOST = auto()
    """The queue cannot be reached."""
    REFUSED = auto()
    PIN = auto()
    STAFF = auto()


LEFT_ALONE = {
    Step.START: 45,
    Step.ASK: 45,
    Step.NUMBER: 15,
    Step.SHUT: 45,
    Step.LOST: 45,
    Step.REFUSED: 30,
    Step.PIN: 30,
    Step.STAFF: 30,
}
"""Seconds after which a screen gives way to the first."""
STAYING = frozenset({Step.SHUT, Step.LOST})
"""Those that stay as long as their cause, in Korean and usual size again for the next visitor."""
TO_WRITE_DOWN = 90
"""Seconds that a number is shown which is not on paper."""
ROLL_LOW = "printing.roll_low"
REFUSALS = {"queue.numbers_used_up": "used_up"}
"""By the code of a refusal, the sentence of kiosk.json; no_numbers for any other."""


class Flow(QObject):
    """One visitor after the other. `moved`: another screen; `renewed`: the same one has changed.

    Commits, then prints, then confirms: the number is shown as soon as it is in the queue. A touch
    on a category makes the id of the action; whatever is touched after it, that is one number.
    `time` is a monotonic clock.
    """

    moved = Signal()
    renewed = Signal()
    waits_came = Signal()

    def __init__(
        self,
        kiosk: Kiosk,
        backend: Backend,
        manner: Manner,
        time: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.kiosk, self.backend, self.manner = kiosk, backend, manner
        self._time = time
        backend.heard.connect(self._hear)
        self.step = Step.START
        self.visit = Visit()
        self.waits: Mapping[str, Wait] = {}
        self.paper = Paper.NONE
        self.printer_trouble: Paper | None = None
        self.paper_low = False
        self.taken: Taken | None = None
        """The last number of this kiosk."""
        self.refused = ""
        self.lost: Refusal | None = None
        """Why the queue cannot be asked, for staff."""
        self.taking = False
        self._action_id = ""
        self._stale = True
        self._leaves_at: float | None = None
        self._why_shut: tuple[Standing, date] | None = None

    @property
    def busy(self) -> bool:
        """Whether a number or a ticket is being made: nothing may be touched."""
        return self.taking or (self.step is Step.NUMBER and self.paper is Paper.PRINTING)

    @property
    def seconds_left(self) -> int:
        return max(0, round((self._leaves_at or 0) - self._time()))

    def begin(self) -> None:
        """The first screen, for whoever comes next."""
        self.visit = Visit()
        self._to(Step.START if self.kiosk.standing() is Standing.OPEN else Step.SHUT)
        self.manner.reset()
        self.look_at_queue()
        self.look_at_printer()

    def choose(self, category: str) -> None:
        self._action_id = str(uuid4())
        self.visit = replace(self.visit, category=category)
        self._to(Step.ASK)

    def ask_priority(self) -> None:
        """Before a category is chosen."""
        self.visit = replace(self.visit, category=None)
        self._to(Step.ASK)

    def wish(self, priority: Priority | None, interpreter: bool) -> None:
        self.visit = replace(self.visit, priority=priority, interpreter=interpreter)

    def back(self) -> None:
        """To the categories; language and priority stay chosen."""
        self._to(Step.START)
        self.look_at_queue()

    def take(self) -> None:
        """The number of the visit; touched twice, or tried again, it is one number."""
        if self.visit.category is None:
            self.back()
            return
        if self.taking:
            return
        self.taking = True
        self._leaves_at = None
        self.renewed.emit()
        visit = replace(self.visit, language=self.manner.language)
        self.backend.run(
            self.kiosk.take,
            visit,
            self._action_id,
            then=self._took,
            refused=self._refuse,
            failed=self._fail,
        )

    def print_again(self) -> None:
        self._print(again=True)

    def staff(self) -> None:
        """Somebody pressed the staff's keys, or held the clock where a PIN is asked for."""
        if not self.busy:
            self._to(Step.PIN if self.kiosk.settings.pin else Step.STAFF)

    def enter(self) -> None:
        """The PIN was right."""
        self._to(Step.STAFF)

    def touched(self) -> None:
        """Somebody is here: the screen stays. A number that is out goes all the same."""
        if self._leaves_at is not None and self.step is not Step.NUMBER:
            self._leaves_at = self._time() + LEFT_ALONE[self.step]

    def tick(self) -> None:
        """Once a second."""
        if self._stale:
            self.look_at_queue()
        standing = self.kiosk.standing()
        if self.step is Step.SHUT and standing is Standing.OPEN:
            self.begin()
        elif self.step is Step.START and standing is not Standing.OPEN:
            self._to(Step.SHUT)
        elif self._leaves_at is not None and self._time() >= self._leaves_at:
            self._leave()
        elif self.step is Step.SHUT:
            self._tell_why(standing)

    def look_at_queue(self) -> None:
        self._stale = False
        self.backend.ask(
            self.kiosk.waits,
            then=self._waits,
            refused=self._lose,
            failed=self._forget_waits,
            replacing="waits",
        )

    def look_at_printer(self) -> None:
        """On the worker that prints: a printer has one thing asked of it at a time."""
        if self.step is Step.START:
            self.backend.render(self.kiosk.paper, then=self._condition, replacing="printer")

    def _leave(self) -> None:
        """Whoever was here has gone."""
        pristine = self.manner.plain and self.visit == Visit()
        if self.step in STAYING or (self.step is Step.START and pristine):
            self.manner.reset()
            self._leaves_at = self._time() + LEFT_ALONE[self.step]
        else:
            self.begin()

    def _tell_why(self, standing: Standing) -> None:
        """Over a weekend a closed kiosk has other things to say, and another day to name."""
        why = (standing, self.kiosk.clock.now().date())
        if why != self._why_shut:
            self._why_shut = why
            self.renewed.emit()

    def _to(self, step: Step, seconds: int | None = None) -> None:
        self.step = step
        seconds = seconds or LEFT_ALONE.get(step)
        self._leaves_at = None if seconds is None else self._time() + seconds
        self.moved.emit()

    def _hear(self, _news: object) -> None:
        self._stale = True  # on a busy morning more is heard than anybody reads

    def _took(self, taken: Taken) -> None:
        self.taking = False
        self.taken = taken
        self._print(again=False)

    def _print(self, *, again: bool) -> None:
        if self.kiosk.printer is None:
            self._out(Paper.NONE)
            return
        self.paper = Paper.PRINTING
        self._to(Step.NUMBER)
        self._leaves_at = None
        self.backend.spool(
            self.kiosk.print,
            self.taken,
            again=again,
            then=self._printed,
            refused=self._unprinted,
            failed=self._unprintable,
        )

    def _printed(self, _: None) -> None:
        self._out(Paper.PRINTED)

    def _unprinted(self, refusal: Refusal) -> None:
        self._out(TROUBLES.get(refusal.code, Paper.FAILED))

    def _unprintable(self, _reference: str) -> None:
        self._out(Paper.FAILED)

    def _out(self, paper: Paper) -> None:
        self.paper = paper
        self._to(Step.NUMBER, None if paper is Paper.PRINTED else TO_WRITE_DOWN)

    def _refuse(self, refusal: Refusal) -> None:
        self.taking = False
        if refusal.code == "kiosk_staff.shut":
            self._to(Step.SHUT)
            return
        self.refused = REFUSALS.get(refusal.code, "no_numbers")
        self._to(Step.REFUSED)

    def _fail(self, _reference: str) -> None:
        self.taking = False
        self.refused = "no_numbers"
        self._to(Step.REFUSED)

    def _waits(self, waits: Mapping[str, Wait]) -> None:
        self.waits, self.lost = waits, None
        if self.step is Step.LOST:
            self.begin()
        else:
            self.waits_came.emit()

    def _lose(self, refusal: Refusal) -> None:
        self.lost = refusal
        if self.step is Step.START:
            self._to(Step.LOST)

    def _forget_waits(self, _reference: str) -> None:
        """Numbers can be taken all the same."""
        self.waits = {}
        self.waits_came.emit()

    def _condition(self, status: PrinterStatus | None) -> None:
        trouble = None if status is None or status.ready else TROUBLES.get(status.code, Paper.OFF)
        low = status is not None and status.code == ROLL_LOW
        if (trouble, low) != (self.printer_trouble, self.paper_low):
            self.printer_trouble, self.paper_low = trouble, low
            if self.step is Step.START:
                self.renewed.emit()
