"""The district keeps the head of the audit chain: what is cut off or written anew is found."""

from sqlmodel import select

from counter_app.district.store import reading
from counter_app.district.tables import Alarm
from counter_app.privacy.actor import Actor
from counter_app.sync.once import once
from tests.asking import Sql
from tests.sync.joined import Joined


def told(joined: Joined) -> str:
    reason = joined.counter.sync.view().reason
    return reason.code if reason else ""


def untied(sql: Sql) -> None:
    """As who has the key and the file can."""
    for verb in ("update", "delete"):
        sql(f"DROP TRIGGER audit_no_{verb}")


def test_an_unbroken_chain_is_no_news(joined: Joined, clerk: Actor) -> None:
    joined.sync()
    joined.counter.residents.find(clerk, "KIM")
    joined.sync()
    assert told(joined) == ""


def test_a_tail_that_was_cut_off_is_found(joined: Joined, sql: Sql) -> None:
    joined.sync()
    untied(sql)
    sql("DELETE FROM audit WHERE seq > 5")
    sql("UPDATE audit_head SET seq = 5, hash = (SELECT hash FROM audit WHERE seq = 5)")
    once(joined.ends, joined.line)
    assert told(joined) == "sync.audit_cut"


def test_a_row_that_is_another_is_found(joined: Joined, clerk: Actor, sql: Sql) -> None:
    joined.sync()
    joined.counter.residents.find(clerk, "KIM")
    joined.sync()
    untied(sql)
    sql("UPDATE audit SET hash = 'another'")
    joined.counter.residents.find(clerk, "LEE")
    once(joined.ends, joined.line)
    assert told(joined) == "sync.audit_differs"


def test_what_was_found_stays_to_be_looked_into_though_the_chain_goes_on(
    joined: Joined, clerk: Actor, sql: Sql
) -> None:
    joined.sync()
    untied(sql)
    sql("DELETE FROM audit WHERE seq > 5")
    sql("UPDATE audit_head SET seq = 5, hash = (SELECT hash FROM audit WHERE seq = 5)")
    for _ in range(3):
        joined.sync()
    while joined.state.attention:
        joined.counter.residents.find(clerk, "KIM")
        joined.sync()
    assert [item.code for item in joined.counter.sync.work_items()] == ["sync.audit_cut"]
    with reading(joined.served.district.engine) as session:
        alarms = session.exec(select(Alarm).where(Alarm.store == joined.state.store)).all()
    assert {alarm.kind for alarm in alarms} == {"audit"}
