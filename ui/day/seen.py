"""What the day view has seen of a day, and why there may be nothing to see."""

from dataclasses import dataclass
from datetime import date

from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.congestion import Crowding
from counter_app.queue.figures import Figures
from counter_app.queue.unserved import Deserted, Unserved
from ui.base.session import Session
from ui.base.wording import day as dated


@dataclass(frozen=True, slots=True)
class Seen:
    """A day, the nearest days with numbers, and what should be done about today: services that no
    window calls, else closed windows to which somebody was sent, else the crowd."""

    figures: Figures
    before: date | None
    after: date | None
    outlook: Unserved | Deserted | Crowding | None


def look_at(counter: Counter, actor: Actor, day: date | None) -> Seen:
    """None is today. Raises Refusal as Reports.day."""
    figures = counter.reports.day(actor, day)
    outlook = counter.estimates.outlook() if day is None else None
    return Seen(figures, *counter.reports.beside(figures.first), outlook)


def why_empty(session: Session, seen: Seen, today: date) -> tuple[str, str]:
    """Why a day has no figures, and what to do."""
    say = session.say
    if seen.figures.first == today:
        hint = "empty_today_hint" if seen.before else "empty_ever_hint"
        return say("ui_day.empty_today"), say(f"ui_day.{hint}")
    if seen.before:
        return say("ui_day.empty_day"), say("ui_day.empty_day_hint")
    if seen.after is None:
        return say("ui_day.empty_before"), say("ui_day.empty_ever_hint")
    first = dated(session, seen.after)
    return say("ui_day.empty_before"), say("ui_day.empty_before_hint", first=first)
