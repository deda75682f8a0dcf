"""Issues one certificate, or a tray of two, again and again, dying each time one step later.

Run as a program: HOME_TEMPLATE WORK_FOLDER RESIDENT [tray], which issues two together. Prints, as
JSON lines, what each death left.
"""

import json
import os
import shutil
import sys
from contextlib import closing
from pathlib import Path

from counter_app.certificates.requests import Request, Share, Tender, Tray
from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.till.terms import Terms
from tests.conftest import MORNING, PASSWORD
from tests.faults.dying import die_before

CLOCK = FixedClock(MORNING)
FILE_STEPS = {"os.link", "os.remove", "open"}


def tray(resident_id: int) -> Tray:
    """Two documents, paid with cash and card across both."""
    pay = (Share(Tender.CASH, 1_500), Share(Tender.CARD, 1_500))
    documents = (Request(resident_id, "은행 제출", copies=2), Request(resident_id, "학교 제출"))
    return Tray(documents, Terms(pay=pay, received=2_000))


def issue(counter: Counter, actor: Actor, resident_id: int, many: bool) -> None:
    if many:
        all_ = counter.trays.issue(actor, tray(resident_id), action_id="visit")
        counter.certificates.hand_over_tray(actor, all_.receipt_number, action_id="visit-over")
        return
    request = Request(resident_id, "은행 제출", copies=2)
    issued = counter.certificates.issue(actor, request, action_id="visit")
    counter.certificates.hand_over(actor, issued.id, action_id="visit-over")


def issue_and_die(home: Path, actor: Actor, resident_id: int, steps: int, many: bool) -> None:
    counter = open_counter(home, CLOCK)
    die_before(counter.engine, steps, FILE_STEPS)
    issue(counter, actor, resident_id, many)
    os._exit(0)


def rehearse(home: Path, resident_id: int) -> Actor:
    """Signs the clerk in and loads what is needed."""
    counter = open_counter(home, CLOCK)
    actor = counter.clerks.sign_in("minseo", PASSWORD, 3)
    counter.certificates.preview(actor, Request(resident_id, "은행 제출"))
    counter.close()
    return actor


def run(template: Path, work: Path, resident_id: int, many: bool) -> None:
    """A child begins with all that the first time loaded, drew and compiled."""
    base = Path(shutil.copytree(template, work / "base"))
    actor = rehearse(base, resident_id)
    with closing(open_counter(Path(shutil.copytree(base, work / "first")), CLOCK)) as first:
        issue(first, actor, resident_id, many)
    for step in range(1, 1000):
        home = Path(shutil.copytree(base, work / str(step)))
        child = os.fork()
        if child == 0:
            try:
                issue_and_die(home, actor, resident_id, step, many)
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        died = os.WIFSIGNALED(status)
        print(json.dumps({"step": step, "died": died, "status": status, "home": str(home)}))
        if not died:
            return


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4:] == ["tray"])
