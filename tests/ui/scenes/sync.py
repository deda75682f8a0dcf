"""How the sync with the district stands, as its own process leaves it in the store."""

from datetime import timedelta
from typing import Any

from counter_app.main import Counter
from counter_app.sync.outcome import Outcome
from db.engine import transaction
from db.sync import Replica, SyncCopy, SyncStateRow, WorkItemRow
from tests.ui.driver import Driver
from tests.ui.papers import visitor
from tests.ui.scenes.steps import drawn, serve, serving

ITEMS: tuple[dict[str, Any], ...] = (
    {
        "kind": "resident.card_lost",
        "subject": "resident:7",
        "outcome": Outcome.CONFLICT,
        "code": "district.changed_since",
        "minutes": 41,
    },
    {
        "kind": "certificate.prepared",
        "subject": "certificate:2",
        "outcome": Outcome.REJECTED,
        "code": "district.no_number",
        "minutes": 12,
    },
)


def join(counter: Counter, **said: Any) -> None:
    """As a counter stands that has its copy and heard of the district two seconds ago."""
    now = counter.clock.now()
    usual: dict[str, Any] = {
        "store": "store",
        "district": "마포구청",
        "centre": counter.config.office.code,
        "schema_now": 2,
        "schema_before": 2,
        "cursor": "e.1.1",
        "heard": now,
        "synced": now - timedelta(seconds=2),
        "settled": 1_000_000,
        "lag": 0.4,
        "skew": 0.3,
        "checked": now - timedelta(minutes=37),
        "until": now + timedelta(days=340),
    }
    with transaction(counter.engine) as session:
        session.merge(SyncStateRow(**(usual | said)))


def add_items(counter: Counter, items: tuple[dict[str, Any], ...] = ITEMS) -> None:
    now = counter.clock.now()
    with transaction(counter.engine) as session:
        for place, item in enumerate(items, start=1):
            at = now - timedelta(minutes=item["minutes"])
            row = WorkItemRow(
                op_id=f"op-{place}",
                op_seq=place,
                payload="{}",
                fields="{}",
                at=at,
                told=at,
                **{name: item[name] for name in ("kind", "subject", "outcome", "code")},
            )
            session.add(row)


def copying(counter: Counter, done: int, total: int, **said: Any) -> None:
    """A first copy that has come so far."""
    join(counter, cursor=None, synced=None, lag=None, checked=None, **said)
    with transaction(counter.engine) as session:
        session.merge(
            SyncCopy(base="e.1.1", page_table="resident", page_after="7", done=done, total=total)
        )


def look(driver: Driver) -> None:
    """Let the window see how it stands."""
    driver.window.watch.look()
    driver.settle()
    driver.settle()


def to_send(counter: Counter, count: int) -> None:
    """So many operations that the district has not settled yet."""
    with counter.engine.connect() as connection:
        newest = connection.exec_driver_sql("SELECT coalesce(max(op_seq), 0) FROM outbox").scalar()
    assert newest
    join(counter, settled=newest - count)


def synced(driver: Driver) -> None:
    serving(driver)
    join(driver.counter)
    look(driver)


def sending(driver: Driver) -> None:
    serving(driver)
    to_send(driver.counter, 12)
    look(driver)


def offline(driver: Driver) -> None:
    serving(driver)
    now = driver.counter.clock.now()
    gone = now - timedelta(minutes=23)
    join(driver.counter, offline_since=gone, synced=gone)
    look(driver)


def attention(driver: Driver) -> None:
    serving(driver)
    join(driver.counter, attention="district.superseded")
    look(driver)


def first(driver: Driver) -> None:
    """Somebody wants to be looked up before the register is here."""
    serving(driver)
    copying(driver.counter, 2_140, 5_000)
    look(driver)


def opened(driver: Driver) -> None:
    driver.press("Ctrl+U")
    driver.settle()
    driver.settle()


def page(driver: Driver) -> None:
    synced(driver)
    opened(driver)


def page_sending(driver: Driver) -> None:
    sending(driver)
    opened(driver)


def page_offline(driver: Driver) -> None:
    offline(driver)
    opened(driver)


def page_attention(driver: Driver) -> None:
    attention(driver)
    opened(driver)


def page_first(driver: Driver) -> None:
    first(driver)
    opened(driver)


def settling(driver: Driver) -> None:
    """One of two things that the district did not apply is being settled."""
    serving(driver)
    join(driver.counter)
    add_items(driver.counter)
    look(driver)
    opened(driver)
    driver.move_to(driver.work.sheets.sync.settling.table.hasFocus)
    driver.press("Return")
    driver.compose("구청 담당자와 통화, 새 주소로 다시 신고함")
    driver.settle()


def known_there(counter: Counter, resident_id: int) -> None:
    """The record has come from the district."""
    join(counter)
    with transaction(counter.engine) as session:
        session.merge(Replica(tbl="resident", pk=str(resident_id), ver=3, hash="0" * 16))


def card_loss(driver: Driver) -> None:
    """Somebody's card is lost; on which day?"""
    counter = driver.counter
    came = visitor(counter.config.home, 7)
    known_there(counter, came.id)
    serve(driver, came)
    look(driver)
    driver.press("Ctrl+F11")
    driver.settle()


def card_lost(driver: Driver) -> None:
    """Reported, and not yet confirmed by the district."""
    card_loss(driver)
    driver.press("Return")
    driver.until(driver.work.person.pending.isVisible)
    to_send(driver.counter, 1)
    look(driver)
    drawn(driver)


SCENES = {
    "card-loss": card_loss,
    "card-lost": card_lost,
    "sync-synced": synced,
    "sync-sending": sending,
    "sync-offline": offline,
    "sync-attention": attention,
    "sync-first": first,
    "sync-page": page,
    "sync-page-sending": page_sending,
    "sync-page-offline": page_offline,
    "sync-page-attention": page_attention,
    "sync-page-first": page_first,
    "sync-settling": settling,
}
