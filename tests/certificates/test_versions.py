"""What was issued keeps its version for ever."""

import json
from pathlib import Path
from typing import Any

import pytest

from counter_app.certificates.archive import sha256
from counter_app.certificates.content import CertificateContent, ReceiptContent
from counter_app.certificates.kinds import codes, kind_of
from counter_app.certificates.receipt import render_receipt
from counter_app.certificates.receipt_page import render_receipt_page
from counter_app.certificates.render import render_certificate
from tests.certificates.every_version import hashes, versions


def stored(name: str) -> dict[str, dict[str, Any]]:
    """Contents as they were stored once, and the hashes of what was printed then."""
    found: dict[str, dict[str, Any]] = json.loads(
        Path(__file__).with_name(f"{name}.json").read_text("utf-8")
    )
    return found


ISSUED, WITH_CODES, RECEIPTS = map(stored, ("first_design", "second_design", "first_receipts"))
EVERY = stored("every_version")


@pytest.mark.parametrize("name", ISSUED)
def test_what_the_first_program_issued_keeps_its_bytes(name: str) -> None:
    content = CertificateContent.from_json(json.dumps(ISSUED[name]["content"]))
    assert (content.kind, content.version) == ("alien-registration", 1)
    assert CertificateContent.from_json(content.to_json()) == content
    assert sha256(render_certificate(content)) == ISSUED[name]["sha256"]


@pytest.mark.parametrize("code", WITH_CODES)
def test_what_was_issued_without_the_english_office_keeps_its_bytes(code: str) -> None:
    content = CertificateContent.from_json(json.dumps(WITH_CODES[code]["content"]))
    assert kind_of(code).version > content.version
    assert CertificateContent.from_json(content.to_json()) == content
    assert sha256(render_certificate(content)) == WITH_CODES[code]["sha256"]


@pytest.mark.parametrize("name", RECEIPTS)
def test_receipts_of_old_keep_their_bytes(name: str) -> None:
    content = ReceiptContent.from_json(json.dumps(RECEIPTS[name]["content"]))
    assert ReceiptContent.from_json(content.to_json()) == content
    assert sha256(render_receipt(content)) == RECEIPTS[name]["roll"]
    assert sha256(render_receipt_page(content)) == RECEIPTS[name]["page"]


@pytest.mark.parametrize(("code", "version"), [*versions()])
def test_every_version_of_every_kind_is_drawn_as_ever(code: str, version: int) -> None:
    """Where one is missing: tests.certificates.every_version adds it."""
    assert hashes(code, version, EVERY) == EVERY["sha256"][code][str(version)]


def test_every_version_of_every_kind_can_still_be_read() -> None:
    for code in codes():
        newest = kind_of(code)
        for version in range(1, newest.version + 1):
            assert kind_of(code, version).code == code
        with pytest.raises(KeyError):
            kind_of(code, newest.version + 1)
