"""A network cable between one PC and the queue's server, which a test can cut."""

import socket
from contextlib import suppress
from threading import Lock, Thread


class Wire:
    """Listens at `port` and passes everything on to the server's."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._lock = Lock()
        self._ends: list[socket.socket] = []
        self._whole = True
        self._entry = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._entry.getsockname()[1])
        self._threads = [Thread(target=self._admit)]
        self._threads[0].start()

    def cut(self) -> None:
        """Connections break, and no new one is made."""
        with self._lock:
            self._whole = False
            for end in self._ends:
                _hang_up(end)

    def mend(self) -> None:
        with self._lock:
            self._whole = True

    def close(self) -> None:
        self.cut()
        _hang_up(self._entry)
        for thread in self._threads:
            thread.join()
        for end in (self._entry, *self._ends):
            end.close()

    def _admit(self) -> None:
        with suppress(OSError):
            while True:
                inner, _ = self._entry.accept()
                with self._lock:
                    self._ends.append(inner)
                    self._lead_on(inner)

    def _lead_on(self, inner: socket.socket) -> None:
        try:
            if not self._whole:
                raise ConnectionRefusedError
            outer = socket.create_connection(("127.0.0.1", self._to))
        except OSError:
            _hang_up(inner)
            return
        self._ends.append(outer)
        for ends in ((inner, outer), (outer, inner)):
            self._threads.append(Thread(target=_pass, args=ends))
            self._threads[-1].start()


def _pass(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        _hang_up(end)


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
