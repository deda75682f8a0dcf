"""What an enrolled counter may send to do harm is refused before it is kept, and never a fault."""

from dataclasses import asdict
from typing import Any

import pytest

from counter_app.sync import packing
from counter_app.sync.wire import MOST_OWN, Batch, OwnNumbers
from tests.district.served import SEOGYO, Peer, Served, code_of

UNREADABLE = (422, "district.unreadable")
SERIES = f"2026-{SEOGYO}-AR"


@pytest.fixture
def peer(served: Served) -> Peer:
    return served.counter(SEOGYO).greeted()


@pytest.mark.parametrize(
    "said",
    [
        '{"a":' * 300 + "1" + "}" * 300,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        '{"a":1' + "0" * 30 + "}",
        r'{"a":"\ud800"}',
        r'{"\ud800":1}',
    ],
    ids=["deep", "very deep", "a large number", "half a sign", "half a sign in a name"],
)
def test_a_payload_that_cannot_be_kept_is_refused(peer: Peer, said: str) -> None:
    operation = peer.operation("till.counted", {"said": "here"})
    body = packing.canonical(asdict(Batch(peer.store, "", (operation,))))
    answer = peer.post_signed(body.replace(b'{"said":"here"}', said.encode()))
    assert code_of(answer) == UNREADABLE
    assert peer.settled(operation) == [("applied", "")]


def test_a_hundred_thousand_fields_are_only_a_fact(peer: Peer) -> None:
    many = peer.operation("till.counted", {str(n): 1 for n in range(100_000)})
    assert peer.settled(many) == [("applied", "")]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("op_id", "x" * 37),
        ("op_id", r"a\u0000"),
        ("op_id", r"\ud800"),
        ("at", "2026-11-16T10:00:00"),
        ("at", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_an_operation_that_names_itself_so_is_refused(peer: Peer, name: str, said: str) -> None:
    operation = peer.operation("till.counted", {})
    known = f'"{name}":"{asdict(operation)[name]}"'
    body = packing.canonical(asdict(Batch(peer.store, "", (operation,)))).decode()
    if name == "at":
        known = f'"at":"{operation.at.isoformat()}"'
    assert known in body
    answer = peer.post_signed(body.replace(known, f'"{name}":"{said}"').encode())
    assert code_of(answer) == UNREADABLE


@pytest.mark.parametrize(
    "other",
    [
        {"store": "x" * 61},
        {"store": "a\0"},
        {"mark": "a\0"},
        {"at": "2026-11-16T10:00:00"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"op_seq": 10**30},
        {"witness": {"seq": 10**30, "hash": ""}},
        {"witness": {"seq": 1, "hash": "x" * 200}},
        {"own": [{"series": SERIES, "first": 1, "last": 10**10}]},
        {"own": [{"series": SERIES + "A" * 60, "first": 1, "last": 2}]},
        {"own": [{"series": SERIES, "first": n, "last": n} for n in range(MOST_OWN + 1)]},
    ],
    ids="-".join,
)
def test_a_hello_that_says_such_is_refused(peer: Peer, other: dict[str, Any]) -> None:
    said = {
        "store": peer.store,
        "mark": peer.mark,
        "protocols": [1, 1],
        "schema": 2,
        "cursor": None,
        "op_seq": 0,
        "at": "2026-11-16T10:00:00+09:00",
    }
    assert code_of(peer.http.post("/v1/hello", json=said | other)) == UNREADABLE
    assert peer.http.post("/v1/hello", json=said).status_code == 200


def test_numbers_of_before_are_taken_in_at_once(peer: Peer) -> None:
    many = tuple(OwnNumbers(SERIES, n, n) for n in range(1, MOST_OWN + 1))
    for _ in range(2):
        assert peer.hello(own=many).status_code == 200
    (result,) = peer.settled(peer.operation("certificate.prepared", {"number": f"{SERIES}-000007"}))
    assert result == ("applied", "")


@pytest.mark.parametrize("path", ["/v1/snapshot/resident?after=%00", "/v1/changes?cursor=%00"])
def test_what_no_key_may_be_is_refused(peer: Peer, path: str) -> None:
    assert peer.http.get(path).status_code in (400, 422)


def test_a_code_that_is_no_text_is_refused(served: Served) -> None:
    answer = served.anonymous().post("/v1/enrol", content=rb'{"code":"\ud800","csr":""}')
    assert code_of(answer) == UNREADABLE
