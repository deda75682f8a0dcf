"""A matter whose change the district makes, or does not: pending, made, refused, asked again."""

import json
from functools import partial
from operator import itemgetter

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from counter_app.district.store import writing
from counter_app.district.tables import Fact
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.matters.views import Answer, MatterView
from counter_app.privacy.actor import Actor
from counter_app.sync.checking import check
from counter_app.till.terms import Terms
from db.matters import MatterState
from tests.asking import NewAction
from tests.conftest import SECOND
from tests.matters.desk import TODAY, act, move, somebody, tick_all
from tests.sync.joined import Joined, documents


def asked(joined: Joined, clerk: Actor, action: NewAction) -> MatterView:
    """A move that the district is asked for."""
    joined.sync()
    counter = joined.counter
    view = tick_all(counter, clerk, action, move(counter, clerk, action, TODAY))
    return act(counter, clerk, action, view, "propose")


def shown(counter: Counter, clerk: Actor, view: MatterView) -> MatterView:
    return counter.matters.show(clerk, view.line.number)


def test_a_move_shows_as_pending_until_the_district_has_made_it(
    joined: Joined, clerk: Actor, action: NewAction
) -> None:
    view, counter = asked(joined, clerk, action), joined.counter
    person = view.line.resident_id or 0
    assert view.line.answer is Answer.PENDING
    assert [one.field for one in counter.sync.pending(person)] == ["address"]
    with pytest.raises(Refusal, match=r"matters\.waits"):
        act(counter, clerk, action, view, "finish")
    assert check(joined.ends).different == 0
    joined.sync()
    assert shown(counter, clerk, view).line.answer is Answer.CONFIRMED
    here = joined.here()[str(person)]["addresses"]
    assert [one["text_ko"] for one in here if not one["moved_out"]] == [view.facts["address"]]
    assert counter.sync.pending(person) == ()
    assert check(joined.ends).different == 0
    assert act(counter, clerk, action, view, "finish").line.state is MatterState.DONE


def test_a_refusal_is_seen_on_the_matter_and_it_is_asked_again(
    joined: Joined, clerk: Actor, action: NewAction
) -> None:
    view, counter = asked(joined, clerk, action), joined.counter
    key = str(view.line.resident_id)
    joined.put(key, documents()[key] | {"name_roman": "KANT IMMANUEL"})
    joined.sync()
    seen = shown(counter, clerk, view)
    assert seen.line.answer is Answer.REFUSED
    assert seen.refusal and seen.refusal.code == "district.changed_since"
    assert len(counter.sync.work_items()) == 1
    with pytest.raises(Refusal, match=r"matters\.was_refused"):
        act(counter, clerk, action, seen, "finish")
    again = act(counter, clerk, action, seen, "propose")
    assert again.line.answer is Answer.PENDING
    joined.sync()
    assert shown(counter, clerk, view).line.answer is Answer.CONFIRMED


def test_what_the_district_does_not_accept_can_end(
    joined: Joined, clerk: Actor, action: NewAction
) -> None:
    view, counter = asked(joined, clerk, action), joined.counter
    number, key = view.line.number, str(view.line.resident_id)
    end = partial(counter.matters.act, clerk, number, "turn_down", reason="reason_register")
    with pytest.raises(Refusal, match=r"matters\.asked_already"):
        end(ver=view.ver, action_id=action())
    joined.put(key, documents()[key] | {"name_roman": "KANT IMMANUEL"})
    joined.sync()
    done = end(ver=view.ver, action_id=action())
    assert (done.line.closed, done.office) == (True, "district")
    assert counter.sheets.give(clerk, number, "slip").startswith(b"%PDF")
    assert counter.sync.pending(view.line.resident_id or 0) == ()


def test_names_are_corrected_there_and_found_here_at_once(
    joined: Joined, clerk: Actor, action: NewAction
) -> None:
    joined.sync()
    counter, person = joined.counter, somebody(joined.counter)
    told = {"changed_on": str(TODAY), "name_roman": "Zwicky Ottilie", "passport_number": "M7654321"}
    view = counter.matters.start(clerk, "particulars", person, told, action_id=action())
    act(counter, clerk, action, tick_all(counter, clerk, action, view), "propose")
    assert [hit.id for hit in counter.residents.find(clerk, "zwicky").hits] == [person]
    assert check(joined.ends).different == 0
    joined.sync()
    assert shown(counter, clerk, view).line.answer is Answer.CONFIRMED
    assert joined.here()[str(person)]["name_roman"] == "ZWICKY OTTILIE"
    assert [hit.id for hit in counter.residents.find(clerk, "zwicky").hits] == [person]


def test_the_facts_of_a_matter_are_taken_by_the_district(
    joined: Joined, clerk: Actor, action: NewAction
) -> None:
    view = asked(joined, clerk, action)
    joined.sync()
    with joined.served.district.engine.connect() as connection:
        kinds = list(connection.execute(text("SELECT kind FROM fact")).scalars())
    assert kinds.count("matter") == len(view.history)
    assert kinds.count("matter.notice") == 0  # until the move is made
    assert joined.counter.sync.work_items() == ()


def test_a_fee_goes_up_under_the_number_of_its_matter(
    joined: Joined, clerk: Actor, action: NewAction
) -> None:
    joined.sync()
    counter, told = joined.counter, {"lost_on": str(TODAY)}
    view = counter.matters.start(clerk, "card-reissue", somebody(counter), told, action_id=action())
    number = view.line.number
    paid = counter.matters.pay(clerk, number, Terms(), ver=view.ver, action_id="pay").paid
    assert paid is not None
    back = partial(counter.reversing.give_back, clerk, paid.receipt, "착오", second=SECOND)
    undone = back(action_id="back")
    joined.sync()
    with writing(joined.served.district.engine) as session:
        facts = select(Fact.payload).where(col(Fact.kind).startswith("payment."))
        sent = [json.loads(payload) for payload in session.exec(facts)]
    sent.sort(key=itemgetter("receipt"))
    assert [(one["matter"], one["receipt"], one["won"]) for one in sent] == [
        (number, paid.receipt, 30_000),
        (number, undone.counter_entry, -30_000),
    ]
    assert counter.sync.work_items() == ()
