"""Operations: settled once, in order, signed; numbers once in the district; commands by version."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlmodel import select

from counter_app.clock import FixedClock
from counter_app.district import feed
from counter_app.district.store import reading, writing
from counter_app.district.tables import Fact, OwnRange
from counter_app.sync.packing import canonical
from counter_app.sync.wire import BATCH_BYTES, OwnNumbers, Table
from tests.district.conftest import emptied
from tests.district.served import SEOGYO, YEONNAM, Peer, Served, code_of, serving

SERIES = f"2026-{SEOGYO}-AR"


def block(
    peer: Peer, request: str = "r1", series: str = SERIES, wanted: int = 100
) -> dict[str, Any]:
    asked = {"request": request, "store": peer.store, "series": series, "wanted": wanted}
    answer = peer.http.post("/v1/blocks", json=asked)
    return {"status": answer.status_code, **answer.json()}


def prepared(peer: Peer, number: int) -> tuple[str, dict[str, object]]:
    return "certificate.prepared", {"number": f"{SERIES}-{number:06d}", "certificate": number}


def test_what_is_sent_is_kept_once(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    operation = peer.operation("till.counted", {"day": "2026-11-16", "won": 5000})
    assert peer.settled(operation) == [("applied", "")]
    assert peer.settled(operation, peer.operation("till.moved", {"won": 1})) == [
        *[("duplicate", ""), ("applied", "")],
    ]
    with reading(served.district.engine) as session:
        assert [fact.kind for fact in session.exec(select(Fact).order_by(Fact.kind))] == [
            *["till.counted", "till.moved"],
        ]
    changes, _ = peer.changes(peer.welcome.min_cursor)
    written = [change for change in changes if change.table == Table.WRITTEN]
    assert (written[-1].pk, written[-1].payload) == (peer.store, b'{"op_seq":2}')


def test_a_notice_is_filed_for_the_centre_that_is_to_be_told(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    told = [YEONNAM, "unknown", "1144066000; --", "１１４４０６６０００"]
    notices = [peer.operation("matter.notice", {"centre": centre}) for centre in told]
    assert peer.settled(*notices) == [("applied", "")] * 4
    with reading(served.district.engine) as session:
        filed = {fact.op_id: fact.centre for fact in session.exec(select(Fact))}
    assert [filed[notice.op_id] for notice in notices] == [YEONNAM, SEOGYO, SEOGYO, SEOGYO]


def test_a_gap_is_answered_with_what_is_awaited(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    peer.settled(peer.operation("till.counted", {}))
    peer.op_seq += 1
    answer = peer.send(peer.operation("till.counted", {})).json()
    assert answer == {"results": [], "expected_op_seq": 2}


def test_one_id_with_two_contents_is_refused(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    operation = peer.operation("till.counted", {"won": 1})
    peer.settled(operation)
    again = peer.send(replace(operation, payload={"won": 2}))
    assert code_of(again) == (409, "district.op_reused")
    assert peer.settled(operation) == [("duplicate", "")]


def test_a_batch_follows_the_one_before(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    peer.settled(peer.operation("till.counted", {}))
    operation = peer.operation("till.counted", {})
    assert code_of(peer.send(operation, previous="f" * 64)) == (409, "district.chain")
    assert peer.settled(operation) == [("applied", "")]


def test_what_the_own_key_has_not_signed_is_refused(served: Served) -> None:
    peer, other = served.counter(SEOGYO).greeted(), served.counter(SEOGYO).greeted()
    body = canonical({"store": peer.store, "previous": "", "operations": []})
    peer.key, other.key = other.key, peer.key
    assert code_of(peer.post_signed(body)) == (403, "district.bad_signature")
    assert code_of(peer.post_signed(body, "?")) == (403, "district.bad_signature")


def test_an_unknown_kind_or_a_poisonous_one_holds_up_nothing(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    outcomes = peer.settled(
        peer.operation("nonsense", {}),
        peer.operation("certificate.prepared", {"number": ["?"]}),
        peer.operation("numbers.allotted", {"series": 5}),
        peer.operation("resident.change", {"fields": {"centre": YEONNAM}}),
        peer.operation("till.counted", {"note": "\x00"}),
        peer.operation("till.counted", {}, schema=99),
        peer.operation("till.counted", {}),
    )
    assert [code for _, code in outcomes][:4] == [
        *["district.unknown_kind", "district.no_number"],
        *["district.unreadable", "district.no_such_change"],
    ]
    assert outcomes[5:] == [("rejected", "district.schema"), ("applied", "")]


def test_a_number_is_taken_once_and_out_of_the_own_block(served: Served) -> None:
    peer, other = served.counter(SEOGYO).greeted(), served.counter(SEOGYO).greeted()
    first, second = block(peer), block(other, "r2")
    assert (first["first"], first["last"], second["first"]) == (1, 100, 101)
    assert block(peer) == first  # asked twice: one block
    assert peer.settled(
        *(peer.operation(*prepared(peer, number)) for number in (1, 1, 101)),
    ) == [
        ("applied", ""),
        ("rejected", "district.number_taken"),
        ("rejected", "district.not_in_block"),
    ]


def test_numbers_a_store_had_before_it_joined_are_told_at_hello(served: Served) -> None:
    peer, other = served.counter(SEOGYO).greeted(), served.counter(SEOGYO).greeted()
    foreign = OwnNumbers(SERIES.replace(SEOGYO, YEONNAM), 1, 9)
    for _ in range(2):
        assert peer.hello(own=(OwnNumbers(SERIES, 1, 20), foreign)).status_code == 200
    assert peer.settled(*(peer.operation(*prepared(peer, number)) for number in (20, 21))) == [
        *[("applied", ""), ("rejected", "district.not_in_block")],
    ]
    assert other.settled(other.operation(*prepared(other, 20))) == [
        ("rejected", "district.not_in_block"),
    ]
    with reading(served.district.engine) as session:
        assert [row.first for row in session.exec(select(OwnRange))] == [1]


def test_numbers_a_store_had_before_are_its_own(served: Served) -> None:
    peer, other = served.counter(SEOGYO).greeted(), served.counter(SEOGYO).greeted()
    own = {"series": SERIES, "first": 1, "last": 999_999, "source": "local"}
    assert peer.settled(
        peer.operation("numbers.allotted", own), peer.operation(*prepared(peer, 7))
    ) == [("applied", ""), ("applied", "")]
    assert block(other, "r2")["first"] == 8
    assert peer.settled(peer.operation(*prepared(peer, 8))) == [
        ("rejected", "district.not_in_block"),
    ]


@pytest.mark.parametrize(
    ("series", "code"),
    [
        (f"2026-{YEONNAM}-AR", "district.not_yours"),
        (f"2024-{SEOGYO}-AR", "district.no_series"),
        ("AR", "district.no_series"),
    ],
)
def test_no_block_of_anothers_series(served: Served, series: str, code: str) -> None:
    assert block(served.counter(SEOGYO).greeted(), series=series)["code"] == code


def test_a_resident_is_changed_as_it_was_seen(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()

    def change(resident: str, base_ver: int) -> tuple[str, str]:
        said = {"resident": resident, "fields": {"card_lost_on": "2026-11-16"}}
        return peer.settled(peer.operation("resident.change", said, base_ver=base_ver))[0]

    assert change("1", 1) == ("applied", "")
    assert change("1", 1) == ("conflict", "district.changed_since")
    assert change("3", 1) == ("conflict", "district.moved_away")
    assert change("99", 1) == ("conflict", "district.gone")
    with writing(served.district.engine) as session:
        feed.delete(session, Table.RESIDENT, "1")
    assert change("1", 3) == ("conflict", "district.gone")


def test_a_batch_too_large_is_refused_before_it_is_read(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    assert code_of(peer.post_signed(b" " * (2 * BATCH_BYTES))) == (413, "district.too_large")


def test_a_database_that_goes_away_settles_nothing(
    postgres: str, tmp_path: Path, clock: FixedClock
) -> None:
    """Somebody holds what an operation needs: it waits for another try and is not rejected."""
    url = emptied(postgres)
    with serving(url, tmp_path / "district", clock) as served, psycopg.connect(url) as other:
        peer = served.counter(SEOGYO).greeted()
        block(peer)
        operation = peer.operation(*prepared(peer, 1))
        other.execute(
            "INSERT INTO number_taken VALUES (%s, 'other', 'other')", (f"{SERIES}-000001",)
        )
        assert peer.send(operation).status_code == 503
        other.rollback()
        assert peer.settled(operation) == [("applied", "")]
