"""A clerk who left is not at the window: it looks closed and nobody is called to it."""

from dataclasses import replace
from datetime import timedelta

from counter_app.clock import FixedClock
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.queue.desks import DeskState
from tests.conftest import PASSWORD
from tests.ui.driver import Driver


def state(counter: Counter) -> DeskState:
    (desk,) = counter.desks.all()
    return desk.state


def call_by_itself(desk: Driver, counter: Counter, clock: FixedClock) -> None:
    """Somebody waits, and the window has been idle for long enough."""
    counter.desks.call_by_itself(desk.window.session.actor, True)
    counter.tickets.take("A", action_id="slip")
    desk.work.queue.reload()
    desk.settle()
    desk.work.tick()
    clock.at += timedelta(minutes=1)


def test_signing_out_closes_it(desk: Driver, counter: Counter) -> None:
    counter.desks.open(desk.window.session.actor)
    desk.press("Ctrl+L")
    desk.window.lock.leave.click()
    desk.until(desk.window.sign_in.isVisible)
    desk.settle()
    assert state(counter) is DeskState.CLOSED
    desk.sign_in("jihun", PASSWORD)
    desk.enter()
    counter.tickets.take("A", action_id="slip")
    desk.work.queue.reload()
    desk.settle()
    desk.call()
    (opened,) = (d for d in counter.desks.all() if d.state is DeskState.OPEN)
    assert opened.clerk_name == "박지훈"


def test_closing_the_program_closes_it(desk: Driver, counter: Counter) -> None:
    counter.desks.pause(desk.window.session.actor, "회의")
    desk.window.close()
    assert state(counter) is DeskState.CLOSED


def test_a_locked_window_calls_nobody(desk: Driver, counter: Counter, clock: FixedClock) -> None:
    call_by_itself(desk, counter, clock)
    desk.press("Ctrl+L")
    desk.work.tick()
    desk.settle()
    assert counter.tickets.today()[0].window is None
    desk.type(PASSWORD)
    desk.press("Return")
    desk.until(desk.work.isVisible)
    desk.work.tick()
    clock.at += timedelta(minutes=1)
    desk.work.tick()
    desk.until(lambda: desk.window.session.ticket)


def test_a_closed_window_calls_nobody(desk: Driver, counter: Counter, clock: FixedClock) -> None:
    call_by_itself(desk, counter, clock)
    counter.desks.close(desk.window.session.actor)
    desk.work.queue.reload()
    desk.settle()
    desk.work.tick()
    clock.at += timedelta(minutes=1)
    desk.work.tick()
    desk.settle()
    assert counter.tickets.today()[0].window is None


def test_what_somebody_else_left_open_is_closed_by_who_comes(
    door: Driver, counter: Counter, colleague: Actor
) -> None:
    counter.desks.open(replace(colleague, window=3))
    door.window.sign_in.window_choice.choose(3)
    door.sign_in("minseo", PASSWORD)
    door.enter()
    assert state(counter) is DeskState.CLOSED
    counter.tickets.take("A", action_id="slip")
    door.work.queue.reload()
    door.settle()
    door.call()
    assert [desk.clerk_name for desk in counter.desks.all()] == ["김민서"]
