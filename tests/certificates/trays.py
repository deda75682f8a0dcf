"""Documents of one visit, and books that agree about them."""

from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request, Waiver
from counter_app.main import Counter
from tests import people
from tests.certificates.counts import DAY

CONSENT = Waiver("single_parent", consent=True)


@pytest.fixture
def documents(home: Path, request_: Request) -> tuple[Request, ...]:
    """Three of two persons: 2,000, 1,000 and 1,000 won."""
    child = people.one(home, f"id_kind = 'FRN' AND id <> {request_.resident_id}")
    return (
        replace(request_, copies=2),
        replace(request_, kind="residence", history=True),
        Request(child, "학교 제출", mask_number=True),
    )


def agrees(counter: Counter) -> bool:
    return counter.till.reconcile(DAY).disagreement is None
