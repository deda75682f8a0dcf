"""docs/privacy.md names code that is there, and tests that are there, for every duty."""

import re
from pathlib import Path

import pytest

from counter_app.privacy.findings import RULES
from counter_app.privacy.settings import Thresholds

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "privacy.md").read_text("utf-8")
DUTIES = [line for line in TEXT.split("## Roles")[0].splitlines() if line.startswith("| ")][1:]
NAMED = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")


def test_it_maps_the_duties() -> None:
    assert len(DUTIES) > 15


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.split("|")[1].strip()[:40])
def test_each_names_code_and_a_test_that_are_there(duty: str) -> None:
    named = NAMED.findall(duty)
    assert any(not test for _, test in named), "no code"
    assert any(test for _, test in named), "no test"
    for path, test in named:
        text = (ROOT / path).read_text("utf-8")
        assert not test or f"\ndef {test}(" in text, f"{path} has no {test}"
        assert path.startswith("tests/") == bool(test)


def test_it_tells_every_rule_and_its_threshold() -> None:
    for rule in RULES:
        (line,) = [line for line in TEXT.splitlines() if line.startswith(f"| `{rule}` |")]
        assert line.endswith(f"| {getattr(Thresholds(), rule)} |")
