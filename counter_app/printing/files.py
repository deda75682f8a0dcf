"""A folder that stands in for a printer: every document becomes a file."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from glob import escape
from itertools import count, takewhile
from pathlib import Path
from uuid import uuid4

from counter_app.errors import Refusal
from counter_app.printing.jobs import Job, PrinterStatus
from counter_app.printing.parts import part_of

TRIAL = 200_000  # bytes, more than a certificate of several pages
ROOM = 5_000_000  # bytes a document surely fits in
FULL = {errno.ENOSPC, errno.EDQUOT}


class FilePrinter:
    """Writes TITLE.pdf, readable by its owner alone, then TITLE.2.pdf and so on; replaces nothing.

    Several copies are one file that says how many, TITLE.x3.pdf: written in one step, so that no
    crash leaves fewer than were asked for. `suffix`: instead of ".pdf".
    """

    def __init__(self, folder: Path, suffix: str = ".pdf") -> None:
        self.folder = folder
        self.name = str(folder)
        self._suffix = suffix

    def submit(self, pdf: bytes, title: str, copies: int) -> str:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with part_of(self.folder / title, pdf) as part:
                return self._publish(part, title, copies)
        except OSError as error:
            reason = "disk_full" if error.errno in FULL else "folder_unwritable"
            raise Refusal(f"printing.{reason}", printer=self.name) from error

    def status(self) -> PrinterStatus:
        folders = (self.folder, *self.folder.absolute().parents)
        existing = next(folder for folder in folders if folder.exists())
        if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
            return PrinterStatus(False, "printing.folder_unwritable")
        if shutil.disk_usage(existing).free < ROOM:
            return PrinterStatus(False, "printing.disk_full")
        return PrinterStatus(True, "printing.ready")

    def find_job(self, title: str) -> Job | None:
        written = list(takewhile(bool, map(self._written, self._names(title))))
        return Job(written[-1], "completed") if written else None

    def _names(self, title: str) -> Iterator[str]:
        yield title
        for n in count(2):
            yield f"{title}.{n}"

    def _written(self, name: str) -> str:
        """The file of this name, whatever copies it says; "" when there is none."""
        said = self.folder.glob(f"{escape(name)}.x*{self._suffix}")
        plain = self.folder / f"{name}{self._suffix}"
        return plain.name if plain.exists() else next((path.name for path in said), "")

    def _publish(self, part: Path, title: str, copies: int) -> str:
        said = f".x{copies}" if copies > 1 else ""
        while True:
            name = next(name for name in self._names(title) if not self._written(name))
            path = self.folder / f"{name}{said}{self._suffix}"
            with suppress(FileExistsError):
                path.hardlink_to(part)  # unlike a rename it refuses to replace
                _sync_folder(self.folder)
                return path.name


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) in (b"%PDF-", b"")


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_over(path: Path, data: bytes) -> None:
    """All of it or nothing. Raises Refusal printing.disk_full, printing.folder_unwritable."""
    try:
        with part_of(path, data) as part:
            part.replace(path)
            _sync_folder(path.parent)
    except OSError as error:
        reason = "disk_full" if error.errno in FULL else "folder_unwritable"
        raise Refusal(f"printing.{reason}", printer=path) from error


class OneFile:
    """One document to one path that the user named."""

    def __init__(self, path: Path, known: Callable[[str], Job | None] | None = None) -> None:
        """`known`: how a printer whose place the file takes tells of what it had."""
        self.path = path
        self.name = str(path)
        self._known = known

    def check(self, own: bytes | None = None, *, again: bool = False) -> None:
        """Tries a write, before anything is issued for it. What stands there is kept, unless it is
        the document's `own` or the act is sent `again`, which then writes the PDF anew.

        Raises Refusal printing.path_needed, printing.path_taken, printing.disk_full,
        printing.path_unwritable.
        """
        if not self.path.name:  # what is left of an empty text
            raise Refusal("printing.path_needed")
        if not self._fits():
            raise Refusal("printing.path_unwritable", path=self.path)
        if self.path.exists() and not again and self.path.read_bytes() != own:
            raise Refusal("printing.path_taken", path=self.path)
        try:
            with part_of(self.path.with_name(str(uuid4())), bytes(TRIAL)):
                pass
        except OSError as error:
            if error.errno in FULL:
                raise Refusal("printing.disk_full", printer=self.name) from error
            raise Refusal("printing.path_unwritable", path=self.path) from error

    def _fits(self) -> bool:
        """A new name in a folder of ours, or an older PDF: never a device, store or key."""
        try:
            free = not self.path.exists() or (self.path.is_file() and _is_pdf(self.path))
        except OSError:  # a name too long, or one that may not be looked at
            return False
        return free and os.access(self.path.parent, os.W_OK | os.X_OK)

    def submit(self, pdf: bytes, title: str, copies: int) -> str:  # noqa: ARG002 - as a Printer has it
        write_over(self.path, pdf)
        return self.path.name

    def status(self) -> PrinterStatus:
        return FilePrinter(self.path.parent).status()

    def find_job(self, title: str) -> Job | None:
        """What the printer knows whose place it takes; a file itself is no queue."""
        return self._known(title) if self._known else None
