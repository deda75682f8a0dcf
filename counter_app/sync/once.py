"""The sync as one act, for a command: everything now, or why not."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from counter_app.errors import Refusal
from counter_app.sync import state
from counter_app.sync.blocks import refill
from counter_app.sync.greeting import hello
from counter_app.sync.line import Line
from counter_app.sync.packing import Malformed
from counter_app.sync.peer import Refused, Unreachable
from counter_app.sync.pulling import pull
from counter_app.sync.pushing import push
from counter_app.sync.schemas import new_schema
from counter_app.sync.state import Ends, standing


def once(ends: Ends, line: Line) -> None:
    """Everything there is to fetch and to send, now. Raises Refused, Unreachable, Malformed."""
    welcome = hello(ends)
    line.use(welcome.token)
    new_schema(ends.engine)
    while push(ends).more:
        pass
    refill(ends)
    while not pull(ends).complete:
        pass


@contextmanager
def told(ends: Ends) -> Iterator[None]:
    """What stops the sync as a refusal that a command can tell."""
    try:
        yield
    except Unreachable as error:
        state.lost(ends, str(error))
        raise Refusal("sync.no_answer") from None
    except Refused as refused:
        view = standing(ends.engine)
        fields = json.loads(view.attention_fields)
        code = view.attention or "sync.refused"
        raise Refusal(code, **(fields if view.attention else {"said": refused.code})) from None
    except Malformed:
        raise Refusal("sync.malformed") from None
