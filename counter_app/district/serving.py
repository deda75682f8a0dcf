"""The server process: uvicorn, which shows the application whose certificate a request has."""

import asyncio
import ssl
from functools import partial
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from counter_app.district.server import CERTIFICATE
from counter_app.district.trust import Trust


class Certified(H11Protocol):
    """Puts the client's certificate into the scope of its requests."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        session: Any = transport.get_extra_info("ssl_object")
        self.app = partial(with_certificate, self.app, session and session.getpeercert(True))


async def with_certificate(
    app: ASGIApp, der: bytes | None, scope: Scope, receive: Receive, send: Send
) -> None:
    await app({**scope, CERTIFICATE: der}, receive, send)


def server(app: FastAPI, trust: Trust, host: str, port: int) -> uvicorn.Server:
    """Ready to run; port 0 takes any that is free."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=Certified,
        lifespan="on",
        access_log=False,  # it would write what was asked for
        log_level="critical",  # faults are in our log, without what was in them
        server_header=False,
        timeout_keep_alive=60,
        timeout_graceful_shutdown=2,
        limit_concurrency=1000,
        backlog=512,
    )
    config.load()
    config.ssl = _context(trust)
    return uvicorn.Server(config)


def _context(trust: Trust) -> ssl.SSLContext:
    return trust.server_context()
