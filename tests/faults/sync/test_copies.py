"""Rows 8 to 11: a store that is damaged, lost its end, is older than it was, or is there twice."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import open_counter
from counter_app.privacy.actor import Actor
from counter_app.sync import identity
from counter_app.sync.connecting import renew
from counter_app.sync.line import Line
from counter_app.sync.peer import Refused
from counter_app.sync.state import Ends
from db.engine import connect
from tests.conftest import PASSWORD
from tests.faults.sync.whole import issue, numbers, same, taken
from tests.sync.joined import Joined


def copied(joined: Joined, to: Path, *, wal: bool = True) -> Path:
    """The centre as a backup of the running store has it; without its WAL, as its file alone."""
    home = joined.counter.config.home
    shutil.copytree(home, to, ignore=shutil.ignore_patterns("counter.db*", "prints"))
    if not wal:
        shutil.copy(home / "counter.db", to)
        return to
    key = bytes.fromhex((home / "store.key").read_text())
    with closing(own_store(joined)) as source, closing(connect(to / "counter.db", key)) as target:
        source.backup(target)
    return to


def opened(joined: Joined, home: Path, clock: FixedClock) -> Joined:
    counter = open_counter(home, clock)
    line = Line(identity.read(home))
    return replace(joined, counter=counter, line=line, ends=Ends(counter.engine, clock, line))


@contextmanager
def closing_all(joined: Joined) -> Iterator[None]:
    with closing(joined.counter), closing(joined.line):
        yield


def own_store(joined: Joined) -> Any:
    home = joined.counter.config.home
    return connect(home / "counter.db", bytes.fromhex((home / "store.key").read_text()))


def goes_on(old: Joined, given: list[str], before: Joined) -> None:
    """The old copy is refused, becomes a new store, and gives no number again."""
    with pytest.raises(Refused, match="superseded"):
        old.sync()
    clerk = old.counter.clerks.sign_in("minseo", PASSWORD, 3)
    administrator = old.counter.clerks.sign_in("admin", PASSWORD)
    renew(old.counter.engine, old.counter.clock, administrator)
    with pytest.raises(Refusal, match=r"numbers\.out"):
        issue(old.counter, clerk, "before-it-has-numbers")
    old.sync()
    number = issue(old.counter, clerk, "after")
    old.sync()
    district = before.served.district.engine
    assert number not in given
    assert taken(district) == sorted([*given, number])
    assert same(old.counter, district, old.counter.config.office.code)
    assert old.counter.sync.view().queued == 0


def test_08_a_damaged_store_is_refused_and_its_backup_goes_on_as_another(
    joined: Joined, clerk: Actor, clock: FixedClock, tmp_path: Path
) -> None:
    given = [issue(joined.counter, clerk, "1")]
    joined.sync()
    backup = copied(joined, tmp_path / "backup")
    given.append(issue(joined.counter, clerk, "2"))
    joined.sync()
    home = joined.counter.config.home
    joined.counter.close()
    content = bytearray((home / "counter.db").read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 + 100] ^= 1
    (home / "counter.db").write_bytes(content)
    with pytest.raises(Refusal, match=r"store\.damaged"):
        open_counter(home, clock).archive.of_day(clock.now().date())
    old = opened(joined, backup, clock)
    with closing_all(old):
        goes_on(old, given, joined)


def test_09_without_its_wal_it_is_behind_what_it_has_sent(
    joined: Joined, clerk: Actor, clock: FixedClock, tmp_path: Path
) -> None:
    with closing(own_store(joined)) as own:
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    given = [issue(joined.counter, clerk, "1")]
    joined.sync()
    lost = opened(joined, copied(joined, tmp_path / "lost", wal=False), clock)
    with closing_all(lost):
        assert numbers(lost.counter.config.home) == []
        goes_on(lost, given, joined)


def test_10_an_old_backup_is_refused_and_loses_its_numbers(
    joined: Joined, clerk: Actor, clock: FixedClock, tmp_path: Path
) -> None:
    given = [issue(joined.counter, clerk, "1")]
    joined.sync()
    backup = copied(joined, tmp_path / "backup")
    for n in range(2, 5):
        given.append(issue(joined.counter, clerk, f"{n}"))
        joined.sync()
    old = opened(joined, backup, clock)
    with closing_all(old):
        goes_on(old, given, joined)


def test_11_of_two_copies_one_goes_on(
    joined: Joined, clerk: Actor, clock: FixedClock, tmp_path: Path
) -> None:
    clone = opened(joined, copied(joined, tmp_path / "clone"), clock)
    given = [issue(joined.counter, clerk, "1")]
    for _ in range(2):
        joined.sync()
    with closing_all(clone):
        goes_on(clone, given, joined)
    with pytest.raises(Refused, match="superseded"):
        joined.sync()
