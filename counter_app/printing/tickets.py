"""What a number ticket is made of, and the printers that take one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from counter_app.printing.jobs import PrinterStatus

if TYPE_CHECKING:
    from PIL.Image import Image


class Size(Enum):
    """Of a line, in dots: the first in which it fits, else wrapped in the last."""

    SMALL = (26, 24)
    NORMAL = (32, 30, 28)
    LARGE = (48, 42, 36)


@dataclass(frozen=True, slots=True)
class Text:
    """In any script; centred, wrapped where it is too long."""

    text: str
    size: Size = Size.NORMAL


@dataclass(frozen=True, slots=True)
class Letters:
    """ASCII, in the printer's own letters."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """ASCII, in the printer's own letters, as large as the paper allows."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Black on white, one dot a pixel, at most as wide as the paper."""

    image: Image


@dataclass(frozen=True, slots=True)
class Kick:
    """Opens the drawer that is plugged into the printer."""


Part = Text | Letters | Number | Code | Rule | Picture | Kick


class TicketPrinter(Protocol):
    name: str

    def print(self, parts: Sequence[Part], title: str) -> None:
        """Returns when the printer says that the ticket is out (or, if it never says anything,
        has taken all of it). `title` is the ticket's number.

        Raises Refusal printing.*; after printing.interrupted a part of it may have come out.
        """
        ...

    def status(self) -> PrinterStatus:
        """How the printer is now; whatever is wrong is the answer, not an exception."""
        ...


def ticket_printer(spec: str, model: str, *, answers: bool, base: Path) -> TicketPrinter:
    """The printer a configuration names: "tcp:HOST[:PORT]", "usb:VENDOR:PRODUCT" (in hex),
    "serial:DEVICE[@BAUD]", or "file:DIR" (a folder in `base` that gets what a printer would).

    `model` is a profile of python-escpos. Raises Refusal printing.bad_ticket_printer,
    printing.bad_ticket_model.
    """
    from counter_app.printing import escpos  # noqa: PLC0415 - half a second to load

    return escpos.printer_from(spec, model, answers=answers, base=base)
