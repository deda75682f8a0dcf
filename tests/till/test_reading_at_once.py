"""A day is reconciled in as many questions to the store, however much was done on it."""

from counter_app.certificates.requests import Request, Share, Tender, Tray
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.till.terms import Terms, Waiver
from tests.certificates.counts import DAY
from tests.conftest import PASSWORD
from tests.plans import statements
from tests.till.conftest import Pay

PARTS = (Share(Tender.CASH, 600), Share(Tender.CARD, 400))


def test_more_payments_ask_the_store_nothing_more(
    counter: Counter, clerk: Actor, issue: Pay, request_: Request
) -> None:
    def work(name: str) -> None:
        issue(pay=PARTS)
        issue(waiver=Waiver("veteran", consent=True))
        counter.voiding.void(clerk, issue().id, "오류", "sujin", PASSWORD, action_id=f"{name}-v")
        tray = Tray((request_, request_))
        counter.trays.issue(clerk, tray, action_id=f"{name}-t")
        wrong = issue().receipt_number
        counter.reversing.correct(clerk, wrong, "카드", Terms(Tender.CARD), action_id=f"{name}-c")

    def asked() -> int:
        return len(statements(counter.engine, lambda: counter.till.reconcile(DAY)))

    work("one")
    work("two")
    before = asked()
    work("three")
    assert counter.till.reconcile(DAY).disagreement is None
    assert asked() == before
