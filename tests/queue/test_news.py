"""Screens hear that the queue of this PC has changed, whoever changed it."""

from contextlib import closing
from pathlib import Path

from counter_app.clock import FixedClock
from counter_app.main import Counter, open_counter
from counter_app.privacy.actor import Actor
from counter_app.queue.news import News, looks
from tests.asking import NewAction
from tests.queue.shared.hearing import hearing


def test_a_change_of_ones_own_is_heard(counter: Counter, action: NewAction, clerk: Actor) -> None:
    with hearing(counter.queue.news()) as heard:
        heard.wait_for(News.CHANGED)
        counter.tickets.take("E", action_id=action())
        heard.wait_for(News.CHANGED)
        counter.tickets.call_next(clerk, action_id=action())
        heard.wait_for(News.CHANGED)
    assert heard.nothing_more()


def test_a_change_of_another_program_is_heard(
    counter: Counter, home: Path, clock: FixedClock, action: NewAction
) -> None:
    with hearing(counter.queue.news()) as heard, closing(open_counter(home, clock)) as kiosk:
        heard.wait_for(News.CHANGED)
        kiosk.tickets.take("E", action_id=action())
        heard.wait_for(News.CHANGED)
        assert len(counter.tickets.view(3).waiting) == 1


def test_the_queue_of_this_pc_is_never_lost(counter: Counter) -> None:
    view = counter.queue.link.view
    assert (view.shared, view.lost_since, view.reason) == (False, None, None)


def test_what_is_no_change_of_the_queue_is_no_news(
    counter: Counter, action: NewAction, clerk: Actor
) -> None:
    with closing(counter.queue.engine.raw_connection()) as connection:
        changed = looks(connection.cursor())
        assert next(changed)
        assert not next(changed)
        counter.residents.find(clerk, "nguyen")
        assert not next(changed)
        counter.tickets.take("E", action_id=action())
        assert next(changed)
        counter.desks.pause(clerk, "회의")
        assert next(changed)
        counter.desks.pause(clerk, "회의")
        assert not next(changed)
