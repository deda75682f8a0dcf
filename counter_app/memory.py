"""What this process holds. Loads nothing: the floor of a figure is measured with it."""

import os
import sys
from pathlib import Path


def resident_bytes() -> int | None:
    """The memory this process holds now; None where the system has no /proc."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    except OSError:
        return None
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def give_back() -> None:
    """Lets the system have what is free here, which the C library keeps for threads to come."""
    if sys.platform == "linux":
        from ctypes import CDLL  # noqa: PLC0415 - see above

        if trim := getattr(CDLL(None), "malloc_trim", None):
            trim(0)
