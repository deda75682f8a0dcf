"""A store that is an older copy of itself: of a backup, of an image, or without its last writes."""

import shutil
from contextlib import closing
from dataclasses import replace

import pytest

from counter_app.main import open_counter
from counter_app.sync.once import once
from counter_app.sync.peer import Refused
from db.engine import transaction
from db.migrate import back_up
from db.outbox import enqueue
from tests.sync.joined import Joined


def test_a_backup_that_was_put_back_is_found(joined: Joined) -> None:
    joined.sync()
    counter = joined.counter
    config = counter.config
    key = bytes.fromhex((config.home / "store.key").read_text())
    kept = back_up(config.store, key, "kept", counter.clock.now())
    for _ in range(2):
        with transaction(counter.engine) as session:
            enqueue(session, counter.clock.now(), "till.counted", {})
        joined.sync()
    counter.engine.dispose()
    for end in ("-wal", "-shm"):
        config.store.with_name(f"{config.store.name}{end}").unlink(missing_ok=True)
    shutil.copy(kept, config.store)
    with closing(open_counter(config.home, counter.clock)) as older:
        with pytest.raises(Refused):
            once(replace(joined.ends, engine=older.engine), joined.line)
        reason = older.sync.view().reason
        assert reason is not None
        assert reason.code == "sync.superseded"


def test_of_two_copies_one_is_refused(joined: Joined) -> None:
    joined.sync()
    counter = joined.counter
    config = counter.config
    key = bytes.fromhex((config.home / "store.key").read_text())
    clone = config.home.with_name("clone")
    shutil.copytree(config.home, clone)
    for end in ("", "-wal", "-shm"):
        (clone / f"{config.store.name}{end}").unlink(missing_ok=True)
    back_up(config.store, key, "image", counter.clock.now()).rename(clone / config.store.name)
    with closing(open_counter(clone, counter.clock)) as other:
        for _ in range(2):
            once(replace(joined.ends, engine=other.engine), joined.line)
        with pytest.raises(Refused):
            joined.sync()
    reason = counter.sync.view().reason
    assert reason is not None
    assert reason.code == "sync.superseded"
