"""Days and lengths of time of the day view, in Korean and English."""

from datetime import date

from counter_app.queue.figures import Times
from ui.session import Session
from ui.wording import day

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


def read_date(text: str, today: date) -> date | None:
    """`2026-11-16`, `2026. 11. 16.`, `20261116`, or `1116` and `11-16` of the last twelve months;
    None for anything else."""
    parts = "".join(c if c.isdecimal() else " " for c in text).split()
    figures = "".join(part.zfill(2) for part in parts)
    try:
        if len(figures) == len("20261116"):
            return date(int(figures[:4]), int(figures[4:6]), int(figures[6:]))
        if len(figures) != len("1116"):
            return None
        found = date(today.year, int(figures[:2]), int(figures[2:]))
    except ValueError:
        return None
    return found if found <= today else found.replace(year=today.year - 1)
