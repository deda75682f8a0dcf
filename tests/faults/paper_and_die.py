"""Does each act with secure paper again and again, dying each time one step later (see dying).

Run as a program: HOME RESIDENT.
"""

import sys
from itertools import count
from pathlib import Path

from counter_app.certificates.requests import IssuedView, Request
from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from db.engine import connect
from tests.conftest import MORNING, PASSWORD, SECOND
from tests.faults.dying import run

FIGURES = (
    "SELECT coalesce(sum(sheets), 0) FROM paper_pack",
    "SELECT count(*) FROM paper_sheet WHERE state = 'issued'",
    "SELECT count(*) FROM paper_sheet WHERE state = 'spoiled'",
    "SELECT count(*) FROM paper_sheet WHERE state = 'remaining'",
    "SELECT count(*) FROM paper_write_off",
    "SELECT count(*) FROM certificate_void",
    "SELECT coalesce(sum(won), 0) FROM payment",
    "SELECT count(*) FROM certificate_reprint",
    "SELECT count(*) FROM certificate_reprint WHERE job IS NOT NULL",
)
ACTS = ("load", "write_off", "came_out", "void", "reprint")
FILE_STEPS = {"os.link", "os.remove"}


class Place:
    """A centre, its clerk, and the acts that are tried in it."""

    def __init__(self, home: Path, resident: int) -> None:
        self.home = home
        self.counter = open_counter(home, FixedClock(MORNING))
        self.clerk = self.counter.clerks.sign_in("minseo", PASSWORD, 3)
        self.supervisor = self.counter.clerks.sign_in("sujin", PASSWORD, 5)
        self.resident = resident
        self.packs = count(1)
        self.case: IssuedView

    def before(self, name: str, action: str) -> None:
        """What has to be so that the act can be done once more."""
        if name == "load":
            self.pack = f"{next(self.packs) * 10:05d}"
        if name in ("came_out", "void", "reprint"):
            request = Request(self.resident, "은행", copies=3)
            issue = self.counter.certificates.issue
            self.case = issue(self.clerk, request, action_id=f"issue-{action}")

    def load(self, counter: Counter, action: str) -> None:
        last = f"{int(self.pack) + 9:05d}"
        counter.stationery.load(self.supervisor, "B", self.pack, last, action_id=action)

    def write_off(self, counter: Counter, action: str) -> None:
        write_off = counter.stationery.write_off
        write_off(self.clerk, "1", "분실", action_id=action, second=SECOND)

    def came_out(self, counter: Counter, action: str) -> None:
        number = self.case.issue_number
        counter.stationery.came_out(self.clerk, number, 1, "걸림", action_id=action)

    def void(self, counter: Counter, action: str) -> None:
        act = counter.voiding.void
        act(self.clerk, self.case.id, "오류", "sujin", PASSWORD, action_id=action)

    def reprint(self, counter: Counter, action: str) -> None:
        view = counter.reprinting.reprint(self.clerk, self.case.id, "분실", action_id=action)
        assert view.problem is None

    def figures(self) -> list[int]:
        """FIGURES, and the reprints that lie in the folder."""
        key = bytes.fromhex((self.home / "store.key").read_text())
        connection = connect(self.home / "counter.db", key)
        try:
            found = [connection.execute(figure).fetchone()[0] for figure in FIGURES]
        finally:
            connection.close()
        return [*found, len(list((self.home / "prints").glob("*-reprint-*.pdf")))]


if __name__ == "__main__":
    run(Place(Path(sys.argv[1]), int(sys.argv[2])), ACTS, FILE_STEPS)
