"""A random day is played and noted beside it: each act done twice, and killed in between."""

from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count as numbered
from typing import TypeVar

from sqlalchemy import event
from sqlmodel import select

from counter_app.certificates.content import ReceiptContent
from counter_app.certificates.requests import IssuedView, Request, Share, Tender, Tray
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from counter_app.till.checks import DENOMINATIONS
from counter_app.till.terms import Terms
from db.certificates import Payment
from db.engine import reading
from db.till import DrawerKind
from tests.certificates.counts import DAY
from tests.conftest import PASSWORD, SECOND
from tests.matters.desk import NEWCOMER
from tests.till.random_acts import CARD, FEE, FEES, WAIVER

LATER = (f"later-{n}" for n in numbered())


Done = TypeVar("Done")


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


def hand_over(counter: Counter, clerk: Actor, issued: IssuedView) -> None:
    action = f"over-{issued.id}"
    counter.certificates.hand_over(clerk, issued.id, action_id=action, paper_seen=True)


def count(counter: Counter, clerk: Actor, there: int, action: str) -> int:
    """Counts what lies there, but for what no coin makes: that is returned, in won."""
    pieces, rest = {}, there
    for value in DENOMINATIONS:
        pieces[value], rest = divmod(rest, value)
    counter.till.count(clerk, pieces, action_id=action)
    return rest


def settle_later(counter: Counter, clerk: Actor, paid: list[int]) -> None:
    """Every day after is closed with the same drawer before it, its own cash counted once."""
    till, close = counter.till, counter.closing.close
    while (shown := till.show()).sheet.day > DAY and till.day() <= counter.clock.now().date():
        assert shown.left is not None
        day = shown.sheet.day
        drawer = till.open(clerk, shown.left.won, action_id=f"open-{day}")
        assert drawer.cash == paid[(day - DAY).days - 1]
        assert drawer.expected == shown.left.counted
        assert count(counter, clerk, drawer.expected, f"count-{day}") == 0
        close(clerk, PASSWORD, "sujin", PASSWORD, action_id=f"close-{day}")
        assert till.reconcile(day).disagreement is None
    assert till.reconcile(DAY).disagreement is None


def settle(counter: Counter, clerk: Actor, book: Book, later: int) -> None:
    cash = book.tenders[Tender.CASH]
    there = 30_000 + book.moved + cash + later
    rest = count(counter, clerk, there, "count")
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
