"""What a queue says about itself and about a document it was given."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """`code` is a words code whose sentence takes {printer}; `ready`: a page sent now comes out.

    `detail` is what the queue itself adds, in its own words, or "".
    """

    ready: bool
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """`state` is one of held, pending, processing, stopped, canceled, aborted, completed."""

    id: str
    state: str
