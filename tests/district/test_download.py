"""Snapshots and changes: whole, in order, and only of the own centre."""

from collections.abc import Callable

from counter_app.district import feed
from counter_app.district.store import writing
from counter_app.sync.packing import Change, bucket, canonical, row_hash
from counter_app.sync.wire import Op, Table
from tests.district.served import SEOGYO, YEONNAM, Served, code_of


def test_a_snapshot_is_the_centres_records_in_pages(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    base = peer.http.post("/v1/snapshot").json()
    assert base["counts"] == {"resident": 2, "code": 1}
    (first,), trailer = peer.page("resident", limit=1)
    assert (first.pk, first.op, first.ver, trailer.next, trailer.complete) == (
        *("1", "put", 1, "1", False),
    )
    assert first.payload == canonical({"name_roman": "PERSON 1"})
    (second,), trailer = peer.page("resident", limit=2, after=trailer.next)
    assert (second.pk, trailer.complete) == ("2", True)
    assert [change.pk for change in peer.page("code")[0]] == ["statuses/D-2"]
    assert peer.changes(base["base"])[0] == []


def test_what_changes_is_sent_in_order_with_its_versions(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    cursor = peer.welcome.horizon
    put(served, "1", SEOGYO, name_roman="NEW NAME")
    put(served, "1", SEOGYO, name_roman="NEW NAME")  # nothing new
    put(served, "4", SEOGYO, name_roman="BORN")
    put(served, "2", YEONNAM, name_roman="PERSON 2")
    with writing(served.district.engine) as session:
        feed.delete(session, Table.RESIDENT, "4")
    changes, trailer = peer.changes(cursor)
    assert [(c.pk, c.op, c.ver) for c in changes] == [
        *[("1", "put", 2), ("4", "put", 1), ("2", "remove", 2), ("4", "delete", 2)],
    ]
    assert (trailer.checkpoint, trailer.complete) == (True, True)
    assert peer.changes(trailer.next)[0] == []
    (other,), _ = served.counter(YEONNAM).greeted().changes(cursor)
    assert (other.pk, other.op, other.ver) == ("2", "put", 2)


def test_news_is_sent_as_soon_as_it_is_written(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    cursor = peer.welcome.horizon
    for pk in ("7", "8"):
        put(served, pk, SEOGYO, name_roman="MOVED IN")
        changes, trailer = peer.changes(cursor, wait=25)
        assert [change.pk for change in changes] == [pk]
        cursor = trailer.next


def test_a_cursor_of_another_epoch_or_none_at_all_is_refused(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    ask: Callable[[str], tuple[int, str]] = lambda cursor: code_of(  # noqa: E731
        peer.http.get("/v1/changes", params={"cursor": cursor})
    )
    assert ask("other.1.0") == (409, "district.epoch")
    assert ask("1") == (400, "district.bad_cursor")


def test_the_digest_is_what_the_records_are(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    cursor = peer.welcome.horizon
    digest = peer.http.get("/v1/digest", params={"cursor": cursor}).json()
    assert digest["cursor"] == cursor
    held = list(peer.page("resident")[0])
    sums = dict.fromkeys(range(256), (0, 0))
    for change in held:
        number, xor = sums[bucket(change.pk)]
        sums[bucket(change.pk)] = (number + 1, xor ^ int(change.hash, 16))
    assert digest["tables"]["resident"] == [[n, f"{xor:016x}"] for n, xor in sums.values()]
    put(served, "1", SEOGYO, name_roman="NEW NAME")
    moved = peer.http.get("/v1/digest", params={"cursor": cursor}).json()
    assert moved["cursor"] != cursor
    answer = peer.http.get(f"/v1/digest/resident/{bucket('1')}", params={"cursor": cursor})
    assert answer.status_code == 200


def put(served: Served, pk: str, centre: str, **document: str) -> None:
    with writing(served.district.engine) as session:
        feed.put(session, Table.RESIDENT, pk, centre, document)


def test_a_row_hash_is_that_of_the_payload(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    change: Change = peer.page("resident")[0][0]
    assert change.op == Op.PUT
    assert change.payload is not None
    assert change.hash == row_hash(change.payload)
