"""Keys are made here, endorsed by a root, rotated with overlap, revoked; all of it on record."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.demo.centre import make_centre
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.proof.known import KeyState, fingerprint
from counter_app.proof.qr_text import is_ours
from counter_app.proof.reading import codes_in
from counter_app.proof.trust import Bundle, trust
from counter_app.proof.verdict import Verdict
from counter_app.proof.verdicts import verify
from tests.asking import Sql
from tests.conftest import MORNING, PASSWORD
from tests.people import registered_foreigner


def states(counter: Counter) -> list[KeyState]:
    return [view.state for view in counter.known_keys.views()]


def rotated(counter: Counter, administrator: Actor) -> None:
    counter.keys.endorse(administrator, counter.keys.rotate(administrator))


def issued_code(counter: Counter, clerk: Actor) -> str:
    asked = Request(registered_foreigner(counter.config.home), "은행 제출")
    made = counter.certificates.issue(clerk, asked, action_id="a")
    (code,) = filter(is_ours, codes_in(counter.archive.document(made.id)))
    return code


@pytest.fixture
def elsewhere(tmp_path: Path, clock: FixedClock) -> Counter:
    """Another centre, whose own demo root nobody here trusts."""
    make_centre(tmp_path / "elsewhere", 1, 2, clock, lambda done, total: None)
    return open_counter(tmp_path / "elsewhere", clock)


def test_the_demo_centre_signs_at_once(counter: Counter) -> None:
    assert states(counter) == [KeyState.ROOT, KeyState.SIGNS]


def test_a_key_waits_until_it_is_endorsed(counter: Counter, administrator: Actor) -> None:
    asked = counter.keys.new(administrator)
    assert states(counter)[-1] == KeyState.WAITING
    counter.keys.endorse(administrator, asked)
    assert states(counter)[-2:] == [KeyState.READY, KeyState.SIGNS]


def test_only_who_holds_a_key_can_ask_for_it(counter: Counter, administrator: Actor) -> None:
    asked = counter.keys.new(administrator).requests[0]
    forged = asked[:-1] + bytes([asked[-1] ^ 1])
    for bundle in (Bundle(requests=(forged,)), Bundle(requests=(b"",)), Bundle()):
        with pytest.raises(Refusal, match=r"proof\.no_request"):
            counter.keys.endorse(administrator, bundle)


def test_the_old_key_signs_until_strangers_know_the_new_one(
    counter: Counter, administrator: Actor, clock: FixedClock
) -> None:
    rotated(counter, administrator)
    assert states(counter)[-2:] == [KeyState.SIGNS, KeyState.COMING]
    clock.at += timedelta(days=7)
    assert states(counter)[-2:] == [KeyState.READY, KeyState.SIGNS]
    clock.at += timedelta(days=800)
    assert states(counter)[-2:] == [KeyState.SIGNS, KeyState.EXPIRED]


def test_a_centre_rotates_without_the_root(
    counter: Counter, elsewhere: Counter, administrator: Actor, sql: Sql
) -> None:
    """The district endorses what the centre asks; the centre takes it in once it trusts it."""
    there = elsewhere.clerks.sign_in("admin", PASSWORD)
    sql("DELETE FROM signing_key WHERE role = 'root'")
    assert not counter.known_keys.both()
    asked = counter.keys.rotate(administrator)
    assert (len(asked.requests), states(counter)[-1]) == (1, KeyState.WAITING)
    with pytest.raises(Refusal, match=r"proof\.no_root"):
        counter.keys.endorse(administrator, asked)
    word = elsewhere.keys.endorse(there, asked)
    with pytest.raises(Refusal, match=r"proof\.root_not_pinned"):
        counter.known_keys.take_in(administrator, word)
    pin = fingerprint(word.roots[0])
    assert counter.known_keys.take_in(administrator, word, pin) > 0
    assert states(counter).count(KeyState.SIGNS) == 1
    assert counter.known_keys.take_in(administrator, word) == 0
    elsewhere.close()


def test_nothing_is_taken_in_that_no_trusted_root_signed(
    counter: Counter, elsewhere: Counter, administrator: Actor
) -> None:
    strange = replace(elsewhere.known_keys.export(), roots=(), lists=(b"?",))
    with pytest.raises(Refusal, match=r"proof\.nothing_trusted"):
        counter.known_keys.take_in(administrator, strange)
    elsewhere.close()


def test_a_revoked_key_signs_no_more(counter: Counter, administrator: Actor) -> None:
    key = counter.known_keys.views()[-1].id
    for unknown in ("", "00" * 8):
        with pytest.raises(Refusal, match=r"proof\.unknown"):
            counter.keys.revoke(administrator, unknown, "lost")
    with pytest.raises(Refusal, match=r"clerks\.reason_needed"):
        counter.keys.revoke(administrator, key, " ")
    words = counter.keys.revoke(administrator, key, "the PC was stolen")
    assert trust(words).revoked == {bytes.fromhex(key)}
    assert states(counter)[-1] == KeyState.REVOKED
    with pytest.raises(Refusal, match=r"proof\.key_revoked"):
        counter.known_keys.sealing()
    rotated(counter, administrator)
    assert states(counter)[-2:] == [KeyState.REVOKED, KeyState.SIGNS]


def test_a_revocation_can_be_told_before_any_key_signs(
    counter: Counter, administrator: Actor, clerk: Actor
) -> None:
    code = issued_code(counter, clerk)
    key = counter.known_keys.views()[-1].id
    rotated(counter, administrator)
    assert counter.known_keys.unlisted() is None
    counter.keys.revoke(administrator, key, "the PC was stolen")
    told = counter.known_keys.export()
    why = counter.known_keys.unlisted()
    assert (told.lists, why and why.code) == ((), "proof.key_coming")
    answer = verify(code, trust(told), MORNING)
    assert answer.verdict == Verdict.REVOKED_KEY
    rotated(counter, administrator)
    assert states(counter)[-3:] == [KeyState.REVOKED, KeyState.COMING, KeyState.SIGNS]
    assert len(counter.known_keys.export().lists) == 1
    assert counter.known_keys.unlisted() is None


def test_a_centre_does_not_endorse_itself(counter: Counter, administrator: Actor) -> None:
    """Not even where the district's root is in the same home, as in the demo."""
    made = counter.keys.rotate(administrator)
    assert (len(made.requests), made.endorsements) == (1, ())
    assert states(counter)[-2:] == [KeyState.SIGNS, KeyState.WAITING]
    assert counter.known_keys.both()


def test_the_district_may_name_another_day_than_was_asked(
    counter: Counter, administrator: Actor, clock: FixedClock
) -> None:
    asked = counter.keys.rotate(administrator)
    clock.at += timedelta(days=9)
    counter.keys.endorse(administrator, asked)
    late = counter.known_keys.views()[-1].not_before
    assert late is not None
    assert late.date() == clock.at.date()
    clock.at += timedelta(seconds=1)
    counter.keys.endorse(administrator, asked, since=MORNING.date() + timedelta(days=30))
    assert states(counter)[-2:] == [KeyState.SIGNS, KeyState.COMING]


def test_an_endorsement_ends_after_it_begins(counter: Counter, administrator: Actor) -> None:
    asked, today = counter.keys.new(administrator), MORNING.date()
    with pytest.raises(Refusal, match=r"proof\.period"):
        counter.keys.endorse(administrator, asked, today, today - timedelta(days=1))


def test_there_is_one_root(counter: Counter, administrator: Actor) -> None:
    with pytest.raises(Refusal, match=r"proof\.root_exists"):
        counter.keys.new_root(administrator, "another")


def test_clerks_do_not_touch_keys(counter: Counter, clerk: Actor) -> None:
    for act in (
        lambda: counter.keys.new(clerk),
        lambda: counter.keys.new_root(clerk, "x"),
        lambda: counter.keys.endorse(clerk, Bundle()),
        lambda: counter.keys.rotate(clerk),
        lambda: counter.keys.revoke(clerk, "", "x"),
        lambda: counter.known_keys.take_in(clerk, Bundle()),
    ):
        with pytest.raises(Refusal, match=r"clerks\.not_permitted"):
            act()


def test_everything_is_on_record(counter: Counter, administrator: Actor, sql: Sql) -> None:
    key = counter.known_keys.views()[-1].id
    rotated(counter, administrator)
    counter.keys.revoke(administrator, key, "stolen")
    acts = [act for (act,) in sql("SELECT action FROM audit WHERE action LIKE 'key%'")]
    made = ["key.made", "key.endorsed"]
    assert acts == ["key.made", *made, *made, "key.revoked"]


def test_an_exported_file_has_no_secret(counter: Counter, sql: Sql) -> None:
    exported = counter.known_keys.export()
    assert Bundle.from_json(exported.to_json()) == exported
    together = b"".join((*exported.roots, *exported.endorsements)).hex()
    for (private,) in sql("SELECT private FROM signing_key"):
        assert isinstance(private, bytes)
        assert private[36:68].hex() not in together


def test_a_seal_s_certificate_is_the_root_s_word(counter: Counter) -> None:
    sealing = counter.known_keys.sealing()
    own = x509.load_der_x509_certificate(sealing.certificate)
    (root,) = (x509.load_der_x509_certificate(der) for der in sealing.roots)
    own.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert own.public_key() == sealing.key.public_key()
