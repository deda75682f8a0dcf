"""A day that was signed is drawn again to the byte, whatever a settlement says by now."""

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from counter_app.certificates.archive import sha256
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.till.page import render_settlement
from counter_app.till.sheet import Settled
from tests.till.conftest import Close, Pay

SIGNED: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("signed_days.json").read_text("utf-8")
)
"""Days as they were stored once, and the hashes of what was signed."""


@pytest.mark.parametrize("name", SIGNED)
def test_signed_days_keep_their_bytes(name: str) -> None:
    settled = Settled.from_json(json.dumps(SIGNED[name]["content"]))
    assert Settled.from_json(settled.to_json()) == settled
    assert sha256(render_settlement(settled)) == SIGNED[name]["sha256"]


def words(settled: Settled) -> str:
    pages = pypdfium2.PdfDocument(render_settlement(settled))
    return " ".join(page.get_textpage().get_text_bounded() for page in pages)


def test_secure_paper_has_one_name_from_now_on(
    counter: Counter, clerk: Actor, issue: Pay, close: Close
) -> None:
    issue()
    counter.till.open(clerk, 0, action_id="open")
    counter.till.count(clerk, {1000: 1}, action_id="count")
    now = words(close())
    assert "증지용지" in now
    assert "보안용지" not in now
    then = words(Settled.from_json(json.dumps(SIGNED["full"]["content"])))
    assert "보안용지" in then
