"""Three machines on loopback addresses, set up with deploy/patroni as an office's would be."""

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import psutil

from tests.ha.programs import Programs

DEPLOY = Path(__file__).parents[2] / "deploy" / "patroni"
ADDRESSES = {"one": "127.0.0.1", "two": "127.0.0.2", "three": "127.0.0.3"}
PATIENCE = 90.0
"""Seconds after which a state that was promised is called missing."""
PORTS = ("PORT", "REST_PORT", "ETCD_PORT", "ETCD_PEER_PORT")


@dataclass
class Machine:
    """Its etcd, its Patroni, and the PostgreSQL that Patroni started."""

    name: str
    address: str
    ports: dict[str, int]
    folder: Path
    programs: Programs
    etcd: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    patroni: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start_etcd(self) -> None:
        if self.etcd is None:
            lines = (self.folder / "etcd").read_text("utf-8").splitlines()
            said = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
            log = self.folder / "etcd.log"
            self.etcd = self.programs.start(log, [self.programs.etcd], said)

    def start_patroni(self) -> None:
        if self.patroni is None:
            command = [self.programs.patroni, str(self.folder / "patroni.yml")]
            self.patroni = self.programs.start(self.folder / "patroni.log", command, {})

    def kill_etcd(self) -> None:
        if self.etcd:
            self.etcd.kill()
            self.etcd.wait()
            self.etcd = None

    def kill_patroni(self) -> None:
        """PostgreSQL lives on, an orphan."""
        if self.patroni:
            self.patroni.kill()
            self.patroni.wait()
            self.patroni = None

    def kill_postgres(self) -> None:
        """As the loss of power does: nothing is said to anybody."""
        processes = self.postgres()
        for process in processes:
            with suppress(psutil.NoSuchProcess):  # one that ends with another
                process.kill()
        while any(_lives(process) for process in processes):
            time.sleep(0.01)

    def freeze_patroni(self) -> None:
        assert self.patroni
        self.patroni.send_signal(signal.SIGSTOP)

    def thaw_patroni(self) -> None:
        if self.patroni:
            self.patroni.send_signal(signal.SIGCONT)

    def postgres(self) -> list[psutil.Process]:
        """The processes of its server, the first of all first; none when it does not run."""
        try:
            first = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
            return [first, *first.children()]
        except (FileNotFoundError, psutil.NoSuchProcess):
            return []

    def ask(self, path: str) -> tuple[int, Any]:
        """Status and answer of its Patroni; 0 when it gives none."""
        connection = HTTPConnection(self.address, self.ports["REST_PORT"], timeout=2)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        except (OSError, HTTPException, ValueError):
            return 0, {}
        finally:
            connection.close()

    def leads(self) -> bool:
        return self.ask("/primary")[0] == 200

    def end(self) -> None:
        self.kill_patroni()
        self.kill_postgres()
        self.kill_etcd()


def _lives(process: psutil.Process) -> bool:
    """Not so when only whoever adopted it has not looked after it yet."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def set_up(folder: Path, programs: Programs) -> list[Machine]:
    """Their files, made by the administrator's own command."""
    ports = dict(zip(PORTS, free_everywhere(len(PORTS)), strict=True))
    listed = folder / "machines"
    listed.write_text("".join(f"{name} {address}\n" for name, address in ADDRESSES.items()))
    places = {
        "BIN": programs.bin,
        "FILES": f"{folder}/files/@NAME@",
        "DATA": f"{folder}/files/@NAME@/data",
        "ETCD_DATA": f"{folder}/files/@NAME@/etcd-data",
        "SOCKETS": f"{folder}/files/@NAME@",
        "CONNECTIONS": 60,
        "WATCHDOG": "off",
        **ports,
    }
    programs.own(folder)
    given = {name: str(value) for name, value in places.items()}
    programs.run(folder, DEPLOY / "make-files", listed, folder / "files", **given)
    return [
        Machine(name, address, ports, folder / "files" / name, programs)
        for name, address in ADDRESSES.items()
    ]


def free_everywhere(count: int) -> Iterable[int]:
    """Ports that nobody uses at any of the addresses."""
    found: list[int] = []
    while len(found) < count:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port not in found and all(_free(address, port) for address in ADDRESSES.values()):
            found.append(port)
    return found


def _free(address: str, port: int) -> bool:
    try:
        socket.create_server((address, port)).close()
    except OSError:
        return False
    return True
