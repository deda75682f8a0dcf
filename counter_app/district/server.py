"""The district's interface over HTTP (docs/sync.md)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Session
from starlette.exceptions import HTTPException

from counter_app.district import blocks, caller, digest, enrolling, feed, marks, ops
from counter_app.district.answers import PROBLEMS, refused
from counter_app.district.caller import Caller
from counter_app.district.cursors import read_cursor, state
from counter_app.district.describing import describe
from counter_app.district.district import District
from counter_app.district.limits import Bounded, Told
from counter_app.district.trust import thumbprint
from counter_app.district.waiting import Waiting
from counter_app.errors import Refusal
from counter_app.logs import log_fault
from counter_app.sync import wire
from counter_app.sync.wire import BUCKETS, CHANGES, LONG_POLL, PAGE_ROWS
from db.errors import Lost

CERTIFICATE = "counter.certificate"
"""In a request's scope: the client's certificate in DER, None without one."""
_LINES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Lines of JSON and a trailer, in one zstd frame",
        "content": {"application/zstd": {"schema": {"type": "string", "format": "binary"}}},
    }
}
ENROL = "/v1/enrol"
"""The one request that is for a client without a certificate."""
_TOKEN = HTTPBearer(
    scheme_name="token", description="Given by hello, bound to the certificate.", auto_error=False
)
CursorText = Annotated[str, Query(max_length=110, description="epoch.xid.seq")]


def make_app(district: District) -> FastAPI:
    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        district.hub.start(asyncio.get_running_loop())
        yield
        await asyncio.to_thread(district.hub.close)

    app = FastAPI(
        title="Counter district",
        version=str(wire.PROTOCOL),
        description="The register of a district, for the counters of its centres.",
        lifespan=running,
        docs_url=None,
        redoc_url=None,
        strict_content_type=False,  # no browser speaks with us
        responses=PROBLEMS,  # type: ignore[arg-type]  # FastAPI takes int | str keys
    )
    app.add_middleware(Bounded)
    app.add_middleware(Told)
    _refuse(app, district)
    _enter(app, district)
    _download(app, district)
    _upload(app, district)
    _renew(app, district)
    describe(app, ENROL)
    return app


def _refuse(app: FastAPI, district: District) -> None:
    def _busy(code: str) -> Response:
        district.hub.trouble.begins(code)
        return refused(Refusal("district.busy"))

    @app.exception_handler(Refusal)
    async def told(_request: Request, refusal: Refusal) -> Response:
        if not refusal.code.startswith("district."):  # of the database: not the counter's business
            return _busy(refusal.code)
        return refused(refusal)

    @app.exception_handler(RequestValidationError)
    async def unreadable(_request: Request, _error: RequestValidationError) -> Response:
        return refused(Refusal("district.unreadable"))

    @app.exception_handler(Lost)
    async def lost(_request: Request, lost: Lost) -> Response:
        return _busy(lost.code)

    @app.exception_handler(HTTPException)
    async def no_such(_request: Request, error: HTTPException) -> Response:
        if error.status_code == HTTPStatus.BAD_REQUEST:  # a body that is no JSON to the end
            return refused(Refusal("district.unreadable"))
        answer = refused(Refusal("district.no_such_request"))
        answer.status_code = error.status_code
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    async def fault(_request: Request, error: Exception) -> Response:
        answer = refused(Refusal("district.fault", reference=log_fault(error)))
        answer.status_code = 500
        return answer


def shown(request: Request) -> str:
    """The thumbprint of the client's certificate. Raises Refusal district.no_certificate."""
    der = request.scope.get(CERTIFICATE)
    if der is None:
        raise Refusal("district.no_certificate")
    return thumbprint(der)


def _caller_of(district: District) -> Any:
    async def found(
        request: Request, token: Annotated[HTTPAuthorizationCredentials | None, Depends(_TOKEN)]
    ) -> Caller:
        print_ = shown(request)
        district.rates.take(print_)
        if token is None:
            raise Refusal("district.bad_token")
        return caller.read(district.secret, token.credentials, print_, district.clock.now())

    return found


def _enter(app: FastAPI, district: District) -> None:
    @app.post(ENROL)
    async def enrol(request: Request, asked: wire.EnrolAsked) -> wire.Enrolled:
        district.enrolments.take(request.client.host if request.client else "")
        return await district.write(enrolling.enrol, district.trust, asked, district.clock.now())

    @app.post("/v1/hello")
    async def hello(request: Request, said: wire.Hello) -> wire.Welcome:
        print_ = shown(request)
        district.rates.take(print_)
        answer = await district.write(_hello, district, print_, said)
        if isinstance(answer, Refusal):
            raise answer
        return answer


def _hello(
    session: Session, district: District, print_: str, said: wire.Hello
) -> wire.Welcome | Refusal:
    now = district.clock.now()
    who = enrolling.caller_by(session, print_, now)
    store = marks.greet(session, who, said, now)
    if isinstance(store, Refusal):
        return store
    witness = marks.deposit(session, store, said.witness, now, fresh=True)
    token, until = caller.issue(district.secret, who, now)
    there = state(session)
    return wire.Welcome(
        epoch=there.epoch,
        mark=store.offered,
        token=token,
        token_expires=until,
        min_cursor=str(there.oldest),
        horizon=str(there.newest),
        expected_op_seq=max(store.next_op_seq, 1),
        schema=wire.SCHEMA,
        at=now,
        centre=who.centre,
        witness=witness,
    )


def _download(app: FastAPI, district: District) -> None:
    who = Annotated[Caller, Depends(_caller_of(district))]
    waiting = Waiting(district)

    @app.post("/v1/snapshot")
    async def snapshot(caller: who) -> wire.SnapshotBase:
        return await district.read(caller, feed.base, caller.centre)

    @app.get("/v1/snapshot/{table}", responses=_LINES, response_class=Response)
    async def page(
        caller: who,
        table: wire.Table,
        after: Annotated[str, Query(max_length=120, pattern=r"^[^\x00-\x1f]*$")] = "",
        limit: Annotated[int, Query(ge=1, le=PAGE_ROWS)] = PAGE_ROWS,
    ) -> Response:
        return _lines(await district.read(caller, feed.page, caller.centre, table, after, limit))

    @app.get("/v1/changes", responses=_LINES, response_class=Response)
    async def changes(
        caller: who,
        cursor: CursorText,
        limit: Annotated[int, Query(ge=1, le=CHANGES)] = CHANGES,
        wait: Annotated[float, Query(ge=0, le=LONG_POLL)] = 0,
    ) -> Response:
        return _lines(await waiting.changes(caller, read_cursor(cursor), limit, wait))

    @app.get("/v1/digest")
    async def whole(caller: who, cursor: CursorText | None = None) -> wire.Digest:
        since = read_cursor(cursor) if cursor else None
        return await district.view(caller, digest.digest, caller.centre, since)

    @app.get("/v1/digest/{table}/{bucket}", responses=_LINES, response_class=Response)
    async def bucket(
        caller: who,
        table: wire.Table,
        bucket: Annotated[int, Path(ge=0, lt=BUCKETS)],
        cursor: CursorText | None = None,
    ) -> Response:
        since = read_cursor(cursor) if cursor else None
        found = await district.view(caller, digest.bucket, caller.centre, table, bucket, since)
        return _lines(found)


def _upload(app: FastAPI, district: District) -> None:
    who = Annotated[Caller, Depends(_caller_of(district))]

    @app.post("/v1/ops")
    async def upload(
        request: Request,
        caller: who,
        batch: wire.Batch,
        counter_signature: Annotated[str, Header(max_length=200)],
    ) -> wire.Results:
        body = await request.body()
        return await district.write(_take, district, caller, batch, body, counter_signature)

    @app.post("/v1/blocks")
    async def block(caller: who, asked: wire.BlockAsked) -> wire.BlockGrant:
        return await district.write(_grant, district, caller, asked)


def _renew(app: FastAPI, district: District) -> None:
    who = Annotated[Caller, Depends(_caller_of(district))]

    @app.post("/v1/renew")
    async def renew(caller: who, asked: wire.RenewAsked) -> wire.Enrolled:
        now = district.clock.now()
        return await district.write(enrolling.renew, district.trust, caller, asked, now)


def _take(
    session: Session,
    district: District,
    caller: Caller,
    batch: wire.Batch,
    body: bytes,
    signature: str,
) -> wire.Results:
    now = district.clock.now()
    enrolling.require(session, caller, now)
    enrolling.check_signature(session, caller, body, signature)
    store = marks.own_store(session, caller, batch.store)
    signed = ops.Signed(signature, caller.thumbprint)
    results = ops.take(session, store, batch, body, signed, now)
    marks.deposit(session, store, batch.witness, now, fresh=False)
    return results


def _grant(
    session: Session, district: District, caller: Caller, asked: wire.BlockAsked
) -> wire.BlockGrant:
    enrolling.require(session, caller, district.clock.now())
    store = marks.own_store(session, caller, asked.store)
    return blocks.grant(session, store, asked, district.clock.now())


def _lines(answer: feed.Answer) -> Response:
    return Response(answer.body, media_type="application/zstd")
