"""What a clerk comes to see, each reached by keys from a morning's start in the demo centre.

`bin/screens` takes pictures of them. Add one as a function in SCENES.
"""

from collections.abc import Callable

from tests.ui.driver import Driver
from tests.ui.scenes import day, desk, finding, matters, papers, queue, review, supplies, sync, tray
from tests.ui.scenes.steps import NOW, serving

__all__ = ["NOW", "SCENES"]

SCENES: dict[str, Callable[[Driver], None]] = {
    "sign-in": queue.sign_in,
    "wrong-password": queue.wrong_password,
    "empty": queue.empty,
    "serving": serving,
    "slip": queue.slip,
    "deeds": queue.deeds,
    "send-on": queue.send_on,
    "call-first": queue.call_first,
    "correct": queue.correct,
    "resting": queue.resting,
    "notices": queue.notices,
    "fault": queue.fault,
    "help": queue.help_sheet,
    "locked": queue.locked,
    "accounts": queue.accounts,
    "suspended": queue.suspended,
    "found": desk.found,
    **finding.SCENES,
    "nothing-found": desk.nothing_found,
    "checksum": desk.checksum,
    "impossible": desk.impossible,
    "person": desk.working,
    "large": desk.large,
    "alerts": desk.alerts,
    "flags-explained": desk.explained,
    "card-pending": desk.card_pending,
    "which-centre": desk.which_centre,
    "expired": desk.expired,
    "elsewhere": desk.elsewhere,
    "options": desk.options,
    "change": desk.change,
    "waived": desk.waived,
    "till": desk.till,
    "issued": desk.issued,
    "handed-over": desk.handed_over,
    "spoiling": desk.spoiling,
    "spoiled": desk.spoiled,
    "printer-trouble": desk.printer_trouble,
    "in-flight": desk.in_flight,
    "left-lying": desk.left_lying,
    **papers.SCENES,
    **matters.SCENES,
    "paper": desk.paper,
    "reissue": desk.reissue,
    **tray.SCENES,
    **review.SCENES,
    "day": day.day,
    "day-windows": day.windows,
    "day-export": day.export,
    "day-empty": day.empty,
    "crowd": day.crowd,
    "unmasking": desk.unmasking,
    "worklist": desk.worklist,
    "accesses": desk.accesses,
    "running-low": supplies.running_low,
    "no-key": supplies.no_key,
    **sync.SCENES,
}
