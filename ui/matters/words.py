"""Residence matters as a clerk reads them: dates with what is left, states, what was told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from counter_app.residents import codes
from ui.base.wording import day

if TYPE_CHECKING:
    from counter_app.matters.views import Check, MatterLine, MatterView
    from ui.base.session import Session

SOON = 3
"""Days before its date from which a matter is warned of."""
STATE_TONES = {
    "open": "information",
    "proposed": "information",
    "forwarded": "information",
    "ready": "warning",
    "done": "success",
    "withdrawn": "neutral",
    "referred": "neutral",
}
ANSWER_TONES = {"pending": "warning", "refused": "danger"}


def left(session: Session, line: MatterLine) -> str:
    """`3일 남음`, `오늘까지`, `5일 지남`; "" where nothing is due."""
    days = line.days_left
    if days is None:
        return ""
    code = "left" if days > 0 else "today" if days == 0 else "over"
    return session.say(f"ui_matters.{code}", days=abs(days))


def left_tone(line: MatterLine) -> str:
    if line.days_left is None:
        return ""
    if line.days_left < 0:
        return "danger"
    return "warning" if line.days_left <= SOON else "neutral"


def state(session: Session, line: MatterLine) -> str:
    """A refusal or what is awaited comes before the state."""
    if line.turned_down:
        return session.say("matters.state_turned_down")
    if not line.closed and line.answer in ANSWER_TONES:
        return session.say(f"matters.answer_{line.answer}")
    return session.say(f"matters.state_{line.state}")


def state_tone(line: MatterLine) -> str:
    if line.turned_down:
        return "danger"
    if not line.closed and line.answer in ANSWER_TONES:
        return ANSWER_TONES[line.answer]
    return STATE_TONES[line.state]


def check(session: Session, one: Check) -> str:
    """A line of the checklist."""
    name = one.name.in_(session.language) if one.name else word(session, one.key)
    marks = []
    if not one.required:
        marks.append(word(session, "if_any"))
    if one.papers:
        marks.append(session.say("ui_matters.attached", count=len(one.papers)))
    return f"{name} ({', '.join(marks)})" if marks else name


def word(session: Session, key: str) -> str:
    return session.say(f"matter_words.{key}")


def facts(session: Session, view: MatterView) -> list[tuple[str, str]]:
    """What was told and when it is due, each with its name."""
    told = [(word(session, key), _fact(session, key, value)) for key, value in view.facts.items()]
    due = view.line.due
    return [*told, (word(session, "due"), day(session, due))] if due else told


def _fact(session: Session, key: str, value: str) -> str:
    ko = session.language == "ko"
    if key in ("centre", "old_centre"):
        return _centre(session, value)
    if key == "sex":
        return word(session, f"sex_{value}")
    if key in ("status", "status_of_stay"):
        status = codes.status(value)
        return f"{status.code} {status.ko if ko else status.en}"
    if key == "nationality":
        nation = codes.nationality(value)
        return nation.ko if ko else nation.en
    try:
        return day(session, date.fromisoformat(value))
    except ValueError:
        return value


def _centre(session: Session, code: str) -> str:
    centre = codes.centres().get(code)
    if centre is None:
        return word(session, "centre_unknown")
    return centre.ko if session.language == "ko" else centre.en
