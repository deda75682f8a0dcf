"""The papers that a settlement states are reckoned again from the books for ever after."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.till.sheet import Papers, Secure
from tests.certificates.counts import DAY
from tests.conftest import PASSWORD, SECOND
from tests.till.conftest import Close, Pay

Raw = Callable[[list[str]], None]


@pytest.fixture
def signed(
    counter: Counter, clerk: Actor, issue: Pay, close: Close, clock: FixedClock, raw: Raw
) -> Papers:
    """A day on which a document was made void, one printed again and paper written off; and the
    next one, on which more became of the same documents and of other paper."""
    void = partial(counter.voiding.void, clerk, second="sujin", password=PASSWORD)
    counter.till.open(clerk, 0, action_id="open")
    again, jammed, late = issue(copies=3), issue(copies=4), issue(copies=5)
    void(issue(copies=2).id, "다른 사람", action_id="void")
    counter.reprinting.reprint(clerk, again.id, "훼손", action_id="reprint")
    counter.stationery.write_off(clerk, "2", "습기", action_id="wet")
    counter.till.count(clerk, {1_000: 12}, action_id="count")
    clock.at += timedelta(minutes=1)
    papers = close().sheet.papers
    clock.at += timedelta(days=1)
    issue(copies=6)
    void(late.id, "성명 오기", action_id="late")
    counter.stationery.came_out(clerk, jammed.issue_number, 1, "용지 걸림", action_id="jam")
    counter.stationery.write_off(clerk, "3", "습기", action_id="wetter")
    counter.reprinting.reprint(clerk, again.id, "훼손", action_id="second", second=SECOND)
    assert papers is not None
    return papers


def test_what_became_of_papers_later_changes_nothing_of_a_signed_day(
    counter: Counter, signed: Papers
) -> None:
    assert signed.secure == Secure(500, 13, 4, 483)
    assert [one.reason for one in signed.voided] == ["다른 사람"]
    assert [one.reason for one in signed.reprinted] == ["훼손"]
    assert counter.till.reconcile(DAY).disagreement is None


@pytest.mark.parametrize(
    ("statement", "name", "stated", "booked"),
    [
        ("UPDATE paper_pack SET sheets = 499", "secure_loaded", 500, 499),
        ("DELETE FROM paper_sheet WHERE serial = 'SG0000001'", "secure_issued", 13, 12),
        ("DELETE FROM paper_sheet WHERE write_off_id = 1 AND id % 2", "secure_spoiled", 4, 3),
        (
            "UPDATE certificate_reprint SET reason = '분실'",
            "reprinted",
            "2026-1144066000-AR-000001 (훼손)",
            "2026-1144066000-AR-000001 (분실)",
        ),
        (
            "DELETE FROM certificate_event WHERE reason = '다른 사람'",
            "voided",
            "2026-1144066000-AR-000004 (다른 사람)",
            "-",
        ),
    ],
)
def test_what_differs_from_what_was_signed_is_named(
    counter: Counter,
    signed: Papers,
    raw: Raw,
    statement: str,
    name: str,
    stated: object,
    booked: object,
) -> None:
    raw(["PRAGMA foreign_keys = OFF", statement])
    found = counter.till.reconcile(DAY).disagreement
    assert found is not None
    assert found.code == "till.wrong.settlement"
    assert [str(found.fields["name"]), found.fields["stated"], found.fields["booked"]] == [
        name,
        stated,
        booked,
    ]
