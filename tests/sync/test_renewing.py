"""A certificate is had anew over its own line before it ends; nobody has to carry a file."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from sqlmodel import select

from counter_app.clock import FixedClock
from counter_app.district import enrolling
from counter_app.district.store import reading, writing
from counter_app.district.tables import Certificate
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.sync import identity
from counter_app.sync.line import Identity
from counter_app.sync.once import once
from counter_app.sync.peer import Refused, Unreachable
from counter_app.sync.process import Process
from counter_app.sync.renewing import renewed
from counter_app.sync.state import Ends
from counter_app.sync.wire import RenewAsked
from tests.district.served import Served
from tests.sync.joined import Joined, join

LATER = timedelta(days=345)


@pytest.fixture
def old(
    served: Served, counter: Counter, administrator: Actor, clock: FixedClock
) -> Iterator[Joined]:
    """A counter that was enrolled long ago."""
    clock.at -= LATER
    made = join(served, counter, administrator)
    clock.at += LATER
    with closing(made.line):
        yield made


def home_of(joined: Joined) -> Path:
    return joined.counter.config.home


def test_one_that_is_good_for_long_stays(joined: Joined) -> None:
    joined.sync()
    assert renewed(home_of(joined), joined.ends) is None


def test_it_is_had_anew_and_the_one_before_ends(old: Joined, clock: FixedClock) -> None:
    old.sync()
    home, before = home_of(old), identity.read(home_of(old))
    new = renewed(home, old.ends)
    assert new is not None
    assert new.until - before.until >= LATER - timedelta(days=1)
    assert old.state.until == new.until
    old.sync()  # still with the one before
    old.line.become(new)
    once(old.ends, old.line)
    assert old.counter.sync.work_items() == ()
    assert old.counter.sync.view().reason is None
    clock.at += timedelta(days=1, minutes=1)
    old.line.become(before)
    with pytest.raises(Refused, match=r"district\.revoked"):
        once(old.ends, old.line)
    old.line.become(identity.read(home))
    once(old.ends, old.line)
    names = sorted(path.name for path in (home / identity.FOLDER).iterdir())
    assert [Path(name).suffix for name in names] == [".pem", ".key", ".pem", ".json"]


def test_an_answer_that_is_lost_is_asked_for_again(
    old: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.sync()
    real = old.line.renew

    def lost(asked: RenewAsked) -> object:
        real(asked)
        raise Unreachable("cut")

    monkeypatch.setattr(old.line, "renew", lost)
    with pytest.raises(Unreachable):
        renewed(home_of(old), old.ends)
    monkeypatch.setattr(old.line, "renew", real)
    old.sync()
    new = renewed(home_of(old), old.ends)
    assert new is not None
    old.line.become(new)
    old.sync()
    with reading(old.served.district.engine) as session:
        assert len(session.exec(select(Certificate)).all()) == 2


@pytest.mark.parametrize("step", range(4))
def test_a_death_between_two_files_leaves_one_that_works(
    old: Joined, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    old.sync()
    real = identity._write
    written: list[Path] = []

    def mortal(path: Path, content: bytes) -> None:
        if len(written) == step:
            raise KeyboardInterrupt
        written.append(path)
        real(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(identity, "_write", mortal)
        with pytest.raises(KeyboardInterrupt):
            renewed(home_of(old), old.ends)
    old.line.become(identity.read(home_of(old)))
    old.sync()
    new = renewed(home_of(old), old.ends)
    assert new is not None
    old.line.become(new)
    old.sync()


def test_one_in_place_that_is_not_written_down_yet_is(old: Joined) -> None:
    old.sync()
    ended = old.state.until
    key = identity.new_key()
    own = identity.read(home_of(old))
    with writing(old.served.district.engine) as session:
        certificate = session.exec(select(Certificate)).one()
        caller = enrolling.caller_by(session, certificate.thumbprint, old.ends.clock.now())
        asked = RenewAsked(identity.request(key))
        given = enrolling.renew(
            session, old.served.district.trust, caller, asked, old.ends.clock.now()
        )
    identity.keep(home_of(old), own.url, key, given.certificate, given.ca)
    assert renewed(home_of(old), old.ends) is None
    assert old.state.until != ended
    made = x509.load_pem_x509_certificate(given.certificate.encode())
    assert old.state.until == made.not_valid_after_utc


def test_who_is_revoked_is_told_and_gets_none(old: Joined) -> None:
    old.sync()
    with writing(old.served.district.engine) as session:
        client = session.exec(select(Certificate)).one().client
        enrolling.revoke(session, client, old.ends.clock.now())
    with pytest.raises(Refused, match=r"district\.revoked"):
        renewed(home_of(old), old.ends)
    reason = old.counter.sync.view().reason
    assert isinstance(reason, Refusal)
    assert reason.code == "sync.not_renewed"


def test_the_process_goes_on_with_the_new_one(old: Joined) -> None:
    home = home_of(old)
    before = identity.read(home)

    def once_renewed(ends: Ends) -> Identity | None:
        found = renewed(home, ends)
        if found is not None:
            process.stop()
        return found

    process = Process(old.counter.engine, old.ends.clock, before, renewed=once_renewed)
    process.run()
    assert identity.read(home).until > before.until
    assert process._identity.until == identity.read(home).until
