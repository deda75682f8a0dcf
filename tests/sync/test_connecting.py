"""A file that enrols: what is wrong with it leaves this PC as it was."""

import ssl
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.sync import identity
from counter_app.sync.connecting import connect
from counter_app.sync.line import Line
from counter_app.sync.once import once
from db.audit import AuditRow
from db.engine import reading
from tests.district.served import SEOGYO, YEONNAM, Served, serving
from tests.proxy import Proxy
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


def moves(joined: Joined, administrator: Actor, url: str) -> None:
    """With a new file of the district's, which says that it is served at `url`."""
    counter = joined.counter
    home = counter.config.home
    file = enrolment(joined.served, home, SEOGYO)
    file.write_text(file.read_text("utf-8").replace(joined.served.url, url), "utf-8")
    connect(home, counter.engine, counter.clock, administrator, SEOGYO, file)


def stands(joined: Joined) -> dict[str, object]:
    """What a refusal leaves as it was: who this PC is, how its sync stands, what is on record."""
    folder = joined.counter.config.home / identity.FOLDER
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    with reading(joined.counter.engine) as session:
        rows = len(session.exec(select(AuditRow)).all())
    return files | joined.state.model_dump() | {"on record": rows}


def test_a_file_of_the_same_district_says_where_it_is_by_now(
    joined: Joined, administrator: Actor
) -> None:
    joined.sync()
    home, before = joined.counter.config.home, joined.state
    own = identity.read(home)
    with pytest.raises(Refusal, match=r"sync\.connected"):
        joins(joined.counter, joined.served, administrator, SEOGYO)
    with closing(Proxy(int(own.url.rpartition(":")[2]))) as proxy:
        there = f"https://127.0.0.1:{proxy.port}"
        moves(joined, administrator, there)
        moved = identity.read(home)
        assert moved.url == there
        assert moved.key.public_key() == own.key.public_key()
        assert joined.state.model_dump() == before.model_dump()
        spoken = proxy.spoken
        with closing(Line(moved)) as line:
            once(replace(joined.ends, district=line), line)
        assert proxy.spoken > spoken
    assert joined.state.store == before.store


def test_an_address_at_which_nobody_answers_is_not_taken(
    joined: Joined, administrator: Actor
) -> None:
    joined.sync()
    before = stands(joined)
    with pytest.raises(Refusal, match=r"sync\.unreachable"):
        moves(joined, administrator, "https://127.0.0.1:1")
    assert stands(joined) == before
    joined.sync()


@pytest.mark.parametrize(
    ("folder", "code"),
    [("other", "sync.server_untrusted"), ("district", "sync.certificate_refused")],
)
def test_nor_is_one_at_which_another_district_answers(
    joined: Joined,
    administrator: Actor,
    clock: FixedClock,
    tmp_path: Path,
    folder: str,
    code: str,
) -> None:
    """Of another authority, or of ours without knowing this PC."""
    joined.sync()
    before = stands(joined)
    with (
        serving(f"sqlite:///{tmp_path / 'other.db'}", tmp_path / folder, clock) as other,
        pytest.raises(Refusal) as refused,
    ):
        moves(joined, administrator, other.url)
    assert refused.value.code == code
    assert stands(joined) == before
    joined.sync()


def test_a_server_that_is_not_the_files_is_told_as_such(
    counter: Counter, served: Served, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So is one whose certificate is not yet good by a clock that is behind."""
    monkeypatch.setattr(identity, "trusting", lambda _: ssl.create_default_context())
    with pytest.raises(Refusal, match=r"sync\.server_untrusted"):
        joins(counter, served, administrator, SEOGYO)
