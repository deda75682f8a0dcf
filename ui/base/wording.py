"""Dates, spans and money as the clerk reads them, in Korean and English."""

from collections.abc import Mapping
from datetime import date

from counter_app.queue.categories import CATEGORIES, Category
from counter_app.residents import codes
from counter_app.said_days import said_day
from ui.base.session import Session


def day(session: Session, value: date | None) -> str:
    """`2026. 11. 21.` (행정업무규정 시행규칙 §7) or `21 Nov 2026`; "–" for no date."""
    return said_day(value, session.language) if value else "–"


def service(session: Session, categories: Mapping[str, Category], code: str) -> str:
    """A category's name, short where it is one of the usual ones; its code once it is gone."""
    category = categories.get(code)
    if category is None:
        return code
    if category == CATEGORIES.get(code):
        return session.say(f"ui.short_{code}")
    return category.name_ko if session.language == "ko" else category.name_en


NO_BREAK = "\u00a0"
A_YEAR = 365  # days


def span(session: Session, first: date, last: date) -> str:
    """Whole years and months from `first` to `last`, or days when under a month."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if months < 1:
        return session.say("ui_desk.span.days", days=max(0, (last - first).days))
    years, months = divmod(months, 12)
    parts = []
    if years:
        parts.append(session.say("ui_desk.span.years", years=years))
    if months:
        parts.append(session.say("ui_desk.span.months", months=months))
    return " ".join(parts)


def money(session: Session, won: int) -> str:
    """Whole won with thousands parted: `1,000원` or `₩1,000`."""
    return session.say("ui_desk.won", won=f"{won:,}")


def signed(session: Session, won: int) -> str:
    """A difference: with its sign, unless there is none."""
    sign = "+" if won > 0 else "-" if won else ""
    return f"{sign}{money(session, abs(won))}"


def identity_number(number: str) -> str:
    """`900315-5******` as it stands; 13 digits get their hyphen."""
    return number if "-" in number else f"{number[:6]}-{number[6:]}"


def purpose(session: Session, code: str) -> str:
    """Why a record was opened: one of the usual purposes by its name, others as written."""
    known = {found.code: found for found in codes.purposes()}.get(code)
    return str(getattr(known, session.language)) if known else code


def dated(session: Session, text: str | None, until: date | None) -> str:
    """`M1****67 (2030. 1. 2. 까지)`; "–" for nothing."""
    if not text:
        return "–"
    if until is None:
        return text
    whole = day(session, until).replace(" ", NO_BREAK)
    return session.say("ui_desk.until", text=text, day=whole)


def read_date(text: str, today: date) -> date | None:
    """`2026-11-16`, `2026. 11. 16.`, `20261116`, or `1116` and `11-16` of the last twelve months;
    None for anything else."""
    parts = "".join(c if c.isdecimal() else " " for c in text).split()
    figures = "".join(part.zfill(2) for part in parts)
    if len(figures) == len("20261116"):
        return _day(int(figures[:4]), figures[4:])
    if len(figures) != len("1116"):
        return None
    found = (_day(year, figures) for year in (today.year, today.year - 1))
    return next((day for day in found if day and 0 <= (today - day).days <= A_YEAR), None)


def _day(year: int, rest: str) -> date | None:
    try:
        return date(year, int(rest[:2]), int(rest[2:]))
    except ValueError:
        return None
