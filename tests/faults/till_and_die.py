"""Does each act of the till again and again, dying each time one step later (see dying).

Run as a program: HOME RESIDENT.
"""

import sys
from datetime import timedelta
from pathlib import Path

from counter_app.certificates.requests import Request, Share, Tender
from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.till.terms import Terms
from db.engine import connect
from db.till import DrawerKind
from tests.conftest import MORNING, PASSWORD
from tests.faults.dying import run

FIGURES = (
    "SELECT count(*) FROM certificate",
    "SELECT coalesce(sum(used - first + 1), 0) FROM number_block",
    "SELECT count(*) FROM payment",
    "SELECT coalesce(sum(won), 0) FROM payment",
    "SELECT coalesce(sum(waived), 0) FROM payment",
    "SELECT coalesce(sum(won), 0) FROM payment_part",
    "SELECT count(*) FROM drawer_move",
    "SELECT count(*) FROM drawer_count",
    "SELECT count(*) FROM settlement",
)
ACTS = ("correct", "move", "tally", "close")
PAY = (Share(Tender.CASH, 600), Share(Tender.CARD, 300), Share(Tender.STAMP, 100))


class Place:
    """A centre, its clerk, and the acts that are tried in it."""

    def __init__(self, home: Path, resident: int) -> None:
        self.home = home
        self.clock = FixedClock(MORNING)
        self.counter = open_counter(home, self.clock)
        self.clerk: Actor = self.counter.clerks.sign_in("minseo", PASSWORD, 3)
        self.resident = resident
        self.receipt = ""
        self.tender = Tender.CASH

    def issue(self, counter: Counter, action: str) -> None:
        request = Request(self.resident, "은행", pay=PAY, received=1_000)
        issued = counter.certificates.issue(self.clerk, request, action_id=action)
        self.receipt = issued.receipt_number

    def correct(self, counter: Counter, action: str) -> None:
        terms = Terms(self.tender)
        correct = counter.reversing.correct
        self.after = correct(self.clerk, self.receipt, "정정", terms, action_id=action).receipt

    def move(self, counter: Counter, action: str) -> None:
        counter.till.move(self.clerk, DrawerKind.IN, 100, "잔돈", action_id=action)

    def tally(self, counter: Counter, action: str) -> None:
        counter.till.count(self.clerk, {1_000: 1}, action_id=action)

    def close(self, counter: Counter, action: str) -> None:
        counter.closing.close(
            self.clerk, PASSWORD, "sujin", PASSWORD, action_id=action, reason="차이"
        )

    def before(self, name: str, action: str) -> None:
        """What has to be so that the act can be done once more."""
        if name == "correct":
            self.receipt = getattr(self, "after", self.receipt)
            self.tender = Tender.CARD if self.tender == Tender.CASH else Tender.CASH
        if name == "close":
            for issued in self.counter.archive.in_flight():
                self.counter.certificates.hand_over(
                    self.clerk, issued.id, action_id=f"over-{issued.id}", paper_seen=True
                )
            self.clock.at += timedelta(days=bool(self.figures()[-1]))
            if self.counter.till.show().sheet.drawer.opening is None:
                self.counter.till.open(self.clerk, 0, action_id=f"open-{action}")
            self.counter.till.count(self.clerk, {}, action_id=f"count-{action}")

    def figures(self) -> list[int]:
        key = bytes.fromhex((self.home / "store.key").read_text())
        connection = connect(self.home / "counter.db", key)
        try:
            return [connection.execute(figure).fetchone()[0] for figure in FIGURES]
        finally:
            connection.close()


if __name__ == "__main__":
    place = Place(Path(sys.argv[1]), int(sys.argv[2]))
    place.counter.till.open(place.clerk, 0, action_id="open")
    place.issue(place.counter, "issue")
    run(place, ACTS)
