"""A file that enrols: what is wrong with it leaves this PC as it was."""

import ssl
from datetime import timedelta

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.sync import identity
from counter_app.sync.connecting import connect
from tests.district.served import SEOGYO, YEONNAM, Served
from tests.sync.joined import Joined, enrolment


def joins(counter: Counter, served: Served, administrator: Actor, centre: str) -> str:
    home = counter.config.home
    file = enrolment(served, home, centre)
    return connect(home, counter.engine, counter.clock, administrator, SEOGYO, file)


def test_a_file_for_another_centre_connects_nobody(
    counter: Counter, served: Served, administrator: Actor
) -> None:
    with pytest.raises(Refusal, match=r"sync\.other_centre"):
        joins(counter, served, administrator, YEONNAM)
    with pytest.raises(Refusal, match=r"sync\.no_identity"):
        identity.read(counter.config.home)
    assert joins(counter, served, administrator, SEOGYO)


def test_it_takes_nothing_from_a_pc_that_is_connected(
    joined: Joined, administrator: Actor, clock: FixedClock
) -> None:
    joined.sync()
    home, before = joined.counter.config.home, joined.state.store
    own = identity.read(home)
    clock.at += timedelta(days=345)  # near its end: it may be enrolled anew
    with pytest.raises(Refusal, match=r"sync\.other_centre"):
        joins(joined.counter, joined.served, administrator, YEONNAM)
    assert identity.read(home).key.public_key() == own.key.public_key()
    assert joined.state.store == before
    joined.sync()


def test_a_file_of_the_same_district_says_where_it_is_by_now(
    joined: Joined, administrator: Actor
) -> None:
    joined.sync()
    home, before = joined.counter.config.home, joined.state.store
    own = identity.read(home)
    with pytest.raises(Refusal, match=r"sync\.connected"):
        joins(joined.counter, joined.served, administrator, SEOGYO)
    file = enrolment(joined.served, home, SEOGYO)
    file.write_text(file.read_text("utf-8").replace(own.url, "https://127.0.0.1:1"), "utf-8")
    connect(home, joined.counter.engine, joined.counter.clock, administrator, SEOGYO, file)
    moved = identity.read(home)
    assert moved.url == "https://127.0.0.1:1"
    assert moved.key.public_key() == own.key.public_key()
    assert joined.state.store == before


def test_a_server_that_is_not_the_files_is_told_as_such(
    counter: Counter, served: Served, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So is one whose certificate is not yet good by a clock that is behind."""
    monkeypatch.setattr(identity, "trusting", lambda _: ssl.create_default_context())
    with pytest.raises(Refusal, match=r"sync\.server_untrusted"):
        joins(counter, served, administrator, SEOGYO)
