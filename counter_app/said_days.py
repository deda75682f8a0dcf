"""Days as people read them, in Korean and in English."""

from datetime import date, datetime

from counter_app.clock import SEOUL

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def said_day(value: date, language: str) -> str:
    """`2026. 11. 21.` (행정업무규정 시행규칙 §7) or `21 Nov 2026`."""
    if language == "ko":
        return f"{value.year}. {value.month}. {value.day}."
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def said_moment(value: datetime, language: str) -> str:
    """`2026. 11. 21. 14:05` or `21 Nov 2026 14:05`, in Seoul."""
    here = value.astimezone(SEOUL)
    return f"{said_day(here.date(), language)} {here:%H:%M}"
