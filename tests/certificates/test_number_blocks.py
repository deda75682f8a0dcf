"""Blocks of numbers as an administrator allots them and the store keeps them."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from counter_app.certificates.allotment import Allotment
from counter_app.certificates.numbers import Numbers
from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from db.engine import create_store, reading, transaction
from db.migrate import upgrade
from db.numbers import BlockSource
from tests.asking import refusal
from tests.certificates.series import AR, OFFICE, RECEIPTS, numbers_of
from tests.conftest import MORNING, PASSWORD


@pytest.mark.parametrize(
    ("series", "first", "last", "code"),
    [
        (AR, 50, 60, "numbers.overlap"),
        (AR, 1, 50, "numbers.overlap"),
        (AR, 60, 1000, "numbers.overlap"),
        (AR, 1, 1000, "numbers.overlap"),
        (AR, 0, 10, "numbers.range"),
        (AR, 20, 10, "numbers.range"),
        (AR, 1, 1_000_000, "numbers.range"),
        (f"2025-{OFFICE}-AR", 1, 10, "numbers.no_series"),
        ("2026-9999999999-AR", 1, 10, "numbers.no_series"),
        (f"2026-{OFFICE}-XX", 1, 10, "numbers.no_series"),
        (f"2026-{OFFICE}-AR ", 1, 10, "numbers.no_series"),
        ("", 1, 10, "numbers.no_series"),
    ],
)
def test_what_cannot_be_allotted(
    counter: Counter, administrator: Actor, series: str, first: int, last: int, code: str
) -> None:
    numbers = counter.numbers
    block = numbers.allot(administrator, AR, 50, 60, action_id="a")
    assert refusal(lambda: numbers.allot(administrator, series, first, last, action_id="b")) == code
    assert numbers.blocks() == (block,)


def test_allotted_once(counter: Counter, administrator: Actor, clerk: Actor) -> None:
    numbers = counter.numbers
    once = [numbers.allot(administrator, AR, 50, 60, action_id="a") for _ in range(2)]
    assert once[0] == once[1] == numbers.blocks()[0]
    other = refusal(lambda: numbers.allot(administrator, AR, 70, 80, action_id="a"))
    assert other == "numbers.action_used"
    mine = refusal(lambda: numbers.allot(clerk, AR, 70, 80, action_id="b"))
    assert mine == "clerks.not_permitted"


@pytest.mark.parametrize(
    "harm",
    [
        "INSERT INTO number_block (series, first, last, used, source, taken_at)"
        " SELECT series, 60, 70, 59, source, taken_at FROM number_block",
        "UPDATE number_block SET used = used + 2",
        "UPDATE number_block SET used = used - 1",
        "UPDATE number_block SET used = last + 1",
        "UPDATE number_block SET last = 99",
        "UPDATE number_block SET closed_at = NULL WHERE id = 2",
        "UPDATE number_block SET used = used + 1 WHERE id = 2",
        "DELETE FROM number_block",
        "INSERT INTO number_block (series, first, last, used, source, taken_at)"
        " SELECT series, 5, 4, 4, source, taken_at FROM number_block WHERE id = 1",
    ],
)
def test_the_store_refuses_it_too(counter: Counter, administrator: Actor, harm: str) -> None:
    counter.numbers.allot(administrator, AR, 50, 60, action_id="a")
    counter.numbers.allot(administrator, RECEIPTS, 50, 60, action_id="b")
    with transaction(counter.engine) as session:
        session.connection().execute(text("UPDATE number_block SET used = 50 WHERE id = 1"))
        session.connection().execute(
            text("UPDATE number_block SET closed_at = taken_at WHERE id = 2")
        )
    held = counter.numbers.blocks()
    with pytest.raises(DatabaseError), transaction(counter.engine) as session:
        session.connection().execute(text(harm))
    assert counter.numbers.blocks() == held


def test_a_closed_block_gives_no_more(
    counter: Counter, administrator: Actor, clerk: Actor, request_: Request
) -> None:
    counter.numbers.allot(administrator, AR, 1, 10, action_id="a")
    counter.numbers.allot(administrator, AR, 51, 60, action_id="b")
    counter.certificates.issue(clerk, request_, action_id="c")
    with transaction(counter.engine) as session:
        session.connection().execute(
            text("UPDATE number_block SET closed_at = taken_at WHERE last = 10")
        )
    counter.certificates.issue(clerk, request_, action_id="d")
    assert numbers_of(counter) == [1, 51]
    assert [block.left for block in counter.numbers.blocks()][:2] == [0, 9]


def test_an_older_centre_goes_on_where_it_was(tmp_path: Path, counter: Counter) -> None:
    engine = create_store(tmp_path / "counter.db", b"k" * 32)
    upgrade(engine, "0008")
    kept = [("ticket:2026-11-16:E", 7), ("quick:2026-11-16", 900), ("status-0123456789abcdef", 41)]
    with transaction(engine) as session:
        for row in [(AR, 41), (f"receipt-2026-{OFFICE}", 43), *kept]:
            session.connection().exec_driver_sql("INSERT INTO serial VALUES (?, ?)", row)
    upgrade(engine)
    numbers = Numbers(engine, FixedClock(MORNING), OFFICE, Allotment(last=1_000))
    blocks = [(b.series, b.first, b.last, b.used, b.left, b.source) for b in numbers.blocks()]
    carried = BlockSource.CARRIED
    assert blocks == [(AR, 1, 41, 41, 0, carried), (RECEIPTS, 1, 43, 43, 0, carried)]
    assert numbers.least().left == 957
    administrator = counter.clerks.sign_in("admin", PASSWORD)
    with transaction(engine) as session:
        given = [numbers.next(session, administrator, of)[-6:] for of in ("AR", "R", "RES")]
    assert given == ["000042", "000044", "000001"]
    with reading(engine) as session:
        rows = session.connection().exec_driver_sql("SELECT series, last FROM serial").all()
    assert sorted(map(tuple, rows)) == sorted(kept)
