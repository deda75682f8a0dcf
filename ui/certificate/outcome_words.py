"""What became of an issued document, in words: what the strip above its page says."""

from typing import NamedTuple

from counter_app.certificates.requests import IssuedView
from ui.base.session import Session
from ui.base.wording import money
from ui.certificate.job_watch import Progress
from ui.certificate.tones import STATE_TONES

OPEN = frozenset({"prepared", "spooled"})
"""States of which the paper is not accounted for."""
JOB_TONES = {
    "held": "information",
    "pending": "information",
    "processing": "information",
    "completed": "success",
    "stopped": "danger",
    "canceled": "danger",
    "aborted": "danger",
}


class Said(NamedTuple):
    tone: str
    title: str
    detail: str = ""


def outcome(session: Session, case: IssuedView, found: Progress | None) -> Said:
    """`found`: what the print queue says of it; None until it has answered."""
    if case.state not in OPEN:
        done = session.say(f"ui_desk.done.{case.state}", fee=money(session, case.fee))
        return Said(STATE_TONES[case.state], "", done)
    if case.state == "prepared":
        return Said("warning", session.say("ui_desk.trouble.prepared"))
    return _in_queue(session, found)


def paid(session: Session, case: IssuedView) -> str:
    """By which tenders, or that the fee was waived."""
    if case.waiver:
        return session.say("ui_till.way.waive")
    tenders = dict.fromkeys(part.tender for part in case.parts) or {case.tender: None}
    return "+".join(session.say(f"ui_desk.tender.{tender}") for tender in tenders)


def _in_queue(session: Session, found: Progress | None) -> Said:
    if found is None:
        return Said("information", session.say("ui_desk.job.asking"))
    state = found.job.state if found.job else "gone"
    tone = JOB_TONES.get(state, "warning")
    quiet = found.status.ready or state == "completed"
    detail = "" if quiet else session.say(found.status.code, printer=found.printer)
    if detail and tone == "information":
        tone = "warning"
    return Said(tone, session.say(f"ui_desk.job.{state}"), detail)
