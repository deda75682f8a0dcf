"""The server process: uvicorn, which shows the application whose certificate a request has."""

import asyncio
import socket
from functools import partial
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from counter_app.district.server import CERTIFICATE
from counter_app.district.trust import Trust
from counter_app.errors import Refusal

SILENT_SECONDS = 30.0
"""A connection that has asked nothing by then is closed."""


class Certified(H11Protocol):
    """Puts the client's certificate into the scope of its requests."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
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


def server(app: FastAPI, trust: Trust) -> uvicorn.Server:
    """Ready to run on a socket."""
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
    )
    config.load()
    config.ssl = trust.server_context()
    return uvicorn.Server(config)
