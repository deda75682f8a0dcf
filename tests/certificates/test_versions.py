"""What was issued keeps its version for ever."""

import hashlib
import json
from pathlib import Path

import pytest

from counter_app.certificates.content import CertificateContent
from counter_app.certificates.kinds import codes, kind_of
from counter_app.certificates.render import render_certificate

ISSUED = json.loads(Path(__file__).with_name("first_design.json").read_text("utf-8"))
"""Contents as the first program stored them, and the hash of the page it printed."""


@pytest.mark.parametrize("name", ISSUED)
def test_what_the_first_program_issued_keeps_its_bytes(name: str) -> None:
    content = CertificateContent.from_json(json.dumps(ISSUED[name]["content"]))
    assert (content.kind, content.version) == ("alien-registration", 1)
    assert CertificateContent.from_json(content.to_json()) == content
    assert hashlib.sha256(render_certificate(content)).hexdigest() == ISSUED[name]["sha256"]


def test_every_version_of_every_kind_can_still_be_read() -> None:
    for code in codes():
        newest = kind_of(code)
        for version in range(1, newest.version + 1):
            assert kind_of(code, version).code == code
        with pytest.raises(KeyError):
            kind_of(code, newest.version + 1)
