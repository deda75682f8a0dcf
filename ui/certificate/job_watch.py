"""What the print queue says of documents that were issued, asked again until that is final."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.printing.printers import Job, Printer, PrinterStatus
from ui.base.backend import Backend

NOT_OUT = frozenset({"held", "stopped", "canceled", "aborted"})
"""States of a document of which no paper is to be expected as it is."""
ENDS = frozenset({"completed", "canceled", "aborted"})
POLL_MS = 1500


@dataclass(frozen=True, slots=True)
class Progress:
    """`job`: the one that is worst off, None if the queue does not know it; `states` of each by
    its title, None likewise. `not_out`: whether, by what the queue says, one of them has not come
    out."""

    job: Job | None
    printer: str
    status: PrinterStatus
    ended: bool
    not_out: bool
    states: Mapping[str, str | None]


def progress(printer: Printer, titles: tuple[str, ...]) -> Progress:
    """How the documents of these titles are in the queue. Touches no widget."""
    jobs, status = [printer.find_job(title) for title in titles], printer.status()
    ended = all(job is not None and job.state in ENDS for job in jobs)
    # what waits for a printer that stands still has not come out either
    stands = NOT_OUT if status.ready else NOT_OUT | {"pending"}
    not_out = any(job is not None and job.state in stands for job in jobs)
    states = {title: job.state if job else None for title, job in zip(titles, jobs, strict=True)}
    return Progress(max(jobs, key=_worry), printer.name, status, ended, not_out, states)


def _worry(job: Job | None) -> int:
    if job is None:
        return 2
    return 3 if job.state in NOT_OUT else 0 if job.state == "completed" else 1


class JobWatch(QObject):
    """`changed` with each answer; `refused(Refusal)` when the queue cannot say."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, backend: Backend, printer: Printer, parent: QObject) -> None:
        super().__init__(parent)
        self._backend = backend
        self._printer = printer
        self._titles: tuple[str, ...] = ()
        self.progress: Progress | None = None
        self._poll = QTimer(self)
        self._poll.setSingleShot(True)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._ask)

    def follow(self, titles: tuple[str, ...]) -> None:
        """Ask about these from now on; none stops it."""
        if titles != self._titles:
            self.progress = None
        self._titles = titles
        self._poll.stop()
        if titles:
            self._ask()

    def _ask(self) -> None:
        self._backend.inspect(
            _asked,
            self._printer,
            self._titles,
            then=self._told,
            refused=self.refused.emit,
            replacing="job",
        )

    def _told(self, told: tuple[tuple[str, ...], Progress]) -> None:
        titles, found = told
        if titles == self._titles:
            self.progress = found
            self.changed.emit()
            if not found.ended:
                self._poll.start()


def _asked(printer: Printer, titles: tuple[str, ...]) -> tuple[tuple[str, ...], Progress]:
    return titles, progress(printer, titles)
