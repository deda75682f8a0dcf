"""Nothing that commits late is passed over; on a real PostgreSQL with transactions side by side."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from counter_app.clock import FixedClock
from counter_app.district import feed
from counter_app.district.demo.fill import fill
from counter_app.district.store import writing
from counter_app.sync.wire import Table
from tests.district.conftest import emptied
from tests.district.served import SEOGYO, Served, serving
from tests.district.test_download import put

PUT = "INSERT INTO record (tbl, pk, centre, payload) VALUES ('resident', %s, %s, '{}')"


@pytest.fixture
def url(postgres: str) -> str:
    return emptied(postgres)


def test_a_late_commit_with_a_lower_number_is_delivered(url: str, served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    cursor = peer.welcome.horizon
    with psycopg.connect(url) as slow, psycopg.connect(url) as quick:
        slow.execute(PUT, ("41", SEOGYO))
        quick.execute(PUT, ("42", SEOGYO))
        quick.commit()
        changes, trailer = peer.changes(cursor)
        assert changes == []  # the one that is written already waits for the one before
        slow.commit()
    changes, trailer = peer.changes(trailer.next, wait=20)
    assert [change.pk for change in changes] == ["41", "42"]
    assert peer.changes(trailer.next)[0] == []


def test_a_waiting_poll_is_woken_when_the_way_is_free(url: str, served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    cursor = peer.welcome.horizon
    with psycopg.connect(url) as slow:
        slow.execute("SELECT pg_current_xact_id()")  # writes nothing of ours, and holds all back
        put(served, "43", SEOGYO, name_roman="WAITS")
        assert peer.changes(cursor, wait=1)[0] == []
    changes, _ = peer.changes(cursor, wait=20)
    assert [change.pk for change in changes] == ["43"]


def test_a_transaction_is_sent_whole_or_in_pieces_without_a_checkpoint(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    cursor = peer.welcome.horizon
    with writing(served.district.engine) as session:
        for pk in ("51", "52", "53"):
            feed.put(session, Table.RESIDENT, pk, SEOGYO, {"pk": pk})
    put(served, "54", SEOGYO, name_roman="NEXT")
    changes, trailer = peer.changes(cursor, limit=3)
    assert ([c.pk for c in changes], trailer.checkpoint, trailer.complete) == (
        *(["51", "52", "53"], True, False),
    )
    pieces = []
    for _ in range(3):
        changes, trailer = peer.changes(cursor, limit=2)
        cursor = trailer.next
        pieces.append(([change.pk for change in changes], trailer.checkpoint))
    assert pieces[0] == (["51", "52"], False)
    assert [pk for keys, _ in pieces for pk in keys] == ["51", "52", "53", "54"]
    assert pieces[1][1]


@pytest.fixture
def served(url: str, tmp_path: Path, clock: FixedClock) -> Iterator[Served]:
    with serving(url, tmp_path / "district", clock) as found:
        yield found


def test_a_district_is_filled_without_a_feed(url: str, served: Served) -> None:
    from datetime import date

    from counter_app.district.demo.centres import centres

    told: list[int] = []
    fill(
        served.district.engine,
        url,
        centres(2),
        30,
        1,
        date(2026, 11, 16),
        lambda done, total: told.append(done),
    )
    assert told[-1] == 30
    peer = served.counter(SEOGYO).greeted()
    people, _ = peer.page("resident")
    assert 0 < len(people) < 30
    assert all(change.hash and change.ver == 1 for change in people)
    changes, _ = peer.changes(peer.welcome.min_cursor)
    assert {change.table for change in changes} == {
        "area",
        "code",
        "office",
        "rule",
        "seal",
        "staff",
    }
    put(served, people[0].pk, SEOGYO, name_roman="CHANGED")
    assert peer.changes(peer.welcome.horizon)[0][0].ver == 2
