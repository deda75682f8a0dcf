"""The interface is described completely, and whatever is sent is answered as described."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from counter_app.clock import FixedClock
from counter_app.district.district import District
from counter_app.district.server import make_app
from tests.conftest import MORNING
from tests.district.conftest import furnish
from tests.district.served import SEOGYO, Peer, serving

DESCRIBED = make_app(cast("District", None)).openapi()  # asked of nobody
schema = schemathesis.openapi.from_dict(DESCRIBED)
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]


@dataclass(frozen=True)
class Asked:
    url: str
    ca: Path
    pem: Path
    token: str
    line: requests.Session
    """Kept open, or each of a hundred requests would shake hands anew."""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A district that nobody asks too often, and a counter that is known to it."""
    folder = tmp_path_factory.mktemp("described")
    with serving(
        f"sqlite:///{folder / 'district.db'}", folder / "trust", FixedClock(MORNING)
    ) as it:
        furnish(it)
        it.district.rates.at_once = it.district.enrolments.at_once = 10**9
        peer: Peer = it.counter(SEOGYO).greeted()
        pem = folder / "client.pem"
        pem.write_bytes(peer.pem)
        with requests.Session() as line:
            token = peer.http.headers["Authorization"]
            yield Asked(it.url, folder / "trust" / "ca.pem", pem, token, line)


def test_every_request_is_described() -> None:
    paths = DESCRIBED["paths"]
    assert {(method, path) for path, methods in paths.items() for method in methods} == {
        ("post", "/v1/enrol"),
        ("post", "/v1/renew"),
        ("post", "/v1/hello"),
        ("post", "/v1/snapshot"),
        ("get", "/v1/snapshot/{table}"),
        ("get", "/v1/changes"),
        ("post", "/v1/ops"),
        ("post", "/v1/blocks"),
        ("get", "/v1/digest"),
        ("get", "/v1/digest/{table}/{bucket}"),
    }


def test_who_may_ask_and_when_to_come_again_is_described() -> None:
    schemes = DESCRIBED["components"]["securitySchemes"]
    assert {name: scheme["type"] for name, scheme in schemes.items()} == {
        "certificate": "mutualTLS",
        "token": "http",
    }
    for path, methods in DESCRIBED["paths"].items():
        for method in methods.values():
            needed = {name for one in method.get("security", []) for name in one}
            entering = {"/v1/enrol": set(), "/v1/hello": {"certificate"}}
            assert needed == entering.get(path, {"certificate", "token"})
            assert "Retry-After" in method["responses"]["429"]["headers"]
            assert "500" in method["responses"]


@schema.parametrize()
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
def test_what_is_sent_is_answered_as_described(case: schemathesis.Case[Any], asked: Asked) -> None:
    if "wait" in (case.query or {}):
        case.query["wait"] = 0  # nothing will come
    # schemathesis makes of a tuple within a table what its own validator does not take
    tuples = case.operation.path == "/v1/digest"
    case.call_and_validate(
        base_url=asked.url,
        verify=str(asked.ca),
        cert=str(asked.pem),
        headers={"Authorization": asked.token},
        session=asked.line,
        checks=CHECKS,
        excluded_checks=[response_schema_conformance] if tuples else [],
    )
