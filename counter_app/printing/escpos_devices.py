"""python-escpos, and its ways to a printer made to answer within a given time."""

import socket
import tempfile
import time
from typing import Any, Protocol

from serial import SerialTimeoutException
from usb.core import NoBackendError, USBTimeoutError

_usual = tempfile.tempdir
with tempfile.TemporaryDirectory() as _folder:
    # python-escpos caches its table of models in a new folder of its own at every start, and
    # leaves it behind.
    tempfile.tempdir = _folder
    try:
        from escpos.capabilities import CAPABILITIES
        from escpos.exceptions import DeviceNotFoundError
        from escpos.printer import Dummy, Network, Serial, Usb
    finally:
        tempfile.tempdir = _usual

__all__ = ["CAPABILITIES", "LOST", "Device", "Dummy", "Line", "Tcp", "UsbDevice"]

DEADLINE = 3.0
"""Seconds, to connect and for each wait on the printer."""
PRINTING = 8.0
"""Seconds in which a ticket comes out."""
_MS = 1000
_BITS = 10
"""A byte on a serial line, with start and stop bit."""

LOST = (OSError, DeviceNotFoundError, NoBackendError)
"""What is raised when a printer is not there, or no longer."""


class Device(Protocol):
    """One connection to a printer; raises LOST."""

    def open(self) -> None: ...

    def close(self) -> None: ...

    def send(self, data: bytes) -> None: ...

    def answer(self, seconds: float) -> bytes:
        """What comes within so long; nothing if nothing does."""
        ...


class Tcp(Network):  # type: ignore[misc]  # escpos has no types
    def __init__(self, host: str, port: int) -> None:
        super().__init__(host, port, timeout=DEADLINE)

    def open(self, raise_not_found: bool = True) -> None:  # noqa: ARG002 - as escpos has it
        """By IPv6 too, and leaving no socket behind when nobody is there."""
        self.device = socket.create_connection((self.host, self.port), self.timeout)

    def send(self, data: bytes) -> None:
        self._raw(data)

    def answer(self, seconds: float) -> bytes:
        self.device.settimeout(seconds)
        try:
            found: bytes = self.device.recv(16)
        except TimeoutError:
            return b""
        finally:
            self.device.settimeout(DEADLINE)
        if not found:
            raise ConnectionResetError
        return found


class Line(Serial):  # type: ignore[misc]  # escpos has no types
    def send(self, data: bytes) -> None:
        line: Any = self.device
        line.write_timeout = PRINTING + len(data) * _BITS / self.baudrate
        try:
            line.write(data)
        except SerialTimeoutException:
            line.reset_output_buffer()  # or closing would wait for it for ever
            raise

    def answer(self, seconds: float) -> bytes:
        line: Any = self.device
        line.timeout = seconds
        found: bytes = line.read(1) + line.read(line.in_waiting)
        return found


class UsbDevice(Usb):  # type: ignore[misc]  # escpos has no types
    def __init__(self, vendor: int, product: int) -> None:
        super().__init__(vendor, product, timeout=int(PRINTING * _MS))

    def send(self, data: bytes) -> None:
        self._raw(data)

    def answer(self, seconds: float) -> bytes:
        try:
            found = bytes(self.device.read(self.in_ep, 16, int(seconds * _MS)))
        except USBTimeoutError:
            return b""
        if not found:  # a printer with nothing to say sends empty packets
            time.sleep(min(seconds, 0.05))
        return found
