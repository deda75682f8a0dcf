"""How answers leave the server."""

import asyncio
import gc
import socket

import pytest

from counter_app.district import serving
from tests.district.served import SEOGYO, Served


def test_an_answer_leaves_whole_at_once(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer's body must not wait until the counter has acknowledged its head."""
    made, options = serving.Certified.connection_made, []

    def connection_made(its: serving.Certified, transport: asyncio.Transport) -> None:
        made(its, transport)
        taken = transport.get_extra_info("socket")
        options.append(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    monkeypatch.setattr(serving.Certified, "connection_made", connection_made)
    served.counter(SEOGYO).greeted()
    assert options
    assert all(options)


def test_a_server_looks_for_garbage_only_in_what_it_made_since_it_began() -> None:
    before, often = [object()], gc.get_threshold()
    with serving.nothing_else():
        since = [object()]
        looked_at = {id(one) for one in gc.get_objects()}
        assert id(since) in looked_at
        assert id(before) not in looked_at
    assert id(before) in {id(one) for one in gc.get_objects()}
    assert gc.get_threshold() == often
