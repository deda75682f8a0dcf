"""A damaged store is put aside; nothing that can be read is lost, and the register comes anew."""

from contextlib import closing
from dataclasses import replace

import pytest

from counter_app.errors import Refusal
from counter_app.main import open_counter
from counter_app.sync.once import once
from counter_app.sync.rescuing import rescue
from counter_app.sync.state import Ends
from db.engine import PAGE_BYTES, transaction
from db.outbox import enqueue
from tests.conftest import PASSWORD
from tests.sync.joined import Joined, documents


def test_what_was_not_sent_survives_a_broken_page(joined: Joined) -> None:
    joined.sync()
    counter = joined.counter
    with transaction(counter.engine) as session:
        for day in range(40):
            enqueue(session, counter.clock.now(), "till.counted", {"day": str(day)})
        root = session.connection().exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'resident'"
        )
        page = root.scalar_one()
    with counter.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    counter.engine.dispose()
    with counter.config.store.open("r+b") as file:
        file.seek((page - 1) * PAGE_BYTES + 100)
        file.write(b"\x00" * 64)
    done = rescue(counter.config, counter.clock)
    assert done.operations >= 40
    assert done.quarantine.exists()
    with closing(open_counter(counter.config.home, counter.clock)) as again:
        again.clerks.sign_in("minseo", PASSWORD, 3)
        ends = replace(joined.ends, engine=again.engine)
        assert isinstance(ends, Ends)
        once(ends, joined.line)
        assert again.sync.view().queued == 0
        assert replace(joined, counter=again).here() == documents()
        assert not [i for i in again.sync.work_items() if i.kind == "till.counted"]


def test_a_sound_store_is_left_alone(joined: Joined) -> None:
    joined.sync()
    with pytest.raises(Refusal) as refused:
        rescue(joined.counter.config, joined.counter.clock)
    assert refused.value.code == "sync.not_damaged"
