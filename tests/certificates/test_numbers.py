"""Issue and receipt numbers: gapless within a block, never given twice, refused when out."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from counter_app.certificates.allotment import Allotment
from counter_app.certificates.numbers import Numbers, Room
from counter_app.certificates.requests import Request
from counter_app.clock import SEOUL, FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from db.engine import create_store, reading, transaction
from db.migrate import upgrade
from db.numbers import BlockSource
from tests.asking import NewAction, Sql, refusal
from tests.certificates.counts import DAY
from tests.conftest import MORNING, PASSWORD, SECOND

OFFICE = "1144066000"
AR, RECEIPTS = f"2026-{OFFICE}-AR", f"2026-{OFFICE}-R"


@pytest.fixture
def allotted(home: Path, clock: FixedClock) -> Iterator[Callable[[str], Counter]]:
    """The centre with a [numbers] of its own."""
    opened: list[Counter] = []

    def open_with(numbers: str) -> Counter:
        file = home / "counter.toml"
        file.write_text(f"{file.read_text('utf-8')}\n[numbers]\n{numbers}\n", "utf-8")
        opened.append(open_counter(home, clock))
        return opened[-1]

    yield open_with
    for counter in opened:
        counter.close()


def numbers_of(counter: Counter) -> list[int]:
    return sorted(int(view.issue_number[-6:]) for view in counter.archive.of_day(DAY))


@pytest.fixture(scope="module")
def begun(built_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """One store for all examples, each of which is another office's."""
    home = Path(shutil.copytree(built_centre, tmp_path_factory.mktemp("numbers") / "home"))
    counter = open_counter(home, FixedClock(MORNING))
    yield counter
    counter.close()


OFFICES = count(2_000_000_000)


@settings(deadline=None)
@given(
    sizes=st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), min_size=1, max_size=4),
    first=st.integers(1, 30),
    acts=st.lists(st.sampled_from(["take", "take", "undo", "allot", "new year"]), max_size=40),
)
def test_the_lowest_number_not_given(
    begun: Counter, sizes: list[tuple[int, int]], first: int, acts: list[str]
) -> None:
    """Against a list of numbers: taken, taken and rolled back, with blocks added on the way."""
    clock, office = FixedClock(MORNING), str(next(OFFICES))
    admin = begun.clerks.sign_in("admin", PASSWORD)
    numbers = Numbers(begun.engine, clock, office, Allotment(first, first + 2))
    waiting = [*range(first, first + 3)]
    to_allot, at = list(sizes), first + 3
    for act in acts:
        year = clock.now().year
        if act == "new year":
            clock.at = datetime(year + 1, 1, 1, 9, 0, tzinfo=SEOUL)
            waiting, to_allot, at = [*range(first, first + 3)], list(sizes), first + 3
        elif act == "allot" and to_allot:
            size, gap = to_allot.pop()
            block = range(at + gap, at + gap + size)
            if not numbers.blocks():
                continue  # the allotment is this series' first block
            numbers.allot(
                admin,
                f"{year}-{office}-AR",
                block[0],
                block[-1],
                action_id=f"{office}-{year}-{at}",
            )
            waiting, at = [*waiting, *block], block[-1] + 1
        elif act in ("take", "undo"):
            taken: str | None = None
            try:
                with transaction(begun.engine) as session:
                    taken = numbers.next(session, admin, "AR")
                    if act == "undo":
                        raise ZeroDivisionError
            except ZeroDivisionError:
                pass
            except Refusal as refused:
                assert (refused.code, waiting) == ("numbers.out", [])
            if waiting:
                assert taken == f"{year}-{office}-AR-{waiting[0]:06d}"
                waiting = waiting[1:] if act == "take" else waiting
    if blocks := numbers.blocks():
        assert sum(block.left for block in blocks) == len(waiting)


def test_two_windows_at_once_over_the_end_of_a_block(
    counter: Counter,
    clerk: Actor,
    colleague: Actor,
    administrator: Actor,
    request_: Request,
) -> None:
    for first, last in ((1, 3), (101, 200)):
        counter.numbers.allot(administrator, AR, first, last, action_id=f"block-{first}")

    def work(actor: Actor) -> None:
        for number in range(4):
            action = f"{actor.login}-{number}"
            issued = counter.certificates.issue(actor, request_, action_id=action)
            counter.certificates.spoil(
                actor, issued.id, "용지 걸림", action_id=f"void-{action}", second=SECOND
            )

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (clerk, colleague)))
    assert numbers_of(counter) == [1, 2, 3, 101, 102, 103, 104, 105]
    assert [(b.first, b.used, b.left, b.lost) for b in counter.numbers.blocks()] == [
        (1, 3, 0, 0),
        (101, 105, 95, 0),
        (1, 16, 999_983, 0),
    ]
    assert counter.till.reconcile(DAY).disagreement is None


@pytest.mark.parametrize(
    ("series", "issued_before", "code", "then"),
    [(AR, 2, "numbers.out", 501), (RECEIPTS, 1, "numbers.kept", 2)],
)
def test_out_is_refused_before_paper_and_money(
    allotted: Callable[[str], Counter],
    request_: Request,
    home: Path,
    sql: Sql,
    series: str,
    issued_before: int,
    code: str,
    then: int,
) -> None:
    counter = allotted("last = 2")
    clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
    admin = counter.clerks.sign_in("admin", PASSWORD)
    assert counter.numbers.least().left == 2
    other = RECEIPTS if series == AR else AR
    counter.numbers.allot(admin, other, 3, 9, action_id="more")
    for number in range(issued_before):
        counter.certificates.issue(clerk, request_, action_id=f"a{number}")
    held = ("certificate", "payment", "certificate_event", "audit", "outbox", "number_block")
    before = [sql(f"SELECT * FROM {table}") for table in held]
    paper = sorted((home / "prints").iterdir())
    with pytest.raises(Refusal) as refused:
        counter.certificates.issue(clerk, request_, action_id="b")
    assert (refused.value.code, refused.value.fields["series"]) == (code, series)
    assert [sql(f"SELECT * FROM {table}") for table in held] == before
    assert sorted((home / "prints").iterdir()) == paper
    counter.numbers.allot(admin, series, 501, 600, action_id="again")
    issued = counter.certificates.issue(clerk, request_, action_id="b")
    given = {AR: issued.issue_number, RECEIPTS: issued.receipt_number}[series]
    assert given == f"{series}-{then:06d}"
    assert counter.till.reconcile(DAY).disagreement is None


def test_a_number_without_its_receipt_is_counted(
    allotted: Callable[[str], Counter], request_: Request, sql: Sql
) -> None:
    counter = allotted("first = 500001\nlast = 600000")
    clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
    for action in ("a", "b"):
        issued = counter.certificates.issue(clerk, request_, action_id=action)
    assert issued.receipt_number == f"{RECEIPTS}-500002"
    assert counter.till.reconcile(DAY).disagreement is None
    sql("PRAGMA foreign_keys = OFF")
    sql("DROP TRIGGER payment_no_update")
    sql("UPDATE payment SET receipt_number = 'X' WHERE id = 1")
    assert [block.lost for block in counter.numbers.blocks()] == [0, 1]


def test_how_many_are_left(
    allotted: Callable[[str], Counter], request_: Request, action: NewAction
) -> None:
    counter = allotted("last = 4\nlow = 2")
    clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
    seen = [counter.numbers.least()]
    papers = counter.certificates
    for _ in range(3):
        issued = papers.issue(clerk, request_, action_id=action())
        papers.hand_over(clerk, issued.id, action_id=action())
        seen.append(counter.numbers.least())
    counter.voiding.void(clerk, issued.id, "오발급", "sujin", PASSWORD, action_id=action())
    seen.append(counter.numbers.least())
    assert [(least.left, least.room) for least in seen] == [
        (4, Room.ENOUGH),
        (3, Room.ENOUGH),
        (2, Room.LOW),
        (1, Room.LOW),
        (0, Room.OUT),
    ]
    assert seen[-1].series == RECEIPTS


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


def test_a_receipt_number_is_left_for_every_fee_that_may_have_to_be_given_back(
    allotted: Callable[[str], Counter], request_: Request, action: NewAction
) -> None:
    counter = allotted("first = 1\nlast = 4")
    clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
    papers = counter.certificates
    counter.till.open(clerk, 0, action_id=action())
    flying = [papers.issue(clerk, request_, action_id=action()) for _ in range(2)]
    told = refusal(lambda: papers.issue(clerk, request_, action_id=action()))
    assert told == "numbers.kept"
    for issued in flying:
        papers.spoil(clerk, issued.id, "용지 걸림", action_id=action(), second=SECOND)
    assert refusal(lambda: papers.issue(clerk, request_, action_id=action())) == "numbers.out"
    counter.till.count(clerk, {}, action_id=action())
    counter.closing.close(clerk, PASSWORD, "sujin", PASSWORD, action_id=action())
    assert counter.till.reconcile(DAY).disagreement is None


def test_what_cannot_be_given_back_says_what_to_do(
    allotted: Callable[[str], Counter], request_: Request, action: NewAction
) -> None:
    counter = allotted("first = 1\nlast = 3")
    clerk = counter.clerks.sign_in("minseo", PASSWORD, 3)
    papers = counter.certificates
    given = []
    for _ in range(2):
        given.append(papers.issue(clerk, request_, action_id=action()))
        papers.hand_over(clerk, given[-1].id, action_id=action())
    voids = [
        partial(counter.voiding.void, clerk, one.id, "오발급", "sujin", PASSWORD) for one in given
    ]
    voids[0](action_id=action())
    assert refusal(lambda: voids[1](action_id=action())) == "numbers.no_refund"
    administrator = counter.clerks.sign_in("admin", PASSWORD)
    counter.numbers.allot(administrator, RECEIPTS, 10, 20, action_id=action())
    voids[1](action_id=action())
