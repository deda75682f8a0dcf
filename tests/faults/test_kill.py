"""Whenever the program dies while issuing, nothing is lost, doubled or miscounted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.certificates.steps import CertificateState
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.proof.verdict import Verdict
from tests.conftest import MORNING, PASSWORD
from tests.faults.issue_and_die import CLOCK
from tests.people import registered_foreigner

DAY = MORNING.date()


@pytest.fixture(scope="module")
def deaths(built_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return deaths_of(built_centre, tmp_path_factory.mktemp("deaths"))


def deaths_of(built_centre: Path, work: Path, *what: str) -> list[Path]:
    """The homes left behind by a death before each step, the last one by none."""
    resident = registered_foreigner(built_centre)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.faults.issue_and_die",
            str(built_centre),
            str(work),
            str(resident),
            *what,
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["died"] for line in lines] == [True] * (len(lines) - 1) + [False]
    assert lines[-1]["status"] == 0
    assert len(lines) > 20
    return [Path(line["home"]) for line in lines]


def papers(home: Path) -> list[Path]:
    return sorted((home / "prints").glob("*-AR-*.pdf")) if (home / "prints").exists() else []


def receipts(home: Path) -> list[Path]:
    return sorted((home / "prints").glob("*-R-*.pdf")) if (home / "prints").exists() else []


def settle(counter: Counter, clerk: Actor) -> None:
    """What a clerk does on the next start: print what is missing, hand over what is there."""
    for issued in counter.archive.in_flight():
        try:
            counter.certificates.print_again(clerk, issued.id)
        except Refusal as refusal:
            assert refusal.code == "certificates.already_printed"
        counter.certificates.hand_over(clerk, issued.id, action_id=f"settled-{issued.id}")


def test_nothing_is_lost_doubled_or_miscounted(deaths: list[Path]) -> None:
    seen = set()
    for home in deaths:
        counter = open_counter(home, CLOCK)
        clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
        assert verify(counter.engine).ok
        before = counter.archive.of_day(DAY)
        seen.add((tuple(view.state for view in before), len(papers(home)), len(receipts(home))))
        settle(counter, clerk)

        again = Request(registered_foreigner(home), "은행 제출", copies=2)
        issued = counter.certificates.issue(clerk, again, action_id="visit")
        if issued.state == CertificateState.SPOOLED:
            counter.certificates.hand_over(clerk, issued.id, action_id="visit-over")

        day = counter.archive.of_day(DAY)
        assert [view.issue_number[-6:] for view in day] == ["000001"]
        assert [view.state for view in day] == [CertificateState.HANDED_OVER]
        summary = counter.archive.day(DAY)
        assert (summary.issued, summary.collected, summary.sheets) == (1, 2000, 2)
        assert len(papers(home)) == 1
        assert len(receipts(home)) == 1
        verdict = counter.archive.verify(papers(home)[0].read_bytes()).verdict
        assert verdict == Verdict.GENUINE
        assert counter.archive.in_flight() == ()
        assert verify(counter.engine).ok
        counter.close()
    prepared, spooled, over = (
        (CertificateState.PREPARED,),
        (CertificateState.SPOOLED,),
        (CertificateState.HANDED_OVER,),
    )
    assert {
        ((), 0, 0),
        (prepared, 0, 0),
        (prepared, 1, 0),
        (spooled, 1, 0),
        (spooled, 1, 1),
        (over, 1, 1),
    } <= seen
