"""How refusals are answered."""

from http import HTTPStatus

from starlette.responses import Response

from counter_app.errors import Refusal
from counter_app.sync.packing import canonical
from counter_app.sync.wire import Problem

STATUS = {
    "bad_code": HTTPStatus.FORBIDDEN,
    "no_certificate": HTTPStatus.UNAUTHORIZED,
    "bad_token": HTTPStatus.UNAUTHORIZED,
    "token_expired": HTTPStatus.UNAUTHORIZED,
    "unknown_client": HTTPStatus.FORBIDDEN,
    "revoked": HTTPStatus.FORBIDDEN,
    "not_yours": HTTPStatus.FORBIDDEN,
    "bad_signature": HTTPStatus.FORBIDDEN,
    "no_such_store": HTTPStatus.NOT_FOUND,
    "slow": HTTPStatus.REQUEST_TIMEOUT,
    "superseded": HTTPStatus.CONFLICT,
    "epoch": HTTPStatus.CONFLICT,
    "op_reused": HTTPStatus.CONFLICT,
    "chain": HTTPStatus.CONFLICT,
    "block_used": HTTPStatus.CONFLICT,
    "numbers_out": HTTPStatus.CONFLICT,
    "renew_early": HTTPStatus.CONFLICT,
    "cursor_old": HTTPStatus.GONE,
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "unreadable": HTTPStatus.UNPROCESSABLE_ENTITY,
    "protocol": HTTPStatus.UPGRADE_REQUIRED,
    "too_often": HTTPStatus.TOO_MANY_REQUESTS,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Of `district.…`; any other is a bad request."""
_OTHERS = (HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR)
_AGAIN = 2
"""Seconds after which one that found the district busy may come again."""


def refused(refusal: Refusal) -> Response:
    name = refusal.code.removeprefix("district.")
    status = STATUS.get(name, HTTPStatus.BAD_REQUEST)
    fields = {key: str(value) for key, value in refusal.fields.items()}
    headers = {}
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        headers["Retry-After"] = fields.get("seconds", str(_AGAIN))
    return Response(
        canonical({"code": refusal.code, "fields": fields}), status, headers, "application/json"
    )


PROBLEMS = {
    status.value: {"model": Problem, "description": status.phrase}
    for status in sorted({*STATUS.values(), *_OTHERS})
}
"""For the description of the interface."""
