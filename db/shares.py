"""Whether a store is on a disk of this PC: SQLite's locks and its WAL do not work on a share."""

import ctypes
import sys
from collections.abc import Iterable
from pathlib import Path

from db.errors import Refusal

MOUNTS = Path("/proc/self/mountinfo")
NETWORK = {
    *("9p", "afs", "ceph", "cifs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"),
    *("fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "davfs", "fuse.davfs2"),
}
"""As Linux names the kinds of file systems."""

_REMOTE = 4
"""DRIVE_REMOTE of Windows' GetDriveType."""


def require_own_disk(path: Path) -> None:
    """Raises Refusal store.on_a_share."""
    if on_a_share(path):
        raise Refusal("store.on_a_share", path=path)


if sys.platform == "win32":

    def on_a_share(path: Path) -> bool:
        drive = path.resolve().drive
        return (
            drive.startswith("\\\\")
            or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE
        )

else:

    def on_a_share(path: Path) -> bool:
        try:
            return kind_of(path.resolve(), MOUNTS.read_text("utf-8").splitlines()) in NETWORK
        except OSError:
            return False  # a system that does not tell


def kind_of(path: Path, mounts: Iterable[str]) -> str:
    """The kind of the file system that holds a path, by lines of mountinfo (proc(5))."""
    holds = {path, *path.parents}
    depth, kind = -1, ""
    for line in mounts:
        words = line.split()
        point = Path(words[4].encode().decode("unicode_escape"))
        if point in holds and len(point.parts) >= depth:
            depth, kind = len(point.parts), words[words.index("-") + 1]
    return kind
