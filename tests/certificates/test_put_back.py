"""A store that is put back from a copy, or whose mark is lost, gives no number a second time."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from counter_app.certificates.allotment import Allotment
from counter_app.certificates.marking import EVERY, MOST, Marking
from counter_app.certificates.number_views import Room
from counter_app.certificates.numbers import Numbers
from counter_app.certificates.putting_back import settle
from counter_app.certificates.requests import Request
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import open_counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.till.sheet import LeftOut
from db.clerks import Role
from db.engine import create_store, open_store, transaction
from db.migrate import upgrade
from db.number_mark import grow, mark_of
from db.numbers import BlockSource
from tests.asking import refusal
from tests.certificates.putting_back import KEY, SOMEBODY, Place
from tests.certificates.series import AR, OFFICE, RECEIPTS, numbers_of
from tests.conftest import MORNING

Sql = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture
def place(home: Path, clock: FixedClock) -> Iterator[Place]:
    made = Place(home, clock)
    yield made
    made.counter.close()


def test_a_copy_by_hand_is_recognised(place: Place, request_: Request, sql: Sql) -> None:
    before = place.issue(request_, 2)
    kept = place.kept()
    lost = place.issue(request_, 5)
    residence = replace(request_, kind="residence")  # a series that the copy has not begun
    lost += place.issue(residence)
    place.put_back(kept)
    after = place.issue(request_) + place.issue(residence)
    assert len({*before, *lost, *after}) == len(before + lost + after)
    gaps = [b for b in place.counter.numbers.blocks() if b.source is BlockSource.GAP]
    assert {gap.series.rpartition("-")[2] for gap in gaps} == {"AR", "R", "RS"}
    for gap in gaps:
        assert (gap.last - gap.first + 1 <= MOST + 6, gap.left, gap.lost) == (True, 0, 0)
        assert gap.closed_at == gap.taken_at == MORNING
    told = sql("SELECT subject, detail FROM audit WHERE action = 'numbers.closed'")
    assert [row[0] for row in told] == [gap.series for gap in gaps]
    assert all('"why": "put_back"' in str(row[1]) for row in told)
    assert verify(place.counter.engine).ok
    till = place.counter.till
    assert till.reconcile(MORNING.date()).disagreement is None
    papers = till.show(MORNING.date()).sheet.papers
    assert papers and papers.left_out == tuple(
        LeftOut(gap.series, gap.first, gap.last, gap.taken_at) for gap in gaps
    )


def test_the_chain_says_how_long_it_was(place: Place, request_: Request, sql: Sql) -> None:
    kept = place.copied()
    place.issue(request_)
    long = sql("SELECT max(seq) FROM audit")[0][0]
    place.clerk()
    place.issue(request_)
    place.put_back(kept)
    ((clerk, said),) = sql("SELECT clerk, detail FROM audit WHERE action = 'store.put_back'")
    detail = json.loads(str(said))
    assert clerk == "-"
    assert detail["copied"] == MORNING.isoformat(timespec="microseconds")
    assert detail["chain"] >= long


def test_places_in_the_status_list_are_not_given_twice(
    place: Place, request_: Request, sql: Sql
) -> None:
    place.issue(request_)
    kept = place.copied()
    place.issue(request_, 3)
    lost = sql("SELECT place FROM certificate_proof")
    place.put_back(kept)
    place.issue(request_)
    assert sql("SELECT max(place) FROM certificate_proof") > [max(lost)]


def test_matters_of_the_day_are_counted_anew(place: Place, request_: Request) -> None:
    def number(action: str) -> str:
        matters, told = place.counter.matters, {"status": "F-5"}
        start = partial(matters.start, place.clerk(), "status-guidance", request_.resident_id, told)
        return start(action_id=action).line.number

    kept = place.copied()
    lost = number("a")
    place.put_back(kept)
    assert [one.partition("0-3")[2] for one in (lost, number("b"))] == ["-0001", "r1-0001"]


@pytest.mark.parametrize("by_hand", [True, False])
def test_put_back_again_and_again(place: Place, request_: Request, by_hand: bool) -> None:
    given = place.issue(request_)
    kept = place.kept() if by_hand else place.copied()
    for _ in range(4):
        given += place.issue(request_)
        place.put_back(kept)
    given += place.issue(request_)
    assert len(set(given)) == len(given) == 12


def test_nothing_was_lost_and_few_numbers_are_left_out(place: Place, request_: Request) -> None:
    place.issue(request_)
    place.put_back(place.copied())
    place.issue(request_)
    assert numbers_of(place.counter) == [1, 1 + MOST + 1]


def test_what_was_allotted_since_is_known(place: Place, request_: Request) -> None:
    numbers = place.counter.numbers
    numbers.allot(place.administrator(), AR, 1, 3, action_id="a")
    place.issue(request_, 2)
    kept = place.copied()
    numbers.allot(place.administrator(), AR, 501, 800, action_id="b")
    given = place.issue(request_, 3)
    assert given[-2].endswith("000502")
    place.put_back(kept)
    after = int(place.issue(request_)[0][-6:])
    assert 502 < after <= 502 + MOST + 1


def unsure(place: Place, request_: Request) -> None:
    """Nothing is given, everybody is told, and an administrator who looked makes it go on."""
    with pytest.raises(Refusal, match=r"numbers\.unsure"):
        place.issue(request_)
    numbers = place.counter.numbers
    assert numbers.least().room is Room.UNSURE
    assert refusal(lambda: numbers.resume(place.clerk(), f"{RECEIPTS}-000007")) == (
        "clerks.not_permitted"
    )
    for wrong in ("7", f"{AR}-000007", f"2025-{OFFICE}-R-000007", f"{RECEIPTS}-7"):
        told = refusal(partial(numbers.resume, place.administrator(), wrong))
        assert told == "numbers.no_receipt"
    with pytest.raises(Refusal, match=r"numbers\.unsure"):
        place.issue(request_)
    numbers.resume(place.administrator(), f"{RECEIPTS}-000007")
    assert refusal(lambda: numbers.resume(place.administrator(), f"{RECEIPTS}-000007")) == (
        "numbers.sure"
    )


HARMS: dict[str, Callable[[Place], object]] = {
    "lost": lambda place: place.mark.unlink(),
    "empty": lambda place: place.mark.write_bytes(b""),
    "half": lambda place: place.mark.write_bytes(place.mark.read_bytes()[:-9]),
    "altered": lambda place: place.mark.write_bytes(
        place.mark.read_bytes().replace(b'"age":', b'"age":1')
    ),
}


@pytest.mark.parametrize("harm", HARMS)
def test_without_its_mark_an_administrator_is_asked(
    place: Place, request_: Request, harm: str
) -> None:
    before = place.issue(request_, 2)
    kept = place.copied()
    lost = place.issue(request_, 5)
    HARMS[harm](place)
    place.put_back(kept)
    unsure(place, request_)
    residence = replace(request_, kind="residence")
    after = place.issue(request_) + place.issue(residence)
    assert after[0].endswith(f"{2 + 5 + EVERY + 1:06d}")
    assert after[2].endswith(f"{5 + EVERY + 1:06d}")
    assert len({*before, *lost, *after}) == 18
    place.put_back(kept)  # by now the mark is there
    assert not {*before, *lost, *after} & {*place.issue(request_)}
    assert place.counter.till.reconcile(MORNING.date()).disagreement is None


def test_a_mark_of_the_same_evening_knows_nothing_of_what_came_after(
    place: Place, request_: Request
) -> None:
    place.issue(request_, 2)
    old = place.mark.read_bytes()
    kept = place.copied()
    place.issue(request_, 5)
    place.mark.write_bytes(old)
    place.put_back(kept)
    unsure(place, request_)


def test_the_mark_of_another_store_is_none(place: Place, request_: Request) -> None:
    place.issue(request_)
    other = create_store(place.home / "other.db", b"o" * 32)
    upgrade(other)
    Marking(other, place.clock).renew()
    other.dispose()
    place.counter.close()
    place.mark.write_bytes(mark_of(place.home / "other.db").read_bytes())
    place.counter = open_counter(place.home, place.clock)
    unsure(place, request_)


def test_a_store_that_was_exchanged_under_an_open_window(place: Place, request_: Request) -> None:
    place.issue(request_)
    kept = place.kept()
    lost = place.issue(request_, 2)
    place.counter.engine.dispose()  # its next connection finds the other file
    for end in ("", "-wal", "-shm"):
        place.store.with_name(f"counter.db{end}").unlink(missing_ok=True)
    shutil.copy(kept, place.store)
    actor = Actor(1, "minseo", "김민서", Role.CLERK, 3)
    told = refusal(lambda: place.counter.certificates.issue(actor, request_, action_id="under"))
    assert told == "numbers.behind"
    place.put_back(kept)
    assert not {*lost} & {*place.issue(request_)}


def test_a_store_of_an_earlier_program_that_is_put_back(tmp_path: Path) -> None:
    """What the program keeps before it upgrades knows no marks, and is upgraded anew."""
    path, clock = tmp_path / "counter.db", FixedClock(MORNING)
    engine = create_store(path, KEY)
    upgrade(engine, "0034")
    engine.dispose()
    kept = shutil.copy(path, tmp_path / "kept")
    given = []
    for _ in range(2):
        engine = open_store(path, KEY)
        upgrade(engine)
        settle(engine, clock)
        numbers = Numbers(engine, clock, OFFICE, Allotment())
        with transaction(engine) as session:
            grow(session)
        for _ in range(3):
            with transaction(engine) as session:
                given.append(numbers.next(session, SOMEBODY, "AR"))
        engine.dispose()
        shutil.copy(kept, path)
    assert len(set(given)) == 6
