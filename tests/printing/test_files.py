import stat
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.errors import Refusal
from counter_app.printing import files
from counter_app.printing.files import FilePrinter, OneFile
from counter_app.printing.jobs import Job, PrinterStatus
from counter_app.printing.parts import SUFFIX, part_of


def test_a_document_becomes_a_file_that_its_owner_alone_reads(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path / "new" / "folder")
    assert printer.status() == PrinterStatus(True, "printing.ready")

    assert printer.submit(b"pages", "2026-000001", 1) == "2026-000001.pdf"

    [path] = printer.folder.iterdir()
    assert (path.name, path.read_bytes()) == ("2026-000001.pdf", b"pages")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(printer.folder.stat().st_mode) == 0o700


def test_nothing_is_overwritten_and_the_newest_is_found(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path)
    assert printer.find_job("A-1") is None

    jobs = [printer.submit(pages, "A-1", 1) for pages in (b"one", b"two", b"three")]

    assert jobs == ["A-1.pdf", "A-1.2.pdf", "A-1.3.pdf"]
    assert [(tmp_path / job).read_bytes() for job in jobs] == [b"one", b"two", b"three"]
    assert printer.find_job("A-1") == Job("A-1.3.pdf", "completed")
    assert printer.find_job("A-1-2") is None


def test_several_copies_are_one_file_that_says_so(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path)
    jobs = [printer.submit(b"pages", "A-1", copies) for copies in (3, 1, 3)]
    assert jobs == ["A-1.x3.pdf", "A-1.2.pdf", "A-1.3.x3.pdf"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(jobs)
    assert printer.find_job("A-1") == Job("A-1.3.x3.pdf", "completed")
    assert printer.find_job("A") is None


def test_half_a_file_left_by_a_crash_is_no_job_and_goes_with_the_retry(tmp_path: Path) -> None:
    printer = FilePrinter(tmp_path)
    (tmp_path / f".A-1{SUFFIX}").write_bytes(b"pag")
    assert printer.find_job("A-1") is None

    printer.submit(b"pages", "A-1", 1)

    assert [path.name for path in tmp_path.iterdir()] == ["A-1.pdf"]


def test_what_a_killed_writer_left_goes_and_nothing_else(tmp_path: Path) -> None:
    dying = (
        "import os, sys; from pathlib import Path; from counter_app.printing.parts import part_of\n"
        "with part_of(Path(sys.argv[1]) / 'B-1', b'page'): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", dying, str(tmp_path)], check=False)
    assert [path.name for path in tmp_path.iterdir()] == [f".B-1{SUFFIX}"]
    (tmp_path / ".other.part").touch()
    with part_of(tmp_path / "C-1", b"page") as being_written:
        FilePrinter(tmp_path).submit(b"pages", "A-1", 1)
        assert being_written.read_bytes() == b"page"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.part", "A-1.pdf"]
    subprocess.run([sys.executable, "-c", dying, str(tmp_path)], check=False)
    OneFile(tmp_path / "D.pdf").submit(b"pages", "A-2", 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.part", "A-1.pdf", "D.pdf"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    printer = FilePrinter(tmp_path / "file" / "folder")
    assert printer.status() == PrinterStatus(False, "printing.folder_unwritable")
    with pytest.raises(Refusal) as refused:
        printer.submit(b"pages", "A-1", 1)
    assert refused.value.code == "printing.folder_unwritable"


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / f".A-1{SUFFIX}").symlink_to("/dev/full")
    printer = FilePrinter(tmp_path)
    with pytest.raises(Refusal) as refused:
        printer.submit(b"pages", "A-1", 1)
    assert refused.value.code == "printing.disk_full"
    assert list(tmp_path.iterdir()) == []


def test_a_disk_too_full_for_a_document_is_told_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ROOM", 10**18)
    assert FilePrinter(tmp_path).status() == PrinterStatus(False, "printing.disk_full")
