"""Whatever a day is like, and wherever the program stops, no won goes astray."""

import shutil
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import select

from counter_app.certificates.content import ReceiptContent
from counter_app.certificates.requests import IssuedView, Request, Share, Tender, Tray, Waiver
from counter_app.clock import FixedClock
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.till.checks import DENOMINATIONS
from counter_app.till.terms import Terms
from db.certificates import Payment
from db.engine import reading
from db.till import DrawerKind
from tests import people
from tests.certificates.counts import DAY
from tests.conftest import MORNING, PASSWORD, SECOND
from tests.matters.desk import NEWCOMER

FEE, CARD = 1_000, 30_000
TENDERS = list(Tender)
Done = TypeVar("Done")
WAIVER = Waiver("single_parent", consent=True)


class Killed(BaseException):
    """The program ends here, as far as the store can tell."""


@dataclass
class Book:
    """What a person with a notebook would have written down."""

    tenders: Tally[str] = field(default_factory=Tally)
    moved: int = 0
    waived: int = 0
    standing: list[IssuedView] = field(default_factory=list)
    fees: list[str] = field(default_factory=list)
    """Numbers of the matters whose fees stand."""

    def take(self, parts: tuple[Share, ...], sign: int = 1) -> None:
        for part in parts:
            self.tenders[part.tender] += sign * part.won

    def waive(self, issued: IssuedView, sign: int = 1) -> None:
        self.waived += sign * FEE * issued.copies if issued.waiver else 0


@st.composite
def terms(draw: st.DrawFn, due: int, *, free: bool = True) -> Terms:
    if free and draw(st.integers(0, 4)) == 0:
        return Terms(waiver=WAIVER)
    cuts = draw(st.lists(st.integers(1, due - 1), max_size=2, unique=True))
    edges = [0, *sorted(cuts), due]
    pay = tuple(Share(draw(st.sampled_from(TENDERS)), high - low) for low, high in pairwise(edges))
    cash = sum(share.won for share in pay if share.tender == Tender.CASH)
    received = cash + draw(st.integers(0, 50_000)) if cash and draw(st.booleans()) else None
    return Terms(pay=pay, received=received)


@st.composite
def acts(draw: st.DrawFn) -> tuple[object, ...]:
    kind = draw(st.sampled_from((*ACTS, *ACTS[:3])))
    copies = draw(st.integers(1, 3))
    stops = draw(st.none() | st.integers(1, 60))
    return (
        kind,
        draw(st.integers(0, 1)),
        copies,
        draw(asked_for(kind, copies)),
        draw(st.integers(-3_000, 9_000).filter(bool)),
        stops and stops * (3 if kind == "tray" else 1),
    )


@st.composite
def trays(draw: st.DrawFn) -> tuple[list[tuple[int, bool]], Terms]:
    """Copies of each document and whether it is waived alone; how the rest is paid."""
    papers = draw(st.lists(st.tuples(st.integers(1, 3), st.booleans()), min_size=1, max_size=4))
    due = FEE * sum(copies for copies, free in papers if not free)
    return papers, draw(terms(due)) if due else Terms()


ACTS = ("issue", "tray", "matter", "spoil", "correct", "move", "refund")
FEES = ("matter", "refund")


def asked_for(kind: str, copies: int) -> st.SearchStrategy[object]:
    if kind == "tray":
        return trays()
    return terms(CARD, free=False) if kind in FEES else terms(FEE * copies)


@pytest.fixture(scope="module")
def base(built_centre: Path) -> tuple[Path, int]:
    return built_centre, people.registered_foreigner(built_centre)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(day=st.lists(acts(), min_size=1, max_size=9))
def test_no_won_goes_astray(base: tuple[Path, int], day: list[tuple[object, ...]]) -> None:
    with TemporaryDirectory() as folder:
        home = Path(shutil.copytree(base[0], Path(folder) / "home"))
        counter = open_counter(home, FixedClock(MORNING))
        windows = [
            counter.clerks.sign_in(login, PASSWORD, window)
            for login, window in (("minseo", 3), ("jihun", 4))
        ]
        counter.till.open(windows[0], 30_000, action_id="open")
        book = Book()
        for number, act in enumerate(day):
            play(counter, windows, book, base[1], act, f"act-{number}")
            assert counter.till.reconcile(DAY).disagreement is None
        settle(counter, windows[0], book)
        counter.close()


def play(
    counter: Counter,
    windows: list[Actor],
    book: Book,
    resident: int,
    act: tuple[object, ...],
    action: str,
) -> None:
    """One act; where it is stopped it is sent again, as a program does that got no answer."""
    kind, window, copies, asked, won, stops = act
    assert isinstance(window, int)
    actor = windows[window]
    if kind == "tray":
        assert isinstance(asked, tuple)
        papers, paid = asked
        waivers = (WAIVER if free else None for _, free in papers)
        documents = tuple(
            Request(resident, "은행", copies=copies, waiver=waiver)
            for (copies, _), waiver in zip(papers, waivers, strict=True)
        )
        tray, issue_all = Tray(documents, paid), counter.trays.issue
        made = twice(counter, lambda: issue_all(actor, tray, action_id=action), stops)
        assert made.won == sum(issued.fee for issued in made.documents)
        for issued in made.documents:
            book.take(issued.parts)
            book.waive(issued)
        book.standing.extend(made.documents)
        return
    assert isinstance(copies, int)
    assert isinstance(asked, Terms)
    assert isinstance(won, int)
    if kind in FEES:
        play_fee(counter, actor, book, (kind == "matter", copies > 1, asked), action, stops)
        return
    if kind == "issue":
        request = Request(
            resident,
            "은행",
            copies=copies,
            tender=asked.tender,
            pay=asked.pay,
            received=asked.received,
            waiver=asked.waiver,
        )
        issue = counter.certificates.issue
        issued = twice(counter, lambda: issue(actor, request, action_id=action), stops)
        book.take(issued.parts)
        book.waive(issued)
        book.standing.append(issued)
    elif kind == "move":
        way = DrawerKind.IN if won > 0 else DrawerKind.OUT
        move = counter.till.move
        twice(counter, lambda: move(actor, way, abs(won), "잔돈", action_id=action), stops)
        book.moved += won
    elif book.standing and kind == "spoil":
        gone = book.standing.pop()
        spoil = partial(counter.certificates.spoil, actor, gone.id, second=SECOND)
        twice(counter, lambda: spoil("용지 걸림", action_id=action), stops)
        book.take(gone.parts, -1)
        book.waive(gone, -1)
    elif book.standing:
        last = book.standing.pop()
        new = asked if asked.waiver else Terms(asked.tender)
        correct = partial(counter.reversing.correct, actor, last.receipt_number, second=SECOND)
        try:
            twice(counter, lambda: correct("정정", new, action_id=action), stops)
        except Refusal as refusal:
            assert refusal.code == "till.reverse_nothing_new"
        now = counter.archive.certificate(last.id)
        for view, sign in ((last, -1), (now, 1)):
            book.take(view.parts, sign)
            book.waive(view, sign)
        book.standing.append(now)


def play_fee(
    counter: Counter,
    actor: Actor,
    book: Book,
    act: tuple[bool, bool, Terms],
    action: str,
    stops: object,
) -> None:
    """A matter's fee is taken; or one that was is given back, or taken otherwise."""
    new, whole, asked = act
    if new:
        nth = int(action.rpartition("-")[2])
        told = NEWCOMER | {"passport_number": f"M{nth:08d}"}
        begin = partial(counter.matters.start, actor, "alien-registration", None, told)
        begun = twice(counter, lambda: begin(action_id=f"{action}-start"), stops)
        number, pay = begun.line.number, counter.matters.pay
        twice(counter, partial(pay, actor, number, asked, ver=1, action_id=action), stops)
        book.take(asked.pay)
        book.fees.append(number)
    elif book.fees:
        number = book.fees.pop()
        paid = counter.matters.show(actor, number).paid
        assert paid is not None
        parts, reverse = stated(counter, paid.receipt), counter.reversing
        if whole:
            back = partial(reverse.give_back, actor, paid.receipt, "착오", second=SECOND)
            twice(counter, lambda: back(action_id=action), stops)
            book.take(parts, -1)
        elif asked.pay != parts:
            correct = partial(reverse.correct, actor, paid.receipt, "착오", asked)
            twice(counter, lambda: correct(action_id=action), stops)
            book.take(parts, -1)
            book.take(asked.pay)
            book.fees.append(number)
        else:
            book.fees.append(number)


def stated(counter: Counter, number: str) -> tuple[Share, ...]:
    """Who bore what, by the receipt."""
    found = select(Payment.content).where(Payment.receipt_number == number)
    with reading(counter.engine) as session:
        return ReceiptContent.from_json(session.exec(found).one()).parts


def twice(counter: Counter, act: Callable[[], Done], stops: object) -> Done:
    """The act stopped before its n-th statement and sent again; at last it answers."""
    if isinstance(stops, int):
        left = [stops]

        def step(*_: object) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise Killed

        event.listen(counter.engine, "before_cursor_execute", step)
        try:
            act()
        except Killed:
            assert verify(counter.engine).ok
        finally:
            event.remove(counter.engine, "before_cursor_execute", step)
    return act()


def settle(counter: Counter, clerk: Actor, book: Book) -> None:
    for issued in counter.archive.in_flight():
        counter.certificates.hand_over(
            clerk, issued.id, action_id=f"over-{issued.id}", paper_seen=True
        )
    cash = book.tenders[Tender.CASH]
    there, pieces = 30_000 + book.moved + cash, {}
    rest = there
    for value in DENOMINATIONS:
        pieces[value], rest = divmod(rest, value)
    counter.till.count(clerk, pieces, action_id="count")
    sheet = counter.till.show(DAY).sheet
    assert sheet.drawer.expected == there
    assert sheet.drawer.difference == -rest
    assert {line.key: line.won for line in sheet.tenders if line.won} == {
        str(tender): won for tender, won in book.tenders.items() if won
    }
    assert (sheet.won, sheet.waived) == (sum(book.tenders.values()), book.waived)
    assert sum(line.won for line in sheet.kinds) == sheet.won
    assert sum(line.won for line in sheet.clerks) == sheet.won
    fees = CARD * len(book.fees)
    assert sum(issued.fee for issued in book.standing) + fees == sheet.won
    copies = sum(issued.copies for issued in book.standing)
    assert copies * FEE + fees == sheet.won + sheet.waived
    assert (sheet.certificates, sheet.matters) == (len(book.standing), len(book.fees))
    settled = counter.closing.close(
        clerk, PASSWORD, "sujin", PASSWORD, action_id="close", reason="십 원 미만"
    )
    assert settled.sheet == sheet
    reconciled = counter.till.reconcile(DAY)
    assert reconciled.disagreement is None
    assert reconciled.explained == ("십 원 미만" if rest else "")
    assert verify(counter.engine).ok
