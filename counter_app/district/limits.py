"""How large a request may be, unfolded too, how long it may take to come, how often one may ask."""

import asyncio
import time
from collections.abc import Callable

import zstandard
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from counter_app.district.answers import refused
from counter_app.errors import Refusal
from counter_app.logs import log
from counter_app.sync.wire import BATCH_BYTES

MOST_BYTES = BATCH_BYTES + 256 * 1024
"""Of a body, unfolded: a batch, and what it is wrapped in."""
BODY_SECONDS = 20.0
"""For the whole of a body to come."""
A_SECOND, AT_ONCE = 20.0, 80
"""Requests a client may make; who asks more often is told when to come again."""


class Bounded:
    """Hands requests on with their body whole, or refuses them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(receive)
            if Headers(scope=scope).get("content-encoding") == "zstd":
                body = _unfolded(body)
        except TimeoutError:
            await refused(Refusal("district.slow"))(scope, receive, send)
            return
        except Refusal as refusal:
            await refused(refusal)(scope, receive, send)
            return
        await self._app(scope, _given(body, receive), send)


class Told:
    """A line in the log for each request: what was asked, never with what."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.monotonic(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        await self._app(scope, receive, sent)
        route = getattr(scope.get("route"), "path", "-")
        taken = (time.monotonic() - began) * 1000
        log.info("district %s %s %d %.0f ms", scope["method"], route, status, taken)


class Rates:
    """A bucket for each client, filled as time goes by."""

    def __init__(
        self,
        a_second: float = A_SECOND,
        at_once: int = AT_ONCE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.a_second, self.at_once, self._now = a_second, at_once, now
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, who: str) -> None:
        """Raises Refusal district.too_often with the seconds to wait."""
        now = self._now()
        if len(self._left) > 10_000:
            self._left.clear()
        left, at = self._left.get(who, (float(self.at_once), now))
        left = min(left + (now - at) * self.a_second, self.at_once)
        if left < 1:
            raise Refusal("district.too_often", seconds=max(1, round((1 - left) / self.a_second)))
        self._left[who] = (left - 1, now)


async def _body(receive: Receive) -> bytes:
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal("district.slow")
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise Refusal("district.too_large")
        more = message.get("more_body", False)
    return bytes(body)


def _unfolded(body: bytes) -> bytes:
    reader = zstandard.ZstdDecompressor(max_window_size=2**24).stream_reader(body)
    try:
        whole = reader.read(MOST_BYTES + 1)
    except zstandard.ZstdError:
        raise Refusal("district.unreadable") from None
    if len(whole) > MOST_BYTES:
        raise Refusal("district.too_large")
    return whole


def _given(body: bytes, receive: Receive) -> Receive:
    """The body once, then whatever comes: the client's going away."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
