"""A private print server on loopback, with a driverless printer behind its queue; needs no root."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

QUEUE = "desk"
PATIENCE = 60.0  # seconds that anything may take to come about
PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"

# ippeveprinter will not start without a D-Bus system bus, though it announces nothing on it.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/></policy>
</busconfig>
"""

CUPSD = """
Listen 127.0.0.1:{port}
DefaultAuthType None
Browsing No
WebInterface No
LogLevel debug
MaxLogSize 0
JobRetryInterval 1
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""

CUPS_FILES = """
ServerRoot {folder}
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/spool
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
Printcap
"""

# Run by the printer for each document: nothing comes out while a fault is set.
PRINT = """#!/bin/sh
fault=$(cat "{folder}/fault")
if [ "$fault" ]; then
    echo "STATE: +$fault" >&2
    while [ -s "{folder}/fault" ]; do sleep 0.1; done
    echo "STATE: -$fault" >&2
fi
copies=${{IPP_COPIES:-1}}
cd "{folder}/printed"
cp "$1" .new && mv .new "$IPP_JOB_ID.$copies.pdf"
"""


class PrintServer:
    """Runs in `folder` until `close`; the printer's documents come out as `printed`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.printer_port = _free_ports(2)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        _lay_out(folder, self.port)
        self.start("bus")
        wait_for((folder / "bus").exists)
        self.start("printer")
        self.start("cupsd")
        wait_for(lambda: _listens(self.port) and _listens(self.printer_port))
        uri = f"ipp://127.0.0.1:{self.printer_port}/ipp/print"
        self.admin("lpadmin", "-p", QUEUE, "-E", "-v", uri, "-m", "everywhere")
        # The server finishes the queue's driver on its own, and prints nothing before.
        wait_for(lambda: "is now available" in (folder / "error_log").read_text())

    @property
    def spec(self) -> str:
        """What `printer_from` takes."""
        return f"cups:{QUEUE}@127.0.0.1:{self.port}"

    @property
    def printed(self) -> list[Path]:
        """The documents that came out, oldest first, as JOB.COPIES.pdf."""
        return sorted(self.folder.glob("printed/*.pdf"), key=lambda path: path.stat().st_mtime_ns)

    def admin(self, command: str, *arguments: str) -> None:
        """Run one of CUPS's commands on this server, such as cupsdisable."""
        done = subprocess.run(
            [command, "-h", f"127.0.0.1:{self.port}", *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, "PATH": PATH},
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def fault(self, reason: str) -> None:
        """Give the printer a fault, such as media-empty, from its next document on; "" ends it."""
        (self.folder / "fault").write_text(reason)

    def signal(self, process: str, number: signal.Signals) -> None:
        """`process` is cupsd, printer or bus."""
        self.processes[process].send_signal(number)

    def kill(self, process: str) -> None:
        self.processes[process].kill()
        self.processes[process].wait()

    def restart(self) -> None:
        self.processes["cupsd"].terminate()
        self.processes["cupsd"].wait()
        self.start("cupsd")
        wait_for(lambda: _listens(self.port))

    def start(self, process: str) -> None:
        folder = self.folder
        command = {
            "bus": f"dbus-daemon --config-file={folder}/bus.conf --nofork",
            "printer": f"ippeveprinter -r off -p {self.printer_port} -d {folder}/received"
            f" -f application/pdf,image/pwg-raster -c {folder}/print {QUEUE}",
            "cupsd": f"cupsd -f -c {folder}/cupsd.conf -s {folder}/cups-files.conf",
        }[process]
        address = {"PATH": PATH, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus"}
        with (folder / f"{process}.log").open("ab") as log:
            self.processes[process] = subprocess.Popen(
                command.split(), env={**os.environ, **address}, stdout=log, stderr=log
            )

    def close(self) -> None:
        for process in self.processes:
            self.kill(process)


@contextmanager
def print_server() -> Iterator[PrintServer]:
    """A server with one queue, QUEUE, and its printer; all of it gone afterwards."""
    # Right below /tmp, for the length that a Unix socket's path may have, and as Ubuntu's AppArmor
    # lets a print server into no other temporary folder.
    with tempfile.TemporaryDirectory("", "cups-", "/tmp", ignore_cleanup_errors=True) as folder:
        server = PrintServer(Path(folder))
        try:
            yield server
        finally:
            server.close()


def wait_for(condition: Callable[[], object]) -> None:
    """Returns when the condition holds; fails after PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{condition} did not come about"
        time.sleep(0.05)


def _lay_out(folder: Path, port: int) -> None:
    folder.chmod(0o755)  # started by root, filters run as another user
    for name in ("spool", "cache", "state", "received", "printed"):
        (folder / name).mkdir()
    for name, text in {
        "bus.conf": BUS,
        "cupsd.conf": CUPSD,
        "cups-files.conf": CUPS_FILES,
        "print": PRINT,
    }.items():
        (folder / name).write_text(text.format(folder=folder, port=port))
    (folder / "print").chmod(0o755)
    (folder / "fault").touch()


def _free_ports(number: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
