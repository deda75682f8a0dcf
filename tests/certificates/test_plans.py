"""However much was issued before, a document is found with its payment and its sheets at once."""

from counter_app.certificates.requests import Request
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests.plans import plans


def test_a_document_reads_no_payments_and_sheets_but_its_own(
    counter: Counter, clerk: Actor, request_: Request
) -> None:
    issued = counter.certificates.issue(clerk, request_, action_id="issue")
    found = [
        line for _, line in plans(counter.engine, lambda: counter.archive.certificate(issued.id))
    ]
    read = {line.split()[1]: line for line in found if line.startswith(("SEARCH", "SCAN"))}
    assert "ix_payment_certificate_id" in read["payment"]
    assert "ix_paper_sheet_event_id" in read["paper_sheet"]
