"""A person whose record was looked at, and what a list of that says."""

from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from tests import people
from tests.certificates.papers import run
from tests.conftest import MORNING

TODAY = MORNING.date()


@pytest.fixture
def person(home: Path) -> int:
    return people.registered_foreigner(home)


@pytest.fixture
def looked(
    counter: Counter, clerk: Actor, colleague: Actor, person: int, home: Path, clock: FixedClock
) -> int:
    """Opened by two clerks, unmasked, a certificate issued; somebody else's record opened too."""
    counter.residents.find(clerk, "nguyen")
    counter.residents.open(clerk, person, "certificate")
    counter.residents.reveal(clerk, person, "certificate")
    counter.certificates.issue(clerk, Request(person, "은행 제출"), action_id="a")
    clock.at += timedelta(days=1)
    counter.residents.open(colleague, person, "사실 조회")
    other = people.citizen(home)
    counter.residents.open(colleague, other, "advice")
    counter.residents.open(colleague, other, "advice")
    return person


def text(tmp_path: Path, pdf: bytes) -> str:
    path = tmp_path / "accesses.pdf"
    path.write_bytes(pdf)
    return run("pdftotext", "-layout", path, "-")
