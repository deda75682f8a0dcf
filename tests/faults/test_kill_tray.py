"""Whenever the program dies while issuing a tray, nothing is lost, doubled or charged twice."""

from pathlib import Path

import pytest

from counter_app.certificates.steps import CertificateState
from counter_app.main import open_counter
from counter_app.privacy.audit import verify
from counter_app.proof.verdict import Verdict
from tests.conftest import PASSWORD
from tests.faults.issue_and_die import CLOCK, tray
from tests.faults.test_kill import DAY, deaths_of, papers, settle
from tests.people import registered_foreigner


@pytest.fixture(scope="module")
def deaths(built_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return deaths_of(built_centre, tmp_path_factory.mktemp("trays"), "tray")


def receipts(home: Path) -> list[Path]:
    return sorted((home / "prints").glob("*-T-*.pdf")) if (home / "prints").exists() else []


@pytest.mark.parametrize("by_hand", [False, True], ids=["the same act again", "one by one"])
def test_nothing_is_lost_doubled_or_charged_twice(deaths: list[Path], by_hand: bool) -> None:
    """What is in flight is asked about one by one, or the same act goes on; either ends alike."""
    seen = set()
    for home in deaths[by_hand::2]:
        counter = open_counter(home, CLOCK)
        clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
        assert verify(counter.engine).ok
        assert counter.till.reconcile(DAY).disagreement is None
        before = counter.archive.of_day(DAY)
        seen.add((tuple(view.state for view in before), len(papers(home)), len(receipts(home))))
        if by_hand:
            settle(counter, clerk)
        issue = counter.trays.issue
        issued = issue(clerk, tray(registered_foreigner(home)), action_id="visit")
        assert issued.problem is None
        if counter.archive.in_flight():
            number = issued.receipt_number
            counter.certificates.hand_over_tray(clerk, number, action_id="visit-over")

        day = counter.archive.of_day(DAY)
        assert [view.issue_number[-6:] for view in day] == ["000001", "000002"]
        assert {view.state for view in day} == {CertificateState.HANDED_OVER}
        summary = counter.archive.day(DAY)
        assert (summary.issued, summary.collected, summary.sheets) == (2, 3_000, 3)
        assert (len(papers(home)), len(receipts(home))) == (2, 1)
        for paper in papers(home):
            assert counter.archive.verify(paper.read_bytes()).verdict == Verdict.GENUINE
        assert counter.archive.in_flight() == ()
        assert counter.till.reconcile(DAY).disagreement is None
        assert verify(counter.engine).ok
        counter.close()
    states = {found[0] for found in seen}
    assert {(), ("prepared",) * 2, ("spooled", "prepared"), ("spooled",) * 2} <= states
    assert {len_ for _, len_, _ in seen} == {0, 1, 2}
    assert {made for _, _, made in seen} == {0, 1}
