"""Documents of one visit, and books that agree about them."""

from counter_app.certificates.requests import Waiver
from counter_app.main import Counter
from tests.certificates.counts import DAY

CONSENT = Waiver("single_parent", consent=True)


def agrees(counter: Counter) -> bool:
    return counter.till.reconcile(DAY).disagreement is None
