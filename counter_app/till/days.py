"""Which day money counts for: today until it is closed, then the next day the office works."""

from datetime import date, timedelta

from sqlmodel import Session, func, select

from counter_app.days_off import day_off
from db.till import Settlement


def business_day(session: Session, today: date) -> date:
    """The day that a payment made now belongs to (decision 0014)."""
    closed = last_closed(session)
    if closed is None or today > closed:
        return today
    day = closed + timedelta(days=1)
    while day_off(day):
        day += timedelta(days=1)
    return day


def last_closed(session: Session) -> date | None:
    """Every day up to it is closed for good."""
    found = session.exec(select(func.max(Settlement.day))).one()
    return date.fromisoformat(found) if found else None
