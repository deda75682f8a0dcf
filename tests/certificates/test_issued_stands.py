"""What was issued, and what became of it, is changed by no SQL either."""

from dataclasses import replace

import pytest

from counter_app.certificates.requests import Request
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.asking import Sql
from tests.conftest import PASSWORD, SECOND

TABLES = (
    *("certificate", "certificate_event", "certificate_proof", "certificate_void"),
    *("paper_sheet", "paper_write_off", "payment", "payment_part", "enclosed_page"),
)


@pytest.fixture(autouse=True)
def issued(counter: Counter, clerk: Actor, request_: Request) -> None:
    """One handed over, one void, one spoiled, one in flight; the last sheet is written off."""
    papers = counter.certificates
    over, void, gone, _ = (
        papers.issue(clerk, replace(request_, copies=2), action_id=f"issue-{n}") for n in range(4)
    )
    papers.hand_over(clerk, over.id, action_id="over")
    counter.reprinting.reprint(clerk, over.id, "훼손", action_id="again")
    counter.voiding.void(clerk, void.id, "오류", "sujin", PASSWORD, action_id="void")
    papers.spoil(clerk, gone.id, "얼룩", action_id="gone", second=SECOND)
    counter.stationery.write_off(clerk, "1", "분실", action_id="lost")


@pytest.mark.parametrize(
    "statement",
    [
        *(f"DELETE FROM {table}" for table in TABLES if table != "enclosed_page"),
        "UPDATE certificate SET content = '{}' WHERE id = 1",
        "UPDATE certificate SET issue_number = 'X' WHERE id = 1",
        "UPDATE certificate SET asked = NULL WHERE id = 1",
        "UPDATE certificate SET ticket_id = 7 WHERE id = 1",
        "UPDATE certificate SET pdf_sha256 = '' WHERE id = 4",
        "UPDATE certificate SET state = 'handed_over' WHERE state = 'voided'",
        "UPDATE certificate SET state = 'prepared' WHERE state = 'handed_over'",
        "UPDATE certificate SET state = 'spooled' WHERE state = 'spoiled'",
        "UPDATE certificate SET job = 'x' WHERE state = 'handed_over'",
        "UPDATE certificate SET job = NULL, state = 'prepared' WHERE state = 'spooled'",
        "UPDATE certificate_event SET state = 'handed_over'",
        "UPDATE certificate_event SET reason = 'x'",
        "UPDATE certificate_proof SET voided_at = NULL WHERE voided_at IS NOT NULL",
        "UPDATE certificate_proof SET voided_at = '2030' WHERE voided_at IS NOT NULL",
        "UPDATE certificate_proof SET confirmation = '1' WHERE certificate_id = 1",
        "UPDATE paper_sheet SET state = 'remaining', event_id = NULL WHERE state = 'issued'",
        "UPDATE paper_sheet SET state = 'spoiled' WHERE id = 1",
        "UPDATE paper_sheet SET event_id = 1 WHERE id = 1",
        "INSERT OR REPLACE INTO paper_sheet (serial, pack_id, state)"
        " SELECT serial, pack_id, 'remaining' FROM paper_sheet WHERE id = 1",
        "INSERT OR REPLACE INTO certificate SELECT * FROM certificate WHERE id = 4",
        "INSERT OR REPLACE INTO certificate_proof SELECT certificate_id, list_id, place,"
        " confirmation, NULL FROM certificate_proof WHERE voided_at IS NOT NULL",
        "INSERT OR REPLACE INTO payment SELECT * FROM payment WHERE id = 1",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 3",
        "REPLACE INTO certificate_event SELECT * FROM certificate_event WHERE id = 1",
        "INSERT INTO certificate (issue_number, kind, resident_id, copies, pages, content,"
        " pdf_sha256, state, clerk_id, \"window\", prepared_at, day) SELECT 'Y', kind, resident_id,"
        ' copies, pages, content, pdf_sha256, state, clerk_id, "window", prepared_at, day'
        " FROM certificate WHERE id = 1",
    ],
)
def test_the_store_refuses(sql: Sql, statement: str) -> None:
    before = [sql(f"SELECT * FROM {table}") for table in (*TABLES, "audit")]
    with pytest.raises(Exception, match=r"stands|keeps|append-only|begins"):
        sql(statement)
    assert [sql(f"SELECT * FROM {table}") for table in (*TABLES, "audit")] == before
