"""The wire format: what is packed comes out again, and nothing that was altered does."""

import json

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from counter_app.sync.packing import (
    Change,
    Malformed,
    Trailer,
    canonical,
    line,
    pack,
    parse,
    row_hash,
    unpack,
)
from counter_app.sync.rows import rows_of
from counter_app.sync.wire import Hello

payloads = st.dictionaries(st.text(max_size=5), st.text() | st.integers(0, 2**53) | st.none())
pages = st.lists(st.none() | payloads, max_size=20)


def lines_of(page: list[dict[str, object] | None]) -> list[Change]:
    return [
        Change(n, "resident", str(n), "delete", 1, "", None)
        if said is None
        else Change(n, "resident", str(n), "put", 1, row_hash(canonical(said)), canonical(said))
        for n, said in enumerate(page)
    ]


@given(pages)
def test_what_is_packed_comes_out(page: list[dict[str, object] | None]) -> None:
    changes = lines_of(page)
    body = pack(map(line, changes), "e.1.2", checkpoint=True, complete=False)
    got, trailer = unpack(body)
    assert got == changes
    assert trailer == Trailer(len(changes), trailer.sha256, "e.1.2", True, False)


@given(st.text(min_size=1, max_size=20))
def test_any_key_comes_out(pk: str) -> None:
    change = Change(0, "area", pk, "put", 1, row_hash(b"{}"), b"{}")
    assert unpack(pack([line(change)], "", checkpoint=True, complete=True))[0] == [change]


def test_a_line_in_another_hand_says_the_same() -> None:
    payload = {"b": 1, "a": "é"}
    hash_ = row_hash(canonical(payload))
    spaced = json.dumps([1, "resident", "7", "put", 2, hash_, payload]).encode() + b"\n"
    got, _ = unpack(pack([spaced], "", checkpoint=True, complete=True))
    assert got == [Change(1, "resident", "7", "put", 2, hash_, canonical(payload))]


@pytest.mark.parametrize("table", ["resident", "code"])
def test_what_is_hashed_and_no_record_is_refused(table: str) -> None:
    body = pack(
        [line(Change(0, table, "7", "put", 1, row_hash(b"{no}"), b"{no}"))],
        "",
        checkpoint=True,
        complete=True,
    )
    with pytest.raises(Malformed):
        rows_of(unpack(body)[0])


@given(st.data())
def test_an_altered_body_is_refused(data: st.DataObject) -> None:
    changes = lines_of([{"name": "EXAMPLE"}, None, {"n": 3}])
    body = pack(map(line, changes), "e.1.2", checkpoint=True, complete=True)
    whole = zstandard.decompress(body)
    lines = whole.rindex(b"\n")
    at = data.draw(st.integers(0, lines))
    bit = 1 << data.draw(st.integers(0, 7))
    altered = bytearray(whole)
    altered[at] ^= bit
    with pytest.raises(Malformed):
        unpack(zstandard.compress(bytes(altered)))


@given(st.integers(0, 200))
def test_a_body_cut_off_is_refused(kept: int) -> None:
    body = pack(
        map(line, lines_of([{"n": n} for n in range(50)])), "", checkpoint=True, complete=True
    )
    with pytest.raises(Malformed):
        unpack(body[: min(kept, len(body) - 1)])


def test_what_unfolds_to_too_much_is_refused_before_it_is_held() -> None:
    bomb = zstandard.compress(bytes(100_000_000))
    assert len(bomb) < 20_000
    with pytest.raises(Malformed, match="size"):
        unpack(bomb)


def test_a_document_of_another_shape_is_refused_without_quoting_it() -> None:
    with pytest.raises(Malformed) as told:
        parse(Hello, b'{"store": "900101-5000000"}')
    assert "900101" not in str(told.value)
