"""Days and lengths of time of the day view, in Korean and English."""

from datetime import date

from counter_app.queue.figures import Times
from ui.base.session import Session
from ui.base.wording import day

NONE = "–"


def named(session: Session, value: date, today: date) -> str:
    """`2026. 11. 23. (월) 오늘` or `Today, Mon 23 Nov 2026`."""
    code = "ui_day.named_today" if value == today else "ui_day.named"
    weekday = session.say(f"ui_day.weekday_{value.weekday()}")
    return session.say(code, day=day(session, value), weekday=weekday)


def spelt(session: Session, seconds: int) -> str:
    """`40초`, `3분 20초`, `1시간 5분`."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return session.say("ui_day.hours", hours=hours, minutes=minutes)
    if minutes:
        return session.say("ui_day.minutes", minutes=minutes, seconds=seconds)
    return session.say("ui_day.seconds", seconds=seconds)


def clocked(seconds: int) -> str:
    """`3:20`, `1:05:00`."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def median(times: Times | None) -> str:
    return NONE if times is None else clocked(times.median)


def ninetieth(times: Times | None) -> str:
    return NONE if times is None else clocked(times.ninetieth)


def of_day(seconds: int) -> str:
    """The time of the day, `14:05`."""
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
