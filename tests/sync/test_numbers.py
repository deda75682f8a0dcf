"""Numbers come from the district: early, apart from everybody else's, with every gap on record."""

import json
from contextlib import closing

import pytest
from sqlmodel import col, select

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.sync import blocks
from counter_app.sync.blocks import refill
from counter_app.sync.connecting import disconnect, renew
from counter_app.sync.peer import Refused
from db.audit import AuditRow
from db.engine import reading, transaction
from db.numbers import BlockSource, NumberBlock, next_number
from db.outbox import enqueue
from tests.district.served import Served
from tests.sync.joined import Joined, join

SERIES = "2026-1144066000-AR"


def held(counter: Counter, series: str = SERIES) -> list[NumberBlock]:
    with reading(counter.engine) as session:
        chosen = select(NumberBlock).where(NumberBlock.series == series)
        return list(session.exec(chosen.order_by(col(NumberBlock.first))))


def give(counter: Counter, how_many: int) -> list[int | None]:
    with transaction(counter.engine) as session:
        return [next_number(session, SERIES) for _ in range(how_many)]


def gaps(counter: Counter) -> list[tuple[int, int, str]]:
    with reading(counter.engine) as session:
        chosen = select(AuditRow.detail).where(
            AuditRow.action == "numbers.closed", AuditRow.subject == SERIES
        )
        said = map(json.loads, session.exec(chosen.order_by(col(AuditRow.seq))))
        return [(gap["first"], gap["last"], gap["why"]) for gap in said]


def test_a_block_of_every_series_comes_at_once(joined: Joined) -> None:
    joined.sync()
    (block,) = held(joined.counter)
    assert (block.source, block.first, block.used) == (BlockSource.DISTRICT, 1, 0)
    levels = {level.series: level for level in joined.counter.sync.view().blocks}
    assert levels[SERIES].left == levels[SERIES].granted == block.last
    assert {name.rpartition("-")[2] for name in levels} >= {"AR", "R", "T"}


def test_what_bears_a_number_from_before_joining_is_taken(
    served: Served, counter: Counter, administrator: Actor
) -> None:
    with transaction(counter.engine) as session:
        carried = NumberBlock(
            series=SERIES,
            first=1,
            last=7,
            used=7,
            source=BlockSource.CARRIED,
            taken_at=counter.clock.now(),
        )
        session.add(carried)
        number = f"{SERIES}-000007"
        enqueue(session, counter.clock.now(), "certificate.prepared", {"number": number})
    joined = join(served, counter, administrator)
    with closing(joined.line):
        joined.sync()
    assert counter.sync.work_items() == ()
    assert held(counter)[-1].first == 8


def test_half_used_up_is_refilled_and_answered_once(joined: Joined) -> None:
    joined.sync()
    (block,) = held(joined.counter)
    give(joined.counter, block.last // 2 - 1)
    assert refill(joined.ends) == 0
    give(joined.counter, 1)
    assert refill(joined.ends) == 1
    assert refill(joined.ends) == 0
    first, second = held(joined.counter)
    assert second.first == first.last + 1


def test_a_block_whose_answer_was_lost_is_the_same_when_asked_again(
    joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(blocks, "_take_in", lambda *_: (_ for _ in ()).throw(ConnectionError))
        with pytest.raises(ConnectionError):
            joined.sync()
    joined.sync()
    assert [block.first for block in held(joined.counter)] == [1]


def test_what_this_pc_had_of_its_own_is_closed(
    counter: Counter, clerk: Actor, request: pytest.FixtureRequest
) -> None:
    with transaction(counter.engine) as session:
        for _ in range(3):
            counter.numbers.next(session, clerk, "AR")
    joined: Joined = request.getfixturevalue("joined")
    joined.sync()
    own, granted = held(counter)
    assert (own.source, own.used, own.closed_at) == (BlockSource.LOCAL, 3, counter.clock.now())
    assert granted.first > 3
    assert gaps(counter) == [(4, 999999, "joined")]
    assert give(counter, 1) == [granted.first]


def test_offline_the_numbers_end_and_nothing_is_begun_here(joined: Joined, clerk: Actor) -> None:
    joined.sync()
    give(joined.counter, held(joined.counter)[0].last)
    with pytest.raises(Refusal) as refused, transaction(joined.counter.engine) as session:
        joined.counter.numbers.next(session, clerk, "AR")
    assert refused.value.code == "numbers.out"


def test_nobody_allots_numbers_of_the_districts(joined: Joined, administrator: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        joined.counter.numbers.allot(administrator, SERIES, 1, 9, action_id="a")
    assert refused.value.code == "numbers.from_district"


def test_a_copy_of_the_store_is_refused_and_goes_on_as_a_new_one(
    joined: Joined, administrator: Actor
) -> None:
    joined.sync()
    give(joined.counter, 5)
    with transaction(joined.counter.engine) as session:
        session.connection().exec_driver_sql("UPDATE sync_state SET mark = 'an-older-one'")
    with pytest.raises(Refused):
        joined.sync()
    view = joined.counter.sync.view()
    assert view.reason is not None
    assert view.reason.code == "sync.superseded"
    before = joined.state.store
    renew(joined.counter.engine, joined.counter.clock, administrator)
    joined.sync()
    assert joined.state.store != before
    assert joined.counter.sync.view().reason is None
    old, new = held(joined.counter)
    assert old.closed_at is not None
    assert new.first == old.last + 1
    assert gaps(joined.counter) == [(6, old.last, "renewed")]


def test_who_leaves_the_district_gives_no_more_of_its_numbers(
    joined: Joined, administrator: Actor
) -> None:
    joined.sync()
    counter = joined.counter
    with transaction(counter.engine) as session:
        enqueue(session, counter.clock.now(), "till.counted", {})
    with pytest.raises(Refusal) as refused:
        disconnect(counter.config.home, counter.engine, counter.clock, administrator, force=False)
    assert refused.value.code == "sync.unsent"
    joined.sync()
    disconnect(counter.config.home, counter.engine, counter.clock, administrator, force=False)
    assert give(counter, 1) == [None]
    assert not list((counter.config.home / "district").iterdir())
