"""What was issued comes out of the archive as it was, and what was not is told."""

import stat
from pathlib import Path

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.verdict import Verdict
from tests.asking import refusal


def test_verification_tells_altered_void_foreign_and_blank(
    counter: Counter, clerk: Actor, request_: Request, home: Path, tmp_path: Path
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id="a")
    pdf = (home / "prints" / f"{issued.issue_number}.pdf").read_bytes()
    assert counter.archive.verify(pdf + b"\n").verdict == Verdict.ALTERED
    preview = counter.certificates.preview(clerk, request_)
    assert counter.archive.verify(preview).verdict == Verdict.NO_CODE
    receipt = counter.archive.receipt(issued.id)
    assert counter.archive.verify(receipt).verdict == Verdict.NOT_OURS
    assert refusal(lambda: counter.archive.verify(b"not a pdf")) == "certificates.not_a_pdf"


def test_it_comes_out_of_the_archive_to_the_byte(
    counter: Counter, clerk: Actor, request_: Request, home: Path, clock: FixedClock
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id="a")
    clock.at = clock.at.replace(year=2027)
    printed = home / "prints" / f"{issued.issue_number}.pdf"
    assert counter.archive.document(issued.id) == printed.read_bytes()
    assert stat.S_IMODE(printed.stat().st_mode) == 0o600
