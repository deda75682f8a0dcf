"""The shared queue is lost in the middle of a morning, by stopping its server, and comes back."""

import pytest

from counter_app.main import Counter
from counter_app.queue.moves import TicketState
from tests.conftest import PASSWORD
from tests.queue.shared.conftest import built_server, home, other, server
from tests.queue.shared.server import Server
from tests.ui.driver import Driver
from ui.kit.theme import Mode, look

__all__ = ["built_server", "home", "other", "server"]


def lose(server: Server, desk: Driver) -> None:
    """The queue goes, and the window finds it out."""
    server.stop()
    desk.press("F2")
    desk.until(lambda: desk.work.queue.below.cut_off)


def test_called_by_hand_while_the_queue_is_away(
    desk: Driver, counter: Counter, server: Server
) -> None:
    queue = desk.work.queue
    first, second = (counter.tickets.take("E", "vi", action_id=f"slip-{n}") for n in (1, 2))
    queue.reload()
    desk.settle()
    desk.call()
    lose(server, desk)
    assert "연결되지 않습니다" in queue.trouble.words
    assert queue.below.by_hand is not None
    desk.press("F2")
    assert desk.window.focusWidget() is queue.below.by_hand.number
    desk.type("e 9999")
    desk.press("Return")
    desk.settle()
    assert queue.below.by_hand.refusal.isVisible()
    desk.press("Ctrl+A", "Delete")
    desk.press("Escape")
    assert desk.window.focusWidget() is desk.work.lookup.field
    desk.press("F2")
    desk.type("e 2")
    desk.press("Return")
    desk.settle()
    assert desk.window.focusWidget() is desk.work.lookup.field
    assert not queue.present.undo.isVisible()
    desk.press("Ctrl+E")
    assert "out of reach" in queue.trouble.words
    desk.press("Ctrl+E", "F2")
    queue.reload()
    desk.until(lambda: queue.below.by_hand and queue.below.by_hand.last.text().startswith("E-002"))
    server.start()
    desk.until(lambda: not queue.below.cut_off)
    assert desk.window.focusWidget() is desk.work.lookup.field
    desk.until(lambda: queue.view and queue.view.current and queue.view.current.id == second.id)
    assert counter.tickets.ticket(first.id).state is TicketState.DONE
    assert counter.tickets.ticket(second.id).window == desk.window.session.actor.window
    assert not queue.trouble.isVisible()
    assert not queue.conflicts.isVisible()
    assert queue.below.waiting.isVisible()


def test_who_is_called_by_hand_is_a_visit_of_their_own(
    desk: Driver, counter: Counter, server: Server
) -> None:
    queue, session = desk.work.queue, desk.window.session
    counter.tickets.take("E", "vi", action_id="slip-1")
    counter.tickets.take("E", "vi", action_id="slip-2")
    queue.reload()
    desk.settle()
    desk.call()

    def open_person() -> None:
        desk.find("nguyen")
        desk.press("Down", "Return")
        desk.until(lambda: session.resident)

    open_person()
    lose(server, desk)
    assert queue.present.number.text() == "E-001"
    desk.press("F2")
    desk.type("e2")
    desk.press("Return")
    desk.until(lambda: queue.present.number.text() == "E-002")
    assert session.resident is None
    assert (session.ticket, session.actor.ticket) == (None, "E-002")
    assert (queue.present.state.text(), queue.present.next.text()) == (
        "손으로 부름",
        "손으로 부르기",
    )
    desk.press("F5")
    desk.settle()
    assert desk.window.notices.posted[-1].code == "shared.unreachable"

    open_person()
    server.start()
    desk.until(lambda: session.ticket)
    assert (session.ticket and session.ticket.number, session.actor.ticket) == ("E-002", "E-002")
    assert session.resident is not None
    assert queue.present.state.text() == "부르는 중"


def test_what_did_not_fit_leaves_the_number_that_is_at_the_window(
    desk: Driver, counter: Counter, server: Server
) -> None:
    queue = desk.work.queue
    counter.tickets.take("E", "vi", action_id="slip-1")
    queue.reload()
    desk.settle()
    desk.call()
    lose(server, desk)
    desk.press("F2")
    desk.type("e9")
    desk.press("Return")
    desk.until(lambda: queue.present.number.text() == "E-009")
    server.start()
    desk.until(queue.conflicts.isVisible)
    desk.until(lambda: queue.present.number.text() == "E-001")


def test_a_clerk_can_leave_while_the_queue_is_away(
    desk: Driver, counter: Counter, server: Server
) -> None:
    counter.desks.open(desk.window.session.actor)
    lose(server, desk)
    desk.press("Ctrl+L")
    desk.window.lock.leave.click()
    desk.until(desk.window.sign_in.isVisible)
    assert all(window.clerk_name is None for window in counter.clerks.windows())
    server.start()
    counter.queue.link.restore()


@pytest.mark.parametrize(("language", "mode"), [("ko", "light"), ("en", "high_contrast")])
def test_it_fits_below_a_number_on_a_small_screen(
    desk: Driver, counter: Counter, server: Server, language: str, mode: Mode
) -> None:
    desk.window.session.speak(language)
    look().show(mode, 1.0)
    for n in (1, 2):
        counter.tickets.take("E", "vi", action_id=f"slip-{n}", interpreter=True, note="휠체어")
    queue = desk.work.queue
    queue.reload()
    desk.settle()
    desk.call()
    lose(server, desk)
    for number in ("e 2", "e 9999"):
        desk.press("F2")
        desk.type(number)
        desk.press("Return")
        desk.settle()
    card = queue.below.by_hand
    assert card is not None
    for part in (card.title, card.last, card.number, card.refusal, card.called, card.kept):
        assert part.visibleRegion().boundingRect().size() == part.size(), part.accessibleName()
    server.start()
    desk.until(lambda: not queue.below.cut_off)
    assert all(button.isVisible() for button in queue.present.moves.values())


def test_a_window_open_at_another_pc_is_taken_over_by_asking_again(
    desk: Driver, counter: Counter, server: Server, other: Counter
) -> None:
    queue, actor = desk.work.queue, desk.window.session.actor
    double = other.clerks.sign_in("jihun", PASSWORD, actor.window)
    other.desks.open(double)
    counter.tickets.take("E", "vi", action_id="slip")
    queue.reload()
    desk.until(lambda: queue.rest.elsewhere)
    assert double.name in queue.rest.words
    desk.press("F2")
    desk.settle()
    assert other.desks.at(actor.window or 0).ticket is None  # type: ignore[union-attr]  # there is one
    desk.press("Ctrl+F12")
    desk.until(lambda: not queue.rest.elsewhere)
    desk.settle()
    assert not queue.rest.isVisible()
    desk.call()
    assert desk.window.session.ticket is not None
