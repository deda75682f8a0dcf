"""Roll printers that speak ESC/POS, over a network, a serial line or USB.

A ticket or receipt counts as printed when the printer says so: after it the printer is sent GS r,
which it answers only once it has come that far. How it is, it tells at any moment by DLE EOT.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from counter_app.errors import Refusal
from counter_app.printing import escpos_devices
from counter_app.printing.escpos_devices import CAPABILITIES, LOST, Device, Dummy
from counter_app.printing.escpos_ways import way_to
from counter_app.printing.files import FilePrinter
from counter_app.printing.jobs import PrinterStatus
from counter_app.printing.ticket_bytes import compose
from counter_app.printing.tickets import Part, TicketPrinter

READY, LOW, SILENT = "printing.ready", "printing.roll_low", "printing.silent"
_PROGRESS = b"\x1dr\x01"
_STATUS = b"\x10\x04"
# Answers to DLE EOT have these bits, those to GS r others; what else a printer says has neither.
_STATUS_BITS, _PROGRESS_BITS = (0x93, 0x12), (0x90, 0x00)
_NO_PAPER = 0x0C
_PACE = 20_000
"""Bytes of a picture that the slowest printer burns in a second."""
_CONDITIONS = (
    (2, 0x04, "printing.cover_open"),
    (4, 0x60, "printing.roll_empty"),
    (2, 0x20, "printing.roll_empty"),
    (3, 0x08, "printing.media_jam"),
    (2, 0x40, "printing.stopped"),
    (1, 0x08, "printing.offline"),
    (4, 0x0C, LOW),
)
"""Of the answer to DLE EOT n, bits and what they stand for; the most hindering first."""


class EscposPrinter:
    """`connect` makes an unopened connection; `model` is a profile of python-escpos. One that
    never `answers` is believed to print what it takes."""

    def __init__(
        self, name: str, connect: Callable[[], Device], model: str, *, answers: bool
    ) -> None:
        self.name = name
        self._connect = connect
        self._model = model
        self._answers = answers
        self.torn = 0
        """Bytes of what was last sent that may not have arrived whole."""

    def print(self, parts: Sequence[Part], title: str) -> None:  # noqa: ARG002 - as a TicketPrinter has it
        self.put(ticket_bytes(parts, self._model))

    def put(self, composed: bytes) -> None:
        """As `print` says, of what ticket_bytes made."""
        with self._opened() as device:
            try:
                self._require(self._condition(device))
            except LOST as error:
                raise Refusal("printing.offline", printer=self.name) from error
            self.torn = len(composed)
            try:
                device.send(composed)
                if self._answers:
                    self._confirm(device, escpos_devices.PRINTING + len(composed) / _PACE)
            except LOST as error:
                raise Refusal("printing.interrupted", printer=self.name) from error
            self.torn = 0

    def status(self) -> PrinterStatus:
        try:
            with self._opened() as device:
                code = self._condition(device)
        except Refusal as refusal:
            code = refusal.code
        except LOST:
            code = "printing.offline"
        return PrinterStatus(code in (READY, LOW), code)

    @contextmanager
    def _opened(self) -> Iterator[Device]:
        try:
            device = self._connect()
            device.open()
            if self.torn:  # fills a picture that broke off with white; else zeros mean nothing
                device.send(bytes(self.torn))
                self.torn = 0
        except LOST as error:
            raise Refusal("printing.offline", printer=self.name) from error
        try:
            yield device
        finally:
            with suppress(*LOST):
                device.close()

    def _condition(self, device: Device) -> str:
        if not self._answers:
            return READY
        said: dict[int, int] = {}
        for n in (1, 2, 3, 4):
            answer = _ask(device, _STATUS + bytes([n]), _STATUS_BITS, escpos_devices.DEADLINE)
            if answer is None:
                return SILENT
            said[n] = answer
        return next((code for n, bits, code in _CONDITIONS if said[n] & bits), READY)

    def _confirm(self, device: Device, seconds: float) -> None:
        """Returns when all before has been printed. Raises Refusal with why it was not."""
        answer = _ask(device, _PROGRESS, _PROGRESS_BITS, seconds)
        if answer is None:
            self._require(self._condition(device))
            raise Refusal("printing.interrupted", printer=self.name)
        if answer & _NO_PAPER:
            raise Refusal("printing.roll_empty", printer=self.name)

    def _require(self, code: str) -> None:
        if code not in (READY, LOW):
            raise Refusal(code, printer=self.name)


class TicketFolder:
    """A folder that gets what a printer would: NUMBER.escpos, then NUMBER.2.escpos and so on."""

    def __init__(self, folder: Path, model: str) -> None:
        self.name = str(folder)
        self._folder = FilePrinter(folder, ".escpos")
        self._model = model

    def print(self, parts: Sequence[Part], title: str) -> None:
        self._folder.submit(ticket_bytes(parts, self._model), title, 1)

    def status(self) -> PrinterStatus:
        return self._folder.status()


def printer_from(spec: str, model: str, *, answers: bool, base: Path) -> TicketPrinter:
    """As tickets.ticket_printer says."""
    if not _suits(model):
        raise Refusal("printing.bad_ticket_model", model=model, models=", ".join(models()))
    kind, _, place = spec.partition(":")
    try:
        if kind == "file" and place:
            return TicketFolder(base / Path(place).expanduser(), model)
        return EscposPrinter(place, way_to(spec), model, answers=answers)
    except ValueError:
        raise Refusal("printing.bad_ticket_printer", spec=spec) from None


def ticket_bytes(parts: Sequence[Part], model: str) -> bytes:
    """What a printer of that model is sent. Raises Refusal certificates.no_glyph."""
    return compose(parts, Dummy(profile=model), dots_of(model))


def dots_of(model: str) -> int:
    """How many a line has."""
    dots: int = CAPABILITIES["profiles"][model]["media"]["width"]["pixels"]
    return dots


def models() -> tuple[str, ...]:
    """All that can be named."""
    return tuple(filter(_suits, CAPABILITIES["profiles"]))


def _suits(model: str) -> bool:
    """Whether it is known, prints pictures, and how wide."""
    profile = CAPABILITIES["profiles"].get(model)
    if profile is None:
        return False
    width = profile["media"]["width"].get("pixels")
    return bool(profile["features"].get("bitImageRaster")) and isinstance(width, int)


def _ask(device: Device, question: bytes, bits: tuple[int, int], seconds: float) -> int | None:
    """The last byte of the right shape that comes in time, or None. Raises LOST."""
    mask, shape = bits
    device.send(question)
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        for byte in reversed(device.answer(left)):
            if byte & mask == shape:
                return byte
    return None
