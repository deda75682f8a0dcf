"""The server process: uvicorn, which shows the application whose certificate a request has."""

import asyncio
import gc
import random
import socket
import ssl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from counter_app.clock import Clock
from counter_app.district.server import CERTIFICATE
from counter_app.district.trust import Trust
from counter_app.errors import Refusal
from counter_app.logs import log_fault

_LOOK_SECONDS, _AGAIN_SECONDS = 1, 3600.0
"""Between two looks whether the certificate is good still; after one that could not be renewed."""
SILENT_SECONDS = 30.0
"""A connection that has asked nothing by then is closed."""
_TURN = 0.0005
"""Seconds after which a thread that reckons lets another go on that has its answer."""
_MADE = 5_000
"""Objects, more than went again, after which the interpreter looks for garbage among them."""


class Certified(H11Protocol):
    """Puts the client's certificate into the scope of its requests."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # asyncio gives a Transport
        super().connection_made(transport)
        taken = transport.get_extra_info("socket")
        taken.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else a body waits for an ACK
        session: Any = transport.get_extra_info("ssl_object")
        self.app = partial(with_certificate, self.app, session and session.getpeercert(True))
        self.loop.call_later(SILENT_SECONDS, self._end_if_silent)

    def _end_if_silent(self) -> None:
        if self.cycle is None:
            self.transport.close()


async def with_certificate(
    app: ASGIApp, der: bytes | None, scope: Scope, receive: Receive, send: Send
) -> None:
    await app({**scope, CERTIFICATE: der}, receive, send)


def listening(address: str, port: int) -> socket.socket:
    """Port 0 takes any that is free. Raises Refusal district.no_place."""
    try:
        return socket.create_server((address, port), backlog=512)
    except OSError as error:
        raise Refusal(
            "district.no_place", address=address, port=port, problem=error.strerror
        ) from None


@dataclass
class _Renewing:
    """Looks whether the server's certificate is good still, and has another shown if not; those
    who are connected need not notice."""

    trust: Trust
    clock: Clock
    context: ssl.SSLContext
    good: tuple[datetime, datetime] = field(init=False)
    again: float = 0.0
    late: timedelta = field(default_factory=lambda: timedelta(days=random.random()))  # noqa: S311 - so that not all wake at once
    """Of several processes with one folder the first makes it, the others find it made."""

    def __post_init__(self) -> None:
        self.good = self.trust.server_good()

    async def look(self) -> None:
        now, (since, until) = self.clock.now(), self.good
        if since <= now < until + self.late or time.monotonic() < self.again:
            return
        try:
            self.trust.renew_server(now)
            self.trust.show(self.context)
            self.good = self.trust.server_good()
        except Exception as error:  # noqa: BLE001 - logged; the server goes on
            self.again = time.monotonic() + _AGAIN_SECONDS
            log_fault(error)


def server(app: FastAPI, trust: Trust, clock: Clock) -> uvicorn.Server:
    """Ready to run on a socket."""
    context = trust.server_context()
    config = uvicorn.Config(
        app,
        http=Certified,
        lifespan="on",
        access_log=False,  # it would write what was asked for
        log_level="critical",  # faults are in our log, without what was in them
        server_header=False,
        proxy_headers=False,  # who asks is who is connected
        timeout_keep_alive=60,
        timeout_graceful_shutdown=2,
        limit_concurrency=1000,
        callback_notify=_Renewing(trust, clock, context).look,
        timeout_notify=_LOOK_SECONDS,
    )
    config.load()
    config.ssl = context
    return uvicorn.Server(config)


@contextmanager
def nothing_else() -> Iterator[None]:
    """For a process that only serves. What it is made of by now is never garbage: to look at all of
    it again stops everybody for a tenth of a second, and a crowd that comes has it looked at again
    and again. And who has an answer of the database's waits less for a turn."""
    turn, often = sys.getswitchinterval(), gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE, *often[1:])
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(turn)
        gc.set_threshold(*often)
        gc.unfreeze()
