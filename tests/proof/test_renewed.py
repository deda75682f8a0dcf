"""Papers outlive the key that signed them: what is sealed later is sealed with the next one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.certificates.content import CertificateContent
from counter_app.certificates.render import render_certificate
from counter_app.certificates.requests import Request
from counter_app.certificates.sealing import seal, seal_key
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.proof.verdict import Verdict
from tests import people
from tests.proof.strangers import stored, stranger

Act = Callable[[Counter, Actor], None]


def renewed(counter: Counter, administrator: Actor) -> None:
    counter.keys.endorse(administrator, counter.keys.rotate(administrator))


def the_same(_: Counter, __: Actor) -> None:
    pass


@pytest.mark.parametrize("key", [the_same, renewed])
def test_a_sealed_page_that_is_read_in_another_order_is_not_called_different(
    counter: Counter,
    clerk: Actor,
    administrator: Actor,
    clock: FixedClock,
    built_centre: Path,
    tmp_path: Path,
    key: Act,
) -> None:
    asked = Request(people.registered_foreigner(counter.config.home), "은행 제출")
    issued = counter.certificates.issue(clerk, asked, action_id="a")
    content = CertificateContent.from_json(stored(counter, issued.id))
    page = render_certificate(replace(content, purpose="출제 행은"))
    key(counter, administrator)
    clock.at += timedelta(days=8)
    sealed = seal(page, seal_key(counter.known_keys.sealing()), code=content.code)
    with stranger(built_centre, tmp_path / "stranger", counter) as other:
        assert isinstance(other.clock, FixedClock)
        other.clock.at = clock.at
        assert other.verification.of_file(page).answer.reason == "differs"
        assert other.verification.of_file(sealed).answer.verdict == Verdict.GENUINE
