"""Calls as the queue tells of them, made by hand."""

from datetime import date, datetime, timedelta

from counter_app.queue.views import AnnouncementView
from db.queue import Call
from tests.conftest import MORNING

DAY = MORNING.date()


def call(
    id_: int,
    ticket: int | None = None,
    window: int = 3,
    kind: Call = Call.CALL,
    *,
    language: str = "ko",
    day: date = DAY,
    at: datetime | None = None,
) -> AnnouncementView:
    """The id's own ticket, unless another is named."""
    of = ticket or id_
    moment = at or MORNING + timedelta(seconds=id_)
    return AnnouncementView(id_, kind, of, day, f"E-{of:03d}", "E", language, window, moment)
