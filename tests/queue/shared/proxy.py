"""A network that fails at a chosen moment, between a PC and the queue server."""

import select
import socket
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from threading import Event, Thread


class Cut(Enum):
    BEFORE = "before"
    """The server never gets what the client said."""
    AFTER = "after"
    """The server has done it, and the client never hears of it."""


class Proxy:
    """Passes bytes on until the client has spoken `at` times; then it cuts that connection, once.

    `spoken`: how often clients have spoken. `then` is done when it is cut.
    """

    def __init__(self, port: int) -> None:
        self._server = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._closing = Event()
        self._threads: list[Thread] = []
        self.spoken = 0
        self._at: int | None = None
        self._how = Cut.BEFORE
        self._then: Callable[[], object] = lambda: None
        self._thread = Thread(target=self._accept)
        self._thread.start()

    def cut(self, how: Cut, at: int, then: Callable[[], object] = lambda: None) -> None:
        """At the `at`-th time from now on that a client speaks."""
        self.spoken, self._at, self._how, self._then = 0, at, how, then

    def spare(self) -> None:
        """Nothing is cut."""
        self._at = None

    def was_cut(self) -> bool:
        return self._at is None

    def close(self) -> None:
        self._closing.set()
        self._thread.join()
        for thread in self._threads:
            thread.join()
        self._listening.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            if select.select([self._listening], [], [], 0.05)[0]:
                client = self._listening.accept()[0]
                thread = Thread(target=self._serve, args=(client,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(ConnectionError):
            server = socket.create_connection(("127.0.0.1", self._server))
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with server:
                while not self._closing.is_set():
                    if not self._pass_on(client, server):
                        return

    def _pass_on(self, client: socket.socket, server: socket.socket) -> bool:
        """Whether the connection goes on."""
        ready = select.select([client, server], [], [], 0.05)[0]
        if server in ready:
            answer = server.recv(65536)
            client.sendall(answer)
            return bool(answer)
        if client in ready:
            said = client.recv(65536)
            if not said:
                return False
            self.spoken += 1
            if self.spoken == self._at:
                self._at = None
                if self._how is Cut.AFTER:
                    server.sendall(said)
                    select.select([server], [], [], 0.2)  # not everything is answered
                self._then()
                return False
            server.sendall(said)
        return True
