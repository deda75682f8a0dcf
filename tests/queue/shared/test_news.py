"""Screens hear that the shared queue has changed, is lost, is back."""

from collections.abc import Callable

import pytest

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.news import News
from db.migrate_shared import SCHEMA
from tests.asking import NewAction
from tests.queue.shared.hearing import hearing
from tests.queue.shared.server import Server


def test_a_call_on_another_pc_is_heard(
    counter: Counter, other: Counter, action: NewAction, clerk: Actor
) -> None:
    counter.tickets.take("E", action_id=action())
    with hearing(other.queue.news()) as heard:
        heard.wait_for(News.CHANGED)
        called = counter.tickets.call_next(clerk, action_id=action())
        heard.wait_for(News.CHANGED)
        assert other.tickets.view(3).current == called


@pytest.mark.parametrize("fail", [Server.restart, Server.crash])
def test_a_queue_that_comes_back_is_heard_of_and_asked_again(
    counter: Counter, other: Counter, server: Server, action: NewAction, fail: Callable[..., None]
) -> None:
    with hearing(other.queue.news()) as heard:
        heard.wait_for(News.CHANGED)
        fail(server)
        heard.wait_for(News.LOST)
        heard.wait_for(News.BACK)
        assert other.queue.link.view.lost_since is None
        counter.tickets.take("E", action_id=action())
        heard.wait_for(News.CHANGED)
        assert len(other.tickets.view(3).waiting) == 1


def test_a_loss_that_an_act_met_first_is_healed_too(
    counter: Counter, clerk: Actor, server: Server, action: NewAction
) -> None:
    counter.tickets.take("E", action_id=action())
    with hearing(counter.queue.news()) as heard:
        heard.wait_for(News.CHANGED)
        server.freeze()
        try:
            with pytest.raises(Refusal):
                counter.tickets.call_next(clerk, action_id="called")
        finally:
            server.thaw()
        heard.wait_for(News.BACK)
        assert counter.tickets.call_next(clerk, action_id="called").number == "E-001"


def test_a_screen_that_opens_without_its_queue_hears_when_it_comes(
    counter: Counter, server: Server, action: NewAction
) -> None:
    server.stop()
    with hearing(counter.queue.news()) as heard:
        heard.wait_for(News.LOST)
        reason = counter.queue.link.view.reason
        assert reason
        assert reason.code == "shared.unreachable"
        server.start()
        heard.wait_for(News.BACK)
        counter.tickets.take("E", action_id=action())


def test_a_queue_that_a_newer_program_has_taken_over(
    counter: Counter, server: Server, sql: Callable[[str], object]
) -> None:
    sql("UPDATE alembic_version SET version_num = '9999'")
    with hearing(counter.queue.news()) as heard:
        heard.wait_for(News.LOST)
        reason = counter.queue.link.view.reason
        assert reason
        assert (reason.code, reason.fields["found"]) == ("shared.newer_schema", "9999")
        sql(f"UPDATE alembic_version SET version_num = '{SCHEMA}'")
        heard.wait_for(News.BACK)
