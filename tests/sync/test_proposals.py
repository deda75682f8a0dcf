"""A change of a record at the counter: seen at once, the district's once it has come back."""

from datetime import date

from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.sync.checking import check
from counter_app.sync.outcome import Outcome
from counter_app.sync.pulling import pull
from tests.asking import NewAction
from tests.district.served import YEONNAM
from tests.sync.joined import Joined, documents

DAY = date(2026, 11, 15)


def lost_on(counter: Counter, clerk: Actor) -> date | None:
    return counter.residents.open(clerk, 7, "확인").card_lost_on


def test_it_shows_at_once_and_is_pending_until_it_has_come_back(
    joined: Joined, clerk: Actor, action: NewAction
) -> None:
    joined.sync()
    counter, same = joined.counter, action()
    for _ in range(2):
        counter.residents.report_card_lost(clerk, 7, DAY, action_id=same)
    assert lost_on(counter, clerk) == DAY
    (pending,) = counter.sync.pending(7)
    assert (pending.field, pending.value) == ("card_lost_on", "2026-11-15")
    assert check(joined.ends).different == 0
    joined.sync()
    assert counter.sync.pending(7) == ()
    assert lost_on(counter, clerk) == DAY
    assert joined.here()["7"]["card_lost_on"] == "2026-11-15"
    assert check(joined.ends).different == 0


def test_what_comes_down_goes_beneath_it(joined: Joined, clerk: Actor, action: NewAction) -> None:
    joined.sync()
    joined.counter.residents.report_card_lost(clerk, 7, DAY, action_id=action())
    joined.put("7", documents()["7"] | {"name_roman": "KANT IMMANUEL"})
    pull(joined.ends)
    opened = joined.counter.residents.open(clerk, 7, "확인")
    assert (opened.name_roman, opened.card_lost_on) == ("KANT IMMANUEL", DAY)


def test_what_has_changed_since_is_for_a_person_and_shows_as_it_was(
    joined: Joined, clerk: Actor, action: NewAction
) -> None:
    joined.sync()
    joined.counter.residents.report_card_lost(clerk, 7, DAY, action_id=action())
    joined.put("7", documents()["7"] | {"name_roman": "KANT IMMANUEL"})
    joined.sync()
    (item,) = joined.counter.sync.work_items()
    assert (item.outcome, item.subject) == (Outcome.CONFLICT, "resident:7")
    assert lost_on(joined.counter, clerk) is None
    assert joined.counter.sync.pending(7) == ()


def test_several_of_one_person_go_up_one_after_the_other(
    joined: Joined, clerk: Actor, action: NewAction
) -> None:
    joined.sync()
    counter = joined.counter
    supervisor = counter.clerks.sign_in("sujin", "seogyo-demo")
    counter.residents.report_card_lost(clerk, 7, DAY, action_id=action())
    counter.residents.restrict(supervisor, 7, "보호 요청")
    counter.residents.lift_restriction(supervisor, 7, "철회")
    counter.residents.restrict(supervisor, 7, "다시 요청")
    joined.sync()
    assert counter.sync.work_items() == ()
    assert counter.sync.pending(7) == ()
    opened = counter.residents.open(clerk, 7, "확인")
    assert (opened.card_lost_on, opened.restricted) == (DAY, "다시 요청")
    assert joined.here()["7"]["restricted"] == "다시 요청"


def test_who_moved_away_meanwhile_is_for_a_person(
    joined: Joined, clerk: Actor, action: NewAction
) -> None:
    joined.sync()
    joined.counter.residents.report_card_lost(clerk, 7, DAY, action_id=action())
    joined.put("7", documents()["7"] | {"centre": YEONNAM}, YEONNAM)
    joined.sync()
    (item,) = joined.counter.sync.work_items()
    assert item.code == "district.moved_away"
    assert "7" not in joined.here()


def test_without_a_district_it_is_simply_so(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    counter.residents.report_card_lost(clerk, 7, DAY, action_id=action())
    assert lost_on(counter, clerk) == DAY
    assert counter.sync.pending(7) == ()
