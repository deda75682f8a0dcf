"""What became of the receipts sent to a roll printer, which forgets them: a file that only grows.

A line before anything is sent, and one after: whoever is stopped between the two does not know
what came out.
"""

import os
from pathlib import Path

from counter_app.errors import Refusal
from counter_app.printing.files import FULL

SENDING, NOTHING, PRINTED = "sending", "nothing", "printed"


class RollJobs:
    """One file in `folder` for each series of numbers: "2026-1144066000-R.jobs"."""

    def __init__(self, folder: Path, printer: str) -> None:
        self._folder = folder
        self._printer = printer

    def write(self, title: str, state: str, size: int = 0) -> None:
        """`size`: bytes that are sent. Raises Refusal printing.disk_full,
        printing.folder_unwritable."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._file(title), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                # In front, so that what a full disk or a kill cut off does not spoil the next.
                os.write(handle, f"\n{title} {state} {size} .".encode())
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            reason = "disk_full" if error.errno in FULL else "folder_unwritable"
            raise Refusal(f"printing.{reason}", printer=self._folder) from error

    def state(self, title: str) -> str:
        """What was last written of it, or NOTHING."""
        found = [state for name, state, _ in self._lines(title) if name == title]
        return found[-1] if found else NOTHING

    def torn(self, title: str) -> int:
        """Bytes of the last receipt of its series that may not have arrived whole."""
        lines = self._lines(title)
        _, state, size = lines[-1] if lines else ("", NOTHING, 0)
        return size if state == SENDING else 0

    def _file(self, title: str) -> Path:
        return self._folder / f"{title.rpartition('-')[0] or title}.jobs"

    def _lines(self, title: str) -> list[tuple[str, str, int]]:
        try:
            written = self._file(title).read_text("utf-8", "replace")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise Refusal("printing.folder_unwritable", printer=self._folder) from error
        whole = (line.split() for line in written.splitlines() if line.endswith(" ."))
        return [(title, state, int(size)) for title, state, size, _ in whole]
