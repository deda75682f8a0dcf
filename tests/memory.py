"""Where tests keep their files: in memory, where there is any for files.

A store waits for its disk at every act: milliseconds each time, for minutes in all.
"""

import os
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108
_ENOUGH = 4 * 2**30
"""Bytes: more than a run leaves there at once."""


def keep_in_memory() -> None:
    """Unless TMPDIR says otherwise. Programs that tests start do likewise."""
    if "TMPDIR" not in os.environ and _will_do(_MEMORY):
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None  # found out anew


def _will_do(folder: Path) -> bool:
    """It may be written to and has room, and what lies there may be run."""
    return (
        os.access(folder, os.W_OK)
        and not os.statvfs(folder).f_flag & os.ST_NOEXEC
        and shutil.disk_usage(folder).free > _ENOUGH
    )
