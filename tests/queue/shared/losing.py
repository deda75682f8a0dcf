"""Numbers are given out, and then the queue is lost."""

import pytest

from counter_app.errors import Refusal
from counter_app.main import Counter
from tests.asking import NewAction
from tests.queue.shared.server import Server


def take(counter: Counter, action: NewAction, times: int) -> None:
    for _ in range(times):
        counter.tickets.take("E", action_id=action())


def lose(counter: Counter, server: Server) -> None:
    server.stop()
    with pytest.raises(Refusal):
        counter.tickets.view(3)
