"""Issues one certificate on a disk with ever more room, and settles it once there is enough.

Run as a program in a mount namespace of its own: HOME_TEMPLATE FOLDER RESIDENT STEP. FOLDER
becomes a file system of 24 MB in memory. Each round fills it up to a number of free bytes, STEP
more than the round before, and clicks as a clerk would. Prints, as JSON lines, what each round
came to; the last one had room for everything.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from counter_app.certificates.requests import IssuedView, Request
from counter_app.certificates.steps import CertificateState
from counter_app.errors import Refusal
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.privacy.audit import verify
from tests.faults.issue_and_die import CLOCK, rehearse

SIZE = "24m"


def fill(filler: Path, leave: int) -> None:
    with filler.open("wb") as file:
        while (free := os.statvfs(filler).f_bavail * os.statvfs(filler).f_frsize - leave) > 0:
            os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), free)


def tried(act: Callable[[], IssuedView]) -> str:
    """What the clerk is told; "" when all went well."""
    try:
        view = act()
    except Refusal as refusal:
        return refusal.code
    return view.problem.code if view.problem else ""


def issue(counter: Counter, actor: Actor, resident: int) -> str:
    request = Request(resident, "은행 제출", copies=2)
    return tried(lambda: counter.certificates.issue(actor, request, action_id="visit"))


def hand_over(counter: Counter, actor: Actor) -> list[str]:
    certificates, told = counter.certificates, []
    for view in counter.archive.in_flight():
        if view.state == CertificateState.SPOOLED:
            over = partial(certificates.hand_over, actor, view.id, action_id="visit-over")
            told.append(tried(over))
    return told


def settle(counter: Counter, actor: Actor, resident: int) -> None:
    """What a clerk does with room again: the same click, print what is missing, hand over."""
    issue(counter, actor, resident)
    for view in counter.archive.in_flight():
        again = tried(partial(counter.certificates.print_again, actor, view.id))
        if again not in ("", "certificates.already_printed"):
            raise RuntimeError(again)
    hand_over(counter, actor)


def found(counter: Counter, home: Path) -> dict[str, object]:
    today = CLOCK.now().date()
    day = counter.archive.day(today)
    papers = sorted(path.name.split("-")[2] for path in (home / "prints").glob("*.pdf"))
    wrong = counter.till.reconcile(today).disagreement
    return {
        "numbers": [view.issue_number[-6:] for view in counter.archive.of_day(today)],
        "states": [view.state.value for view in counter.archive.of_day(today)],
        "counts": [day.issued, day.collected, day.sheets],
        "paper": counter.stationery.stock().issued,
        "papers": papers,
        "chain": verify(counter.engine).ok,
        "left": [path.name for path in (home / "prints").glob(".*")],
        "wrong": wrong.code if wrong else None,
    }


def rounds(base: Path, disk: Path, actor: Actor, resident: int, step: int) -> None:
    free = 0
    while True:
        home, filler = disk / "home", disk / "filler"
        shutil.copytree(base, home)
        counter = open_counter(home, CLOCK)
        fill(filler, free)
        told = [issue(counter, actor, resident), *hand_over(counter, actor)]
        filler.unlink()
        settle(counter, actor, resident)
        print(json.dumps({"free": free, "told": told, **found(counter, home)}), flush=True)
        counter.close()
        shutil.rmtree(home)
        if not any(told):
            return
        free += step


def run(template: Path, disk: Path, resident: int, step: int) -> None:
    base = Path(shutil.copytree(template, disk.parent / "base"))
    actor = rehearse(base, resident)
    mount = ("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(disk))
    subprocess.run(mount, check=True)
    rounds(base, disk, actor, resident, step)


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
