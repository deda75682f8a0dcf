"""What the tests of issuing share."""

from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from tests import people


@pytest.fixture
def request_(home: Path) -> Request:
    return Request(people.registered_foreigner(home), "은행 제출")


@pytest.fixture
def documents(home: Path, request_: Request) -> tuple[Request, ...]:
    """Three of two persons: 2,000, 1,000 and 1,000 won."""
    child = people.one(home, f"id_kind = 'FRN' AND id <> {request_.resident_id}")
    return (
        replace(request_, copies=2),
        replace(request_, kind="residence"),
        Request(child, "학교 제출", mask_number=True),
    )
