"""Issue and receipt numbers: gapless within a block, never given twice, refused when out."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.certificates.allotment import Allotment
from counter_app.certificates.number_views import Room
from counter_app.certificates.numbers import Numbers
from counter_app.certificates.requests import Request
from counter_app.clock import SEOUL, FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from db.engine import transaction
from tests.asking import NewAction, Sql, refusal
from tests.certificates.counts import DAY
from tests.certificates.series import AR, RECEIPTS, numbers_of
from tests.conftest import MORNING, PASSWORD, SECOND


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


@pytest.fixture(scope="module")
def begun(built_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """One store for all examples, each of which is another office's."""
    home = Path(shutil.copytree(built_centre, tmp_path_factory.mktemp("numbers") / "home"))
    counter = open_counter(home, FixedClock(MORNING))
    yield counter
    counter.close()


OFFICES = count(2_000_000_000)


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
