"""A network that fails between a program and a server: at a chosen moment, for a while, by luck.

It passes bytes on as they are, encrypted or not.
"""

import select
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import Enum
from random import Random
from threading import Event, Thread


class Cut(Enum):
    BEFORE = "before"
    """The server never gets what the client said."""
    AFTER = "after"
    """The server has done it, and the client never hears of it."""


class Harm(Enum):
    CUT = "cut"
    """Both are hung up on."""
    DELAY = "delay"
    TRUNCATE = "truncate"
    """The beginning is passed on, then both are hung up on."""
    REORDER = "reorder"
    DUPLICATE = "duplicate"
    FLIP = "flip"
    """One bit is another."""


LONGEST_DELAY = 0.3
_PAUSE = 0.05


class Proxy:
    """Passes bytes on until it is told to do worse.

    `spoken`: how often clients have spoken. `harmed`: how often luck struck, by kind.
    """

    def __init__(self, port: int) -> None:
        self._server = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._closing = Event()
        self._parted = Event()
        self._held = Event()
        self._threads: list[Thread] = []
        self.spoken = 0
        self.harmed = dict.fromkeys(Harm, 0)
        self._at: int | None = None
        self._how = Cut.BEFORE
        self._then: Callable[[], object] = lambda: None
        self._harms: tuple[Harm, ...] = ()
        self._luck = Random()
        self._chance = 0.0
        self._thread = Thread(target=self._accept)
        self._thread.start()

    def cut(self, how: Cut, at: int, then: Callable[[], object] = lambda: None) -> None:
        """One connection is cut at the `at`-th time from now on that a client speaks; `then` is
        done at that moment."""
        self.spoken, self._at, self._how, self._then = 0, at, how, then

    def spare(self) -> None:
        """Nothing is cut or harmed."""
        self._at, self._harms = None, ()

    def was_cut(self) -> bool:
        return self._at is None

    def part(self) -> None:
        """Connections break, and no new one is made."""
        self._parted.set()

    def hold(self) -> None:
        """Nothing passes any more, and nobody is hung up on: what is called half-open."""
        self._held.set()

    def mend(self) -> None:
        """After `part` or `hold`. What was held goes on."""
        self._parted.clear()
        self._held.clear()

    def harm(self, harms: Iterable[Harm], chance: float, seed: int) -> None:
        """From now on each piece that passes is harmed with this chance."""
        self._luck, self._chance, self._harms = Random(seed), chance, tuple(harms)

    def close(self) -> None:
        self._closing.set()
        self._thread.join()
        for thread in self._threads:
            thread.join()
        self._listening.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            if select.select([self._listening], [], [], _PAUSE)[0]:
                client = self._listening.accept()[0]
                thread = Thread(target=self._serve, args=(client,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            if self._parted.is_set():
                return
            server = socket.create_connection(("127.0.0.1", self._server))
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with server:
                while not self._closing.is_set() and not self._parted.is_set():
                    if self._held.is_set():
                        time.sleep(_PAUSE)
                    elif not self._pass_on(client, server):
                        return

    def _pass_on(self, client: socket.socket, server: socket.socket) -> bool:
        """Whether the connection goes on."""
        ready = select.select([client, server], [], [], _PAUSE)[0]
        if server in ready:
            return self._send(client, server.recv(65536))
        if client in ready:
            said = client.recv(65536)
            self.spoken += bool(said)
            if said and self.spoken == self._at:
                self._at = None
                if self._how is Cut.AFTER:
                    server.sendall(said)
                    select.select([server], [], [], 0.2)  # not everything is answered
                self._then()
                return False
            return self._send(server, said)
        return True

    def _send(self, end: socket.socket, data: bytes) -> bool:
        """Whether the connection goes on: not after its end, and not after some harms."""
        if not data:
            return False
        if not self._harms or self._luck.random() >= self._chance:
            end.sendall(data)
            return True
        harm = self._luck.choice(self._harms)
        self.harmed[harm] += 1
        end.sendall(_HARMED[harm](data, self._luck))
        return harm not in (Harm.CUT, Harm.TRUNCATE)


def _delayed(data: bytes, luck: Random) -> bytes:
    time.sleep(luck.uniform(0, LONGEST_DELAY))
    return data


def _reordered(data: bytes, luck: Random) -> bytes:
    middle = luck.randint(0, len(data))
    return data[middle:] + data[:middle]


def _flipped(data: bytes, luck: Random) -> bytes:
    flipped = bytearray(data)
    flipped[luck.randrange(len(data))] ^= 1 << luck.randrange(8)
    return bytes(flipped)


_HARMED: dict[Harm, Callable[[bytes, Random], bytes]] = {
    Harm.CUT: lambda data, luck: b"",
    Harm.DELAY: _delayed,
    Harm.TRUNCATE: lambda data, luck: data[: luck.randrange(len(data))],
    Harm.REORDER: _reordered,
    Harm.DUPLICATE: lambda data, luck: data + data,
    Harm.FLIP: _flipped,
}
