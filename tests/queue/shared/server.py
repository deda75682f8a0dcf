"""A real queue server for tests, and the ways in which it can fail them."""

import os
import signal
import socket
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql

from counter_app.clock import SystemClock
from counter_app.queue import host


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Server:
    folder: Path

    @property
    def url(self) -> str:
        return host.url(self.folder)

    @property
    def port(self) -> int:
        return host.status(self.folder).port

    def set_clock(self, at: datetime | None) -> None:
        """From now on the server says that it is `at`; None: whatever a PC's clock says."""
        with psycopg.connect(self.url) as connection:
            connection.execute(
                sql.SQL(
                    "CREATE OR REPLACE FUNCTION queue_now() RETURNS timestamptz LANGUAGE sql"
                    " AS $$SELECT {}::timestamptz$$"
                ).format(at and at.isoformat())
            )

    def start(self) -> None:
        host.start(self.folder, SystemClock())

    def stop(self) -> None:
        host.stop(self.folder)

    def restart(self) -> None:
        self.stop()
        self.start()

    def reload(self) -> None:
        """Reads its settings anew."""
        os.kill(self._process(), signal.SIGHUP)

    def crash(self) -> None:
        """As the loss of power does: nothing is said to anybody. Then it is started again."""
        processes = self._processes()
        os.kill(processes[0], signal.SIGKILL)
        while any(Path(f"/proc/{process}").exists() for process in processes):
            pass
        self.start()

    def freeze(self) -> None:
        """Every process of the server stands still; the network still answers for it."""
        for process in self._processes():
            os.kill(process, signal.SIGSTOP)

    def thaw(self) -> None:
        for process in self._processes():
            os.kill(process, signal.SIGCONT)

    def _process(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def _processes(self) -> list[int]:
        first = self._process()
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]


def sharing(home: Path, url: str) -> Path:
    """The centre in `home`, its queue kept where `url` says."""
    with (home / "counter.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[queue]\nurl = "{url}"\n')
    return home
