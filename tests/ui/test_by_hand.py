"""The shared queue is lost in the middle of a morning, by stopping its server, and comes back."""

from counter_app.main import Counter
from counter_app.queue.moves import TicketState
from tests.queue.shared.conftest import built_server, home, server
from tests.queue.shared.server import Server
from tests.ui.driver import Driver

__all__ = ["built_server", "home", "server"]


def test_called_by_hand_while_the_queue_is_away(
    desk: Driver, counter: Counter, server: Server
) -> None:
    queue = desk.work.queue
    first, second = (counter.tickets.take("E", "vi", action_id=f"slip-{n}") for n in (1, 2))
    queue.reload()
    desk.settle()
    desk.call()
    server.stop()
    desk.press("F2")
    desk.until(lambda: queue.cut_off)
    assert "연결되지 않습니다" in queue.trouble.words
    assert queue.by_hand is not None
    desk.press("F2")
    assert desk.window.focusWidget() is queue.by_hand.number
    desk.type("e 9999")
    desk.press("Return")
    desk.settle()
    assert queue.by_hand.refusal.isVisible()
    desk.press("Ctrl+A", "Delete")
    desk.type("e 2")
    desk.press("Return")
    desk.settle()
    queue.reload()
    desk.until(lambda: queue.by_hand and queue.by_hand.last.text().startswith("E-002"))
    server.start()
    desk.until(lambda: not queue.cut_off)
    desk.until(lambda: queue.view and queue.view.current and queue.view.current.id == second.id)
    assert counter.tickets.ticket(first.id).state is TicketState.DONE
    assert counter.tickets.ticket(second.id).window == desk.window.session.actor.window
    assert not queue.trouble.isVisible()
    assert not queue.conflicts.isVisible()
    assert queue.waiting.isVisible()


def test_a_clerk_can_leave_while_the_queue_is_away(
    desk: Driver, counter: Counter, server: Server
) -> None:
    counter.desks.open(desk.window.session.actor)
    server.stop()
    desk.press("F2")
    desk.until(lambda: desk.work.queue.cut_off)
    desk.press("Ctrl+L")
    desk.window.lock.leave.click()
    desk.until(desk.window.sign_in.isVisible)
    assert all(window.clerk_name is None for window in counter.clerks.windows())
    server.start()
    counter.queue.link.restore()
