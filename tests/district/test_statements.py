"""How often a request asks the database: what many do at once must stay cheap."""

from threading import current_thread
from typing import Any

import pytest
from sqlalchemy import event

from counter_app.sync.wire import Witness
from tests.district.served import SEOGYO, Served
from tests.district.test_waiting import put, settle, waiting


@pytest.fixture
def statements(served: Served) -> list[str]:
    """Of requests, not of who watches the feed."""
    found: list[str] = []

    def counted(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if current_thread().name.startswith("AnyIO"):
            found.append(statement)

    event.listen(served.district.engine, "before_cursor_execute", counted)
    return found


def begun(statements: list[str]) -> list[str]:
    """Without the BEGIN that SQLite is told."""
    return [one for one in statements if not one.startswith("BEGIN")]


def test_a_poll_asks_three_things_and_nothing_while_it_waits(
    served: Served, statements: list[str]
) -> None:
    peer = served.counter(SEOGYO).greeted()
    settle(served)
    statements.clear()
    _, trailer = peer.changes(peer.welcome.horizon)
    assert len(begun(statements)) == 3
    statements.clear()
    with waiting(served, [peer], trailer.next):
        assert not statements
        put(served, "1", SEOGYO)


def test_a_greeting_asks_for_each_thing_once(served: Served, statements: list[str]) -> None:
    peer = served.counter(SEOGYO).greeted()
    peer.hello(witness=Witness(1, "a" * 64))
    statements.clear()
    assert peer.hello(witness=Witness(2, "b" * 64)).status_code == 200
    asked = [one.split(None, 1)[0] for one in begun(statements)]
    assert asked == ["SELECT", "SELECT", "UPDATE", "SELECT", "INSERT", "SELECT"]
