"""Weeks of a centre's queue that lie behind, for what only the past can teach."""

from collections.abc import Mapping
from datetime import date, datetime

from counter_app.demo.month import month
from counter_app.demo.past_queue import put_day
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.order import Fairness


def put_weeks(
    counter: Counter, first: date, until: datetime, clerks: Mapping[int, Actor] | None = None
) -> None:
    """Every working day from a Monday on, the last one up to `until`; `clerks` by window."""
    for visitors in month(first, 4, Fairness(), lambda _: None):
        if visitors[0].head.taken_at <= until:
            categories = counter.config.queue.categories
            put_day(counter.queue.engine, visitors, categories, clerks, until=until)
