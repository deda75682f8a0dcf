"""A matter from taking in to its end: guards, versions, actions, what goes on record."""

import json
from datetime import date
from functools import partial

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from counter_app.main import Counter
from counter_app.matters.procedures import procedures
from counter_app.privacy.actor import Actor
from counter_app.privacy.lines import Asked
from counter_app.till.terms import Terms
from db.audit import AuditRow
from db.engine import reading
from db.identity import IdKind
from db.matters import MatterState
from db.outbox import OutboxRow
from db.residents import AddressRow, ResidentRow
from tests.asking import NewAction, Sql, refusal
from tests.conftest import PASSWORD
from tests.matters.desk import HOME, NEXT_DOOR, TODAY, act, move, somebody, tick_all


def test_a_move_without_a_district_is_made_at_once(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    person = somebody(counter)
    view = move(counter, clerk, action, TODAY, person)
    assert refusal(lambda: act(counter, clerk, action, view, "propose")) == "matters.papers_missing"
    view = act(counter, clerk, action, tick_all(counter, clerk, action, view), "propose")
    assert view.line.state is MatterState.PROPOSED
    done = act(counter, clerk, action, view, "finish")
    assert done.line.closed and done.line.state is MatterState.DONE
    with reading(counter.engine) as session:
        chosen = select(AddressRow).where(AddressRow.resident_id == person)
        rows = session.exec(chosen.order_by(col(AddressRow.id))).all()
    assert [row.text_ko for row in rows if row.moved_out is None] == [view.facts["address"]]
    assert (rows[-1].moved_in, rows[-1].reported_on) == (TODAY, TODAY)
    notice = "SELECT payload FROM outbox WHERE kind = 'matter.notice'"
    old = view.facts["old_centre"]
    told = [json.loads(str(row[0])) for row in sql(notice)]
    assert [(one["notice"], one["centre"]) for one in told] == (
        [("old_office", old)] if old != counter.config.office.code else []
    )


def test_moves_follow_one_another_two_of_them_on_one_day(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    person = somebody(counter)
    for address in (HOME, NEXT_DOOR):
        moved = move(counter, clerk, action, TODAY, person, address)
        view = tick_all(counter, clerk, action, moved)
        act(counter, clerk, action, act(counter, clerk, action, view, "propose"), "finish")
    present = f"SELECT count(*) FROM address WHERE resident_id = {person} AND moved_out IS NULL"
    assert sql(present) == [(1,)]
    late = partial(move, counter, clerk, action, date(2026, 11, 15), person)
    assert refusal(late) == "matters.before_last_move"
    assert sql("SELECT count(*) FROM address WHERE moved_out < moved_in") == [(0,)]


def test_every_act_has_its_rows_and_says_nothing_personal(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    view = move(counter, clerk, action, TODAY)
    view = act(counter, clerk, action, tick_all(counter, clerk, action, view), "propose")
    acts = [past.act for past in view.history]
    assert acts == ["start", *["tick"] * 3, "propose"]
    assert view.ver == len(acts)
    with reading(counter.engine) as session:
        chosen = select(AuditRow).where(col(AuditRow.action).startswith("matter."))
        recorded = session.exec(chosen.order_by(col(AuditRow.seq))).all()
        sent = session.exec(select(OutboxRow).where(OutboxRow.kind == "matter")).all()
    assert [row.action for row in recorded] == [f"matter.{one}" for one in acts]
    assert len(sent) == len(acts)
    written = " ".join([*(row.detail for row in recorded), *(row.payload for row in sent)])
    assert view.facts["address"] not in written


def test_twice_is_once_and_another_use_is_refused(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    view = move(counter, clerk, action, TODAY)
    number = view.line.number
    for _ in range(2):
        after = counter.matters.tick(clerk, number, "card", True, ver=1, action_id="same")
    assert after.ver == 2
    tick = partial(counter.matters.tick, clerk, number, action_id="same")
    start = partial(counter.matters.start, clerk, action_id="action-1")
    told = {"address": HOME, "moved_in": str(TODAY)}
    for other in (
        partial(counter.matters.act, clerk, number, "withdraw", ver=2, action_id="same"),
        partial(tick, "proof_of_address", True, ver=2),
        partial(tick, "card", False, ver=2),
        partial(start, "move-out", view.line.resident_id, told),
        partial(start, "residence-change", somebody(counter, IdKind.DRN), told),
        partial(start, "residence-change", view.line.resident_id, told | {"address": NEXT_DOOR}),
    ):
        assert refusal(other) == "matters.action_used"


def test_what_another_window_did_meanwhile_is_not_undone(
    counter: Counter, clerk: Actor, colleague: Actor, action: NewAction
) -> None:
    view = move(counter, clerk, action, TODAY)
    act(counter, colleague, action, view, "withdraw")
    assert refusal(partial(act, counter, clerk, action, view, "propose")) == "matters.closed"
    other = move(counter, clerk, action, TODAY)
    counter.matters.tick(
        colleague, other.line.number, "card", True, ver=other.ver, action_id=action()
    )
    before = counter.matters.show(clerk, other.line.number).history
    assert refusal(lambda: act(counter, clerk, action, other, "withdraw")) == "matters.stale"
    assert counter.matters.show(clerk, other.line.number).history == before


def test_a_matter_is_read_without_asking_twice(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    number, asked = move(counter, clerk, action, TODAY).line.number, []

    def note(_conn: object, _cursor: object, statement: str, *given: object) -> None:
        asked.append((statement, str(given[0])))

    event.listen(counter.engine, "before_cursor_execute", note)
    counter.matters.show(clerk, number)
    event.remove(counter.engine, "before_cursor_execute", note)
    read = [one for one in asked if one[0].startswith("SELECT")]
    assert len(read) > 3 and sorted(set(read)) == sorted(read)


def test_a_card_is_lost_until_the_new_one_is_given(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    person = somebody(counter)
    view = counter.matters.start(
        clerk, "card-reissue", person, {"lost_on": str(TODAY)}, action_id=action()
    )
    view = tick_all(counter, clerk, action, view)
    assert refusal(lambda: act(counter, clerk, action, view, "forward")) == "matters.fee_due"
    number, ver = view.line.number, view.ver
    pay = counter.matters.pay
    view = pay(clerk, number, Terms(), ver=ver, action_id=action())
    view = act(counter, clerk, action, view, "forward")
    assert lost(counter, person) == TODAY
    assert view.line.due == date(2026, 11, 30)
    view = act(counter, clerk, action, view, "arrive")
    assert refusal(partial(act, counter, clerk, action, view, "hand_over")) == "matters.steps_left"
    view = act(counter, clerk, action, tick_all(counter, clerk, action, view), "hand_over")
    assert lost(counter, person) is None
    assert view.line.state is MatterState.DONE


def test_corrected_names_are_found(counter: Counter, clerk: Actor, action: NewAction) -> None:
    person = somebody(counter)
    told = {"changed_on": str(TODAY), "name_roman": "Zwicky Ottilie", "passport_expiry": "20310101"}
    view = counter.matters.start(clerk, "particulars", person, told, action_id=action())
    view = act(counter, clerk, action, tick_all(counter, clerk, action, view), "propose")
    act(counter, clerk, action, view, "finish")
    assert [hit.id for hit in counter.residents.find(clerk, "ottilie zwicky").hits] == [person]
    with reading(counter.engine) as session:
        row = session.get(ResidentRow, person)
    assert row and row.passport_expiry == date(2031, 1, 1)
    nothing = {"changed_on": str(TODAY)}
    refused = partial(
        counter.matters.start, clerk, "particulars", person, nothing, action_id=action()
    )
    assert refusal(refused) == "matters.one_answer_needed"


def test_the_nearest_date_comes_first(counter: Counter, clerk: Actor, action: NewAction) -> None:
    late = move(counter, clerk, action, date(2026, 10, 1))
    with reading(counter.engine) as session:
        others = session.exec(
            select(ResidentRow.id).where(
                ResidentRow.id_kind == IdKind.FRN, col(ResidentRow.id) != late.line.resident_id
            )
        ).all()
    early = move(counter, clerk, action, date(2026, 9, 1), others[0])
    undated = counter.matters.start(
        clerk, "status-guidance", others[1], {"status": "F-5"}, action_id=action()
    )
    expected = [view.line.number for view in (early, late, undated)]
    assert [line.number for line in counter.matters.open(clerk)] == expected
    assert [line.number for line in counter.matters.open(clerk, mine=True)] == expected
    own = counter.matters.of_resident(clerk, late.line.resident_id or 0)
    assert [line.number for line in own] == [late.line.number]


def test_history_and_what_was_told_stand(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    move(counter, clerk, action, TODAY)
    for statement in (
        "DELETE FROM matter",
        "UPDATE matter SET facts = '{}', ver = ver + 1",
        "UPDATE matter SET state = 'done'",
        "DELETE FROM matter_event",
        "UPDATE matter_event SET act = 'finish'",
    ):
        with pytest.raises(Exception, match="matter"):
            sql(statement)


def test_every_procedure_can_end(counter: Counter) -> None:
    """From the beginning each table leads to an end, and every state it reaches leads on."""
    ends = {MatterState.DONE, MatterState.WITHDRAWN, MatterState.REFERRED}
    for procedure in procedures():
        reached, new = set(), {MatterState.OPEN}
        while new:
            reached |= new
            new = {m.to for (s, _), m in procedure.table.items() if s in reached} - reached
        assert ends & reached, procedure.code
        leading = {state for state, _ in procedure.table}
        assert reached - ends <= leading, procedure.code


def lost(counter: Counter, person: int) -> date | None:
    with reading(counter.engine) as session:
        row = session.get(ResidentRow, person)
        assert row
        return row.card_lost_on


def test_looks_at_a_matter_are_looks_at_its_person(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    view = move(counter, clerk, action, TODAY, person := somebody(counter))
    counter.matters.show(clerk, view.line.number)
    counter.sheets.give(clerk, view.line.number, "form")
    looks = ["matter.form", "matter.viewed"]
    found = counter.accesses.newest(clerk, person)
    assert [(a.act, a.number) for a in found] == [(act, view.line.number) for act in looks]
    officer = counter.clerks.sign_in("haneul", PASSWORD)
    lines = counter.review.lines(officer, f"{TODAY:%Y-%m}", Asked(person=person))
    assert [line.act for line in lines] == looks
    assert {line.person for line in lines} == {person}


def test_the_old_centre_is_told_once_the_district_has_the_move(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    person = somebody(counter)
    sent = "SELECT payload FROM outbox WHERE kind = 'matter.notice'"
    for home, centre in (("양화로 45 (합정동)", "1144068000"), ("없는길 3", "unknown")):
        sql(f"UPDATE address SET text_ko = '서울특별시 마포구 {home}' WHERE resident_id = {person}")
        view = tick_all(counter, clerk, action, move(counter, clerk, action, TODAY, person))
        assert view.facts["old_centre"] == centre
        view = act(counter, clerk, action, view, "propose")
        before = len(sql(sent))
        act(counter, clerk, action, view, "finish")
        assert json.loads(str(sql(sent)[before][0]))["centre"] == centre


def test_a_move_within_the_centre_asks_no_old_one_for_its_file(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    person = somebody(counter)
    sql(f"UPDATE address SET text_ko = '{NEXT_DOOR}' WHERE resident_id = {person}")
    view = move(counter, clerk, action, TODAY, person)
    assert view.facts["old_centre"] == view.facts["centre"]
    assert [step.key for step in view.steps] == ["card_endorsed"]
    tick = partial(counter.matters.tick, clerk, view.line.number, "old_file_asked", True)
    assert refusal(lambda: tick(ver=view.ver, action_id=action())) == "matters.no_item"
    view = act(counter, clerk, action, tick_all(counter, clerk, action, view), "propose")
    assert act(counter, clerk, action, view, "finish").line.closed
