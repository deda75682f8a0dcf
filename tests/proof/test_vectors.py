"""The vectors that other verifiers are built by are what this one answers."""

import json
from datetime import datetime

import pytest

from counter_app.clock import SEOUL
from counter_app.proof.cose import read
from counter_app.proof.payload import signed
from counter_app.proof.qr_text import from_text
from counter_app.proof.trust import Bundle, trust
from counter_app.proof.verdicts import same, verify
from tests.proof.vectors import FILE, vectors

VECTORS = json.loads(FILE.read_text("utf-8"))


def test_the_file_is_what_its_program_makes() -> None:
    assert vectors() == VECTORS


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_verdict(case: dict[str, str]) -> None:
    held = trust(Bundle.from_json(json.dumps(VECTORS["bundles"][case["bundle"]])))
    answer = verify(case["text"], held, datetime.fromtimestamp(VECTORS["now"], SEOUL))
    assert (answer.verdict, answer.reason) == (case["verdict"], case["reason"])


@pytest.mark.parametrize(("number", "printed", "equal"), VECTORS["printed"]["fields"])
def test_what_is_printed(number: int, printed: str, equal: bool) -> None:
    fields = signed(read(from_text(VECTORS["genuine"]["text"])).claims).fields
    assert same(fields[number], printed) is equal
