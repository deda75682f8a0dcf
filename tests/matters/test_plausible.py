"""What cannot be true is refused by the name of the field, and nothing changes."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.actor import Actor
from counter_app.till.terms import Terms
from counter_app.words import explain, say
from db.engine import reading
from db.residents import AddressRow, ResidentRow
from tests.asking import NewAction, Sql
from tests.matters.desk import HOME, NEWCOMER, TODAY, act, move, somebody, tick_all


def record(counter: Counter, person: int) -> ResidentRow:
    with reading(counter.engine) as session:
        row = session.get(ResidentRow, person)
        assert row
        session.expunge(row)
        return row


def refused(counter: Counter, clerk: Actor, code: str, person: int | None, **told: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        counter.matters.start(clerk, code, person, told, action_id="refused")
    return caught.value


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        ({"nationality": "KOR"}, "korean", "국적"),
        ({"nationality": "Wonderland"}, "answer_wrong", "국적"),
        ({"status_of_stay": "A-1"}, "exempt_may", "A-1"),
        ({"status_of_stay": "C-3"}, "exempt", "C-3"),
        ({"birth_date": "2026-11-17"}, "day_to_come", "생년월일"),
        ({"birth_date": "2026-03-03"}, "before", "입국일"),
        ({"entered_on": "2026-11-17"}, "day_to_come", "입국일"),
        ({"entered_on": "2026-02-30"}, "answer_wrong", "입국일"),
        ({"passport_expiry": "2001-01-01"}, "day_past", "여권 만료일"),
        ({"sex": "x"}, "answer_wrong", "성별"),
        ({"phone": "call me"}, "answer_wrong", "전화"),
        ({"phone": "010-1234-56789"}, "answer_wrong", "전화"),
        ({"phone": "+82 10 1234 56789"}, "answer_wrong", "전화"),
        ({"status_of_stay": "F-4"}, "domestic_report", "국내거소신고"),
    ],
)
def test_who_comes_anew_cannot_be_so(
    counter: Counter, clerk: Actor, sql: Sql, wrong: dict[str, str], code: str, said: str
) -> None:
    refusal = refused(counter, clerk, "alien-registration", None, **NEWCOMER | wrong)
    assert refusal.code == f"matters.{code}"
    assert said in explain(refusal, "ko")
    assert sql("SELECT count(*) FROM matter") == [(0,)]


@pytest.mark.parametrize(
    "phone",
    ["010-1234-5678", "+82 10-1234-5678", "02) 332-1234", "0507-1234-5678", "+84 90 123 4567"],
)
def test_a_telephone_that_can_be_dialled(
    counter: Counter, clerk: Actor, action: NewAction, phone: str
) -> None:
    told = NEWCOMER | {"phone": phone}
    view = counter.matters.start(clerk, "alien-registration", None, told, action_id=action())
    assert view.facts["phone"] == phone


def test_who_stays_briefly_is_led_on_by_a_slip(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    view = counter.matters.start(
        clerk, "status-guidance", None, {"status": "C-2"}, action_id=action(), language="en"
    )
    assert (view.facts["status"], view.line.who, view.office) == ("C-3", "", "immigration")
    assert "card" not in {one.key for one in view.documents}
    assert counter.sheets.give(clerk, view.line.number, "slip").startswith(b"%PDF")


def test_who_is_exempt_may_register_once_told(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    told = NEWCOMER | {"status_of_stay": "A-1"}
    settled = ("matters.exempt_may", "matters.korean")
    start = counter.matters.start
    view = start(clerk, "alien-registration", None, told, action_id=action(), understood=settled)
    assert view.history[0].detail == {"understood": ["matters.exempt_may"]}


def test_nobody_is_taken_in_twice(counter: Counter, clerk: Actor, action: NewAction) -> None:
    start = counter.matters.start
    first = start(clerk, "alien-registration", None, NEWCOMER, action_id=action())
    again = refused(counter, clerk, "alien-registration", None, **NEWCOMER)
    assert (again.code, again.fields["number"]) == ("matters.taken_in", first.line.number)
    act(counter, clerk, action, first, "withdraw")
    start(clerk, "alien-registration", None, NEWCOMER, action_id=action())


def test_who_is_registered_is_found_by_passport_and_by_name(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    row = record(counter, somebody(counter))
    known = NEWCOMER | {"passport_number": str(row.passport_number)}
    assert refused(counter, clerk, "alien-registration", None, **known).code == (
        "matters.passport_here"
    )
    same = NEWCOMER | {
        "name_roman": " ".join(reversed(row.name_roman.split())),
        "birth_date": str(row.birth_date),
        "nationality": row.nationality,
        "entered_on": "2026-03-02",
    }
    assert refused(counter, clerk, "alien-registration", None, **same).code == (
        "matters.same_person"
    )
    for name in (row.name_roman.replace(" ", ""), "-".join(row.name_roman.split())):
        one_word = same | {"name_roman": name}
        assert refused(counter, clerk, "alien-registration", None, **one_word).code == (
            "matters.same_person"
        )
    settled = ("matters.same_person",)
    start = counter.matters.start
    start(clerk, "alien-registration", None, same, action_id=action(), understood=settled)


def test_moves_that_cannot_be(counter: Counter, clerk: Actor, action: NewAction, sql: Sql) -> None:
    person = somebody(counter)
    row = record(counter, person)
    assert row.entered_on
    home = sql(
        f"SELECT text_ko FROM address WHERE resident_id = {person} AND moved_out IS NULL"
        " AND reported_on IS NOT NULL"
    )[0][0]
    cases = {
        "matters.same_address": (str(home).replace("서울특별시 ", "서울 "), str(TODAY)),
        "matters.before": (HOME, str(row.entered_on - timedelta(days=1))),
    }
    for code, (address, day) in cases.items():
        for procedure in ("residence-change", "move-out"):
            told = {"address": address, "moved_in": day}
            found = refused(counter, clerk, procedure, person, **told).code
            far = procedure == "move-out" and code == "matters.before"
            assert found == ("matters.day_far" if far else code), procedure
    unborn = {"address": HOME, "moved_in": str(row.birth_date - timedelta(days=1))}
    said = explain(refused(counter, clerk, "residence-change", person, **unborn), "en")
    assert "Moved in on" in said and "Date of birth" in said
    late = {"address": "양화로 45 (합정동)", "moved_in": "2028-01-01"}
    assert refused(counter, clerk, "move-out", person, **late).code == "matters.day_far"
    assert sql("SELECT count(*) FROM matter") == [(0,)]


def test_a_home_that_is_known_and_unreported_can_be_reported(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    with reading(counter.engine) as session:
        chosen = select(AddressRow).where(
            col(AddressRow.reported_on).is_(None), col(AddressRow.moved_out).is_(None)
        )
        unreported = [
            (row.resident_id, row.text_ko, row.moved_in) for row in session.exec(chosen).all()
        ]
    done = 0
    for person, address, moved_in in unreported:
        try:
            move(counter, clerk, action, moved_in, person, address)
            done += 1
        except Refusal as refusal:
            assert refusal.code != "matters.same_address"
    assert done


@pytest.mark.parametrize(
    ("day", "code"),
    [("1901-01-01", "matters.before"), ("2026-11-17", "matters.day_to_come")],
)
def test_a_card_is_lost_neither_before_it_was_given_nor_tomorrow(
    counter: Counter, clerk: Actor, day: str, code: str
) -> None:
    refusal = refused(counter, clerk, "card-reissue", somebody(counter), lost_on=day)
    assert refusal.code == code
    assert say("matter_words.lost_on", "ko") in explain(refusal, "ko")


def test_corrections_change_something_and_take_nobodys_passport(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    person = somebody(counter)
    row, changed = record(counter, person), {"changed_on": str(TODAY)}
    with reading(counter.engine) as session:
        other = session.exec(
            select(ResidentRow.passport_number).where(
                ResidentRow.id != person, col(ResidentRow.passport_number).is_not(None)
            )
        ).first()
    for procedure, told, code in (
        ("particulars", {"name_roman": row.name_roman}, "nothing_changes"),
        ("particulars", {"passport_number": str(other)}, "passport_here"),
        ("particulars", {"passport_expiry": "2001-01-01"}, "day_past"),
        ("particulars", {}, "one_answer_needed"),
        ("identity-correction", {"sex": row.sex.value}, "nothing_changes"),
        ("identity-correction", {"birth_date": "2026-11-10"}, "before"),
        ("identity-correction", {"nationality": "KOR"}, "korean"),
    ):
        found = refused(counter, clerk, procedure, person, **changed, **told)
        assert found.code == f"matters.{code}", procedure


def test_a_language_that_nobody_wrote_is_refused(counter: Counter, clerk: Actor) -> None:
    told = {"status": "F-5"}
    with pytest.raises(Refusal, match=r"matters\.language") as caught:
        counter.matters.start(
            clerk, "status-guidance", somebody(counter), told, action_id="x", language="fr"
        )
    assert "fr" in explain(caught.value, "ko")


def test_with_sex_comes_a_new_number_from_immigration(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    person = somebody(counter)
    before = record(counter, person)
    told = {"changed_on": "2026-11-02", "sex": "F" if before.sex == "M" else "M"}
    view = counter.matters.start(clerk, "identity-correction", person, told, action_id=action())
    assert (view.line.due, view.fee_won) == (date(2026, 11, 17), 30_000)
    assert "번호도 새로" in next(one.name.ko for one in view.steps if one.name)
    view = tick_all(counter, clerk, action, view)
    number = view.line.number
    view = counter.matters.pay(clerk, number, Terms(), ver=view.ver, action_id=action())
    for what in ("forward", "arrive", "hand_over"):
        view = act(counter, clerk, action, tick_all(counter, clerk, action, view), what)
    after = record(counter, person)
    assert (after.sex, after.number) == (before.sex, before.number)
    assert sql("SELECT count(*) FROM proposal") == [(0,)]
