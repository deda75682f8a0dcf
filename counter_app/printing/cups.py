"""Print queues of a CUPS server, this machine's or another's."""

from collections.abc import Mapping

from counter_app.alone import opened
from counter_app.errors import Refusal
from counter_app.printing import ipp
from counter_app.printing.ipp import Group, Operation
from counter_app.printing.jobs import Job, PrinterStatus

PRINTER_ATTRIBUTES = (
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-is-accepting-jobs",
)
# Nothing needs the UUID, but without it CUPS answers from memory, where finished jobs have no name.
JOB_ATTRIBUTES = ("job-id", "job-name", "job-state", "number-of-documents", "job-uuid")
PAGE = {"sides": "one-sided", "print-scaling": "none"}
A4 = (595, 842)  # points, rounded

# RFC 8011 §5.3.7
JOB_STATES = {
    3: "pending",
    4: "held",
    5: "processing",
    6: "stopped",
    7: "canceled",
    8: "aborted",
    9: "completed",
}
IDLE, STOPPED = 3, 5  # RFC 8011 §5.4.11

# Keywords of RFC 8011 §5.4.12 and PWG 5100.9 as printers report them, the most hindering first.
HINDRANCES = {
    "offline": "printing.offline",
    "connecting-to-device": "printing.connecting",
    "timed-out": "printing.offline",
    "shutdown": "printing.offline",
    "media-jam": "printing.media_jam",
    "cover-open": "printing.cover_open",
    "door-open": "printing.cover_open",
    "interlock-open": "printing.cover_open",
    "media-empty": "printing.media_empty",
    "media-needed": "printing.media_empty",
    "input-tray-missing": "printing.tray_missing",
    "toner-empty": "printing.toner_empty",
    "marker-supply-empty": "printing.toner_empty",
    "output-area-full": "printing.output_full",
    "spool-area-full": "printing.spool_full",
    "cups-missing-filter": "printing.queue_broken",
    "cups-insecure-filter": "printing.queue_broken",
    "paused": "printing.paused",
    "moving-to-paused": "printing.paused",
}
FOREWARNINGS = {
    "media-low": "printing.media_low",
    "toner-low": "printing.toner_low",
    "marker-supply-low": "printing.toner_low",
}
# CUPS's network backends report an unreachable printer in words alone.
LOST_DEVICE = (
    "The printer may not exist or is unavailable at this time.",
    "The printer is not responding.",
    "The printer is unreachable at this time.",
)
AMBIGUOUS = {"printing.no_answer", "printing.bad_answer"}
SEVERITIES = ("-report", "-warning", "-error")


class CupsPrinter:
    """One queue. `server` is "HOST[:PORT]", or "" for this machine's own CUPS."""

    def __init__(self, queue: str, server: str = "") -> None:
        if server:
            ipp.address(server)
        self.name = queue
        self.server = server

    def submit(self, pdf: bytes, title: str, copies: int) -> str:
        # Two steps: an empty job prints nothing, and its id settles what became of the document.
        template: dict[str, ipp.Value] = {**PAGE, **_media(pdf), "copies": copies}
        created = self._jobs(Operation.CREATE_JOB, {"job-name": title}, template)
        job: dict[str, ipp.Value] = {"job-id": created[0]["job-id"][0]}
        whole = {**job, "document-format": "application/pdf", "last-document": True}
        try:
            self._jobs(Operation.SEND_DOCUMENT, whole, document=pdf)
        except Refusal as refusal:
            if refusal.code not in AMBIGUOUS or not self._arrived(job):
                raise
        return str(job["job-id"])

    def status(self) -> PrinterStatus:
        wanted = {"requested-attributes": PRINTER_ATTRIBUTES}
        try:
            groups = ipp.ask(self.server, self.name, Operation.GET_PRINTER_ATTRIBUTES, wanted)
        except Refusal as refusal:
            return PrinterStatus(False, refusal.code)
        return _status(dict(groups)[Group.PRINTER])

    def find_job(self, title: str) -> Job | None:
        wanted = {"which-jobs": "all", "requested-attributes": JOB_ATTRIBUTES}
        whole = [
            job
            for job in self._jobs(Operation.GET_JOBS, wanted)
            if job.get("job-name") == [title] and _has_document(job)
        ]
        if not whole:
            return None
        newest = max(whole, key=lambda job: job["job-id"][0])
        return Job(str(newest["job-id"][0]), JOB_STATES[newest["job-state"][0]])

    def _arrived(self, job: Mapping[str, ipp.Value]) -> bool:
        """Whether the queue has the document after all; if not, its empty job is cancelled.

        Raises Refusal printing.unsure when the queue says neither.
        """
        try:
            wanted = {**job, "requested-attributes": JOB_ATTRIBUTES}
            if _has_document(self._jobs(Operation.GET_JOB_ATTRIBUTES, wanted)[0]):
                return True
            self._jobs(Operation.CANCEL_JOB, job)
        except Refusal as refusal:
            raise Refusal("printing.unsure", printer=self.name) from refusal
        return False

    def _jobs(
        self,
        operation: Operation,
        attributes: Mapping[str, ipp.Value],
        template: Mapping[str, ipp.Value] | None = None,
        document: bytes = b"",
    ) -> list[ipp.Attributes]:
        groups = ipp.ask(self.server, self.name, operation, attributes, template, document)
        return [attributes for group, attributes in groups if group == Group.JOB]


def _media(pdf: bytes) -> dict[str, str]:
    """A4 for A4 pages. Only the queue knows what it takes for others, such as a receipt's roll."""
    with opened(pdf) as document:
        size = tuple(round(length) for length in document.get_page_size(0))
    return {"media": "iso_a4_210x297mm"} if size == A4 else {}


def _has_document(job: ipp.Attributes) -> bool:
    """A completed job had one, though CUPS may have deleted it since; empty jobs never complete."""
    return job["number-of-documents"][0] > 0 or JOB_STATES[job["job-state"][0]] == "completed"


def _status(printer: ipp.Attributes) -> PrinterStatus:
    reported = {_condition(reason) for reason in printer["printer-state-reasons"]}
    message = printer.get("printer-state-message", [""])[0]

    def first(table: Mapping[str, str]) -> str | None:
        return next((code for keyword, code in table.items() if keyword in reported), None)

    if not printer["printer-is-accepting-jobs"][0]:
        return PrinterStatus(False, "printing.not_accepting", message)
    if hindrance := first(HINDRANCES):
        return PrinterStatus(False, hindrance, message)
    if printer["printer-state"][0] != IDLE and message in LOST_DEVICE:
        return PrinterStatus(False, "printing.offline", message)
    if printer["printer-state"][0] == STOPPED:
        return PrinterStatus(False, "printing.stopped", message)
    return PrinterStatus(True, first(FOREWARNINGS) or "printing.ready", message)


def _condition(reason: str) -> str:
    for severity in SEVERITIES:
        reason = reason.removesuffix(severity)
    return reason
