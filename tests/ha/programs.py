"""The programs of a cluster as Debian has them, and the account that may run them."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVERS = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"
"""Who runs them when the tests are root's: PostgreSQL refuses to run as root."""


@dataclass(frozen=True)
class Programs:
    """`bin`: PostgreSQL's own folder. `account`: None where the tests' own user runs them."""

    patroni: str
    etcd: str
    bin: Path
    account: str | None

    def start(
        self, log: Path, command: list[str], given: dict[str, str]
    ) -> subprocess.Popen[bytes]:
        with log.open("ab") as out:
            return subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT, **self._as_account(given, log.parent)
            )

    def run(self, folder: Path, *command: str | Path, **given: str) -> str:
        """What it said. Raises CalledProcessError."""
        given_all = self._as_account(given, folder)
        done: subprocess.CompletedProcess[str] = subprocess.run(
            command, check=True, capture_output=True, text=True, **given_all
        )
        return done.stdout

    def own(self, path: Path) -> None:
        if self.account:
            shutil.chown(path, self.account, self.account)

    def _as_account(self, given: dict[str, str], folder: Path) -> dict[str, Any]:
        """The program sees nothing of the tests' own Python."""
        plain = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        return {
            "env": plain | given,
            "cwd": folder,
            "user": self.account,
            "group": self.account,
            "extra_groups": [] if self.account else None,
        }


def programs() -> Programs | str:
    """Or why there can be no cluster here."""
    if sys.platform != "linux":
        return f"A cluster runs on Linux, not on {sys.platform}."
    servers = sorted(SERVERS.glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    patroni, etcd = shutil.which("patroni"), shutil.which("etcd")
    if not (servers and patroni and etcd):
        return "bin/test installs PostgreSQL, Patroni and etcd; here one is missing."
    account = ACCOUNT if os.geteuid() == 0 else None
    return Programs(patroni, etcd, servers[-1].parent, account)
