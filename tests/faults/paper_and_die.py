"""Does each act with secure paper again and again, dying each time one statement later.

Run as a program: HOME RESIDENT. As till_and_die: every act is begun in a child that ends itself
with SIGKILL just before its n-th statement, its commit, or the file that a folder takes for a
printed page; then the parent sends the same act again. Prints, as JSON lines, what the books held
before, after the death and after the act sent again; at the end of each act, what they held once
it was sent a third time.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from sqlalchemy import event

from counter_app.certificates.requests import IssuedView, Request
from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from counter_app.privacy.audit import verify
from db.engine import connect
from tests.conftest import MORNING, PASSWORD, SECOND

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


def die_in(place: Place, act: Callable[[Counter, str], None], action: str, steps: int) -> int:
    """The exit status of a child that stops before its n-th step."""
    place.counter.engine.dispose()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = [steps]

    def step(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(name: str, args: tuple[object, ...]) -> None:
        if name in FILE_STEPS and "prints" in str(args[0]):
            step()

    event.listen(place.counter.engine, "before_cursor_execute", step)
    event.listen(place.counter.engine, "commit", step)
    sys.addaudithook(audit)
    try:
        act(place.counter, action)
        os._exit(0)
    finally:
        os._exit(1)


def run(home: Path, resident: int) -> None:
    place = Place(home, resident)
    for name in ACTS:
        act: Callable[[Counter, str], None] = getattr(place, name)
        for step in count(1):
            action = f"{name}-{step}"
            place.before(name, action)
            before = place.figures()
            status = die_in(place, act, action, step)
            died = place.figures()
            act(place.counter, action)
            done = place.figures()
            said = {"act": name, "status": status, "before": before, "died": died, "done": done}
            print(json.dumps(said), flush=True)
            if status == 0:
                break
        act(place.counter, action)
        wrong = place.counter.till.reconcile(MORNING.date()).disagreement
        ended = {
            "act": name,
            "again": place.figures(),
            "wrong": wrong.code if wrong else None,
            "chain": verify(place.counter.engine).ok,
        }
        print(json.dumps(ended), flush=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]))
