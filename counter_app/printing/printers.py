"""What the program asks of a printer, whichever it is."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from counter_app.errors import Refusal
from counter_app.printing.files import FilePrinter
from counter_app.printing.jobs import Job, PrinterStatus

__all__ = ["Job", "Printer", "PrinterStatus", "Printers", "printer_from"]


class Printer(Protocol):
    name: str

    def submit(self, pdf: bytes, title: str, copies: int) -> str:
        """Put a document of A4 pages in the queue and return the job's id there.

        `title` is an issue number (letters, digits, hyphens), never a person's name: queues show
        it to everyone. Returns only when the queue has the whole document; otherwise raises
        Refusal printing.* and no page comes out. Only after printing.unsure one may:
        ask `find_job` when the queue answers again.
        """
        ...

    def status(self) -> PrinterStatus:
        """How the printer is now; whatever is wrong is the answer, not an exception."""
        ...

    def find_job(self, title: str) -> Job | None:
        """The newest whole document of this title. Raises Refusal when the queue cannot say."""
        ...


@dataclass(frozen=True, slots=True)
class Printers:
    """Where the pages of certificates go, and where receipts do; often the same.

    `cash_receipts`: the printer of the receipts, opening the drawer; `plain`: one that holds plain
    paper, for what is no certificate; None where there is none.
    """

    pages: Printer
    receipts: Printer
    cash_receipts: Printer | None = None
    plain: Printer | None = None

    def for_receipt(self, *, cash: bool) -> Printer:
        """`cash`: whether some goes into the drawer or out of it."""
        return (cash and self.cash_receipts) or self.receipts


def printer_from(spec: str, base: Path = Path()) -> Printer:
    """The printer a configuration names: "file:DIR", "cups:QUEUE" or "cups:QUEUE@HOST[:PORT]".

    A relative DIR lies in `base`.

    Raises Refusal printing.bad_spec; printing.needs_window for "windows:NAME", which Qt drives.
    """
    kind, _, name = spec.partition(":")
    queue, at, server = name.partition("@")
    if kind == "windows" and name:
        raise Refusal("printing.needs_window", printer=name)
    if kind == "file" and name:
        return FilePrinter(base / Path(name).expanduser())
    if kind == "cups" and queue and bool(at) == bool(server):
        from counter_app.printing.cups import CupsPrinter  # noqa: PLC0415 - loads all of HTTP

        with suppress(ValueError):
            return CupsPrinter(queue, server)
    raise Refusal("printing.bad_spec", spec=spec)
