"""A ticket printer on a real socket: understands ESC/POS, keeps what it printed, has troubles."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from counter_app.printing import escpos_devices

CUT, KICK = "cut", "kick"
Printed = tuple[int, str] | Image.Image | str
"""Text with how many times its plain size, a picture, CUT, or KICK for an opened drawer."""


@dataclass
class Roll:
    """What the printer is and prints. `dies_after`: bytes of a ticket that it takes at most;
    `ends_after`: things printed until the paper is used up."""

    port: int = 0
    printed: list[Printed] = field(default_factory=list)
    silent: bool = False
    cover_open: bool = False
    empty: bool = False
    low: bool = False
    cutter_stuck: bool = False
    dies_after: int | None = None
    ends_after: int | None = None
    received: int = 0
    unread: bytes = b""
    _times: int = 1
    _line: str = ""

    @property
    def numbers(self) -> list[str]:
        """The texts larger than plain: the numbers on the tickets."""
        return [p[1] for p in self.printed if isinstance(p, tuple) and p[0] > 1]

    @property
    def pictures(self) -> list[Image.Image]:
        return [p for p in self.printed if isinstance(p, Image.Image)]

    @property
    def codes(self) -> list[str]:
        return [
            code.text
            for picture in self.pictures
            for code in zxingcpp.read_barcodes(picture.convert("L"))
        ]

    def take(self, data: bytes) -> bytes:
        """What it answers to `data`; the rest of a command that is not whole yet waits."""
        self.received += len(data)
        self.unread += data
        answers = b""
        while self.unread and (length := self._length()):
            command, self.unread = self.unread[:length], self.unread[length:]
            answers += self._obey(command)
        return b"" if self.silent else answers

    def _length(self) -> int:
        """Of the next command; 0 while it is not whole."""
        start = self.unread[:2]
        if start == b"\x1dv":
            if len(self.unread) < 8:
                return 0
            width, height = struct.unpack_from("<HH", self.unread, 4)
            wanted = 8 + width * height
        else:
            wanted = LENGTHS.get(start, LENGTHS.get(start[:1], 1))
        return wanted if len(self.unread) >= wanted else 0

    def _obey(self, command: bytes) -> bytes:
        start = command[:2]
        if start == b"\x10\x04":
            return bytes([self._status(command[2])])
        if start == b"\x1dr":
            return b"" if self._out_of_paper else bytes([0x03 if self.low else 0])
        if self._out_of_paper:
            return b""
        if start == b"\x1d!":
            self._times = (command[2] & 0x0F) + 1
        elif start == b"\x1b!":
            self._times = 1
        elif start == b"\x1dV":
            self.printed.append(CUT)
        elif start == b"\x1bp":
            self.printed.append(KICK)
        elif start == b"\x1dv":
            width, height = struct.unpack_from("<HH", command, 4)
            dots = bytes(byte ^ 0xFF for byte in command[8:])
            self.printed.append(Image.frombytes("1", (width * 8, height), dots))
        elif command == b"\n":
            if self._line:
                self.printed.append((self._times, self._line))
            self._line = ""
        elif len(command) == 1 and command >= b" ":
            self._line += command.decode("ascii")
        return b""

    @property
    def _out_of_paper(self) -> bool:
        return self.empty or (self.ends_after is not None and len(self.printed) >= self.ends_after)

    def _status(self, n: int) -> int:
        out, shut = self._out_of_paper, self.cover_open
        bits = {
            1: 0x08 * (out or shut or self.cutter_stuck),
            2: 0x04 * shut | 0x20 * out | 0x40 * self.cutter_stuck,
            3: 0x08 * self.cutter_stuck,
            4: 0x60 * out | 0x0C * self.low,
        }
        return 0x12 | bits[n]


LENGTHS = {
    b"\x10\x04": 3,
    b"\x1b@": 2,
    b"\x1bp": 5,
    b"\x1b": 3,
    b"\x1d": 3,
}
"""Of the commands python-escpos sends, by how they begin; all others are three bytes long."""


@contextmanager
def printer_on(roll: Roll) -> Iterator[Roll]:
    """Serves the roll on a port of this machine, one connection after the other."""
    listener = socket.create_server(("127.0.0.1", 0))
    roll.port = listener.getsockname()[1]
    thread = threading.Thread(target=_serve, args=(listener, roll))
    thread.start()
    try:
        yield roll
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _serve(listener: socket.socket, roll: Roll) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                _converse(connection, roll)


def _converse(connection: socket.socket, roll: Roll) -> None:
    while data := connection.recv(4096):
        if roll.dies_after is not None and roll.received + len(data) > roll.dies_after:
            roll.take(data[: max(0, roll.dies_after - roll.received)])
            # Linger of no seconds: the other side hears of it at once, as from a cut cable.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        connection.sendall(roll.take(data))


def paper(roll: Roll, dots: int = 576) -> Image.Image:
    """A picture of what came out, letters in a plain face of the same size."""
    sheet = Image.new("L", (dots, 4000), 255)
    pen, top = ImageDraw.Draw(sheet), 24
    for thing in roll.printed:
        if isinstance(thing, Image.Image):
            sheet.paste(thing, ((dots - thing.width) // 2, top))
            top += thing.height
        elif isinstance(thing, tuple):
            times, text = thing
            face = ImageFont.load_default(24 * times)
            pen.text((dots / 2, top + 3 * times), text, 0, font=face, anchor="mt")
            top += 30 * times
    return sheet.crop((0, 0, dots, top + 40))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for a printer in vain does so for a second."""
    for name in ("DEADLINE", "PRINTING"):
        monkeypatch.setattr(escpos_devices, name, 1.0)


@pytest.fixture
def roll(impatient: None) -> Iterator[Roll]:
    with printer_on(Roll()) as roll:
        yield roll
