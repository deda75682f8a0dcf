"""What a visitor took a number for is offered to them first."""

import pytest

from counter_app.main import Counter
from tests.ui.driver import Driver
from tests.ui.papers import visitor
from tests.ui.scenes.steps import serve_now


@pytest.mark.parametrize(
    ("category", "first"),
    [
        ("A", "alien-registration"),
        ("B", "residence"),
        ("C", "alien-registration"),
        ("E", "alien-registration"),
    ],
)
def test_by_the_number(desk: Driver, counter: Counter, category: str, first: str) -> None:
    counter.tickets.take(category, "ko", action_id="slip")
    desk.work.queue.reload()
    desk.settle()
    desk.call()
    serve_now(desk, visitor(counter.config.home))
    form = desk.work.certificate.page.form
    assert form.code == first
    assert form.kind.count() > 1
