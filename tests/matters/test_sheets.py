"""Forms and slips: in Korean and ten languages, with where to go, and nothing more than is due."""

from functools import partial

import pytest

from counter_app.alone import opened
from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.matters.answers import read_answers
from counter_app.matters.procedures import guidance, procedure_of, procedures
from counter_app.privacy.actor import Actor
from counter_app.queue.categories import LANGUAGES
from counter_app.residents import codes
from counter_app.till.terms import Terms
from counter_app.words import catalogue, explain, say
from tests.asking import NewAction, Sql
from tests.matters.desk import HOME, TODAY, act, somebody, tick_all
from tests.matters.sheets import guided, text_of

NEW = {
    "name_roman": "NGUYEN THI HOA",
    "birth_date": "1990-03-15",
    "sex": "F",
    "nationality": "VNM",
    "passport_number": "M12345678",
    "passport_expiry": "2031-05-01",
    "status_of_stay": "F-6",
    "entered_on": "2026-10-01",
    "address": HOME,
}


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "ko"])
def test_a_slip_speaks_the_visitors_language(
    counter: Counter, clerk: Actor, action: NewAction, language: str
) -> None:
    view = guided(counter, clerk, action, language)
    said = text_of(counter.sheets.give(clerk, view.line.number, "slip"))
    words = catalogue(language)
    for key in ("status-guidance", "where", "hours", "marriage_proof", "passport"):
        assert "".join(words[f"matter_words.{key}"].split()) in said, key
    for known in ("서울남부출입국", "1345외국인종합안내센터", "09:00", "혼인관계증명서"):
        assert known in said
    assert "강서구마곡서1로48" in said and "목동동로" not in said


def test_a_slip_is_in_korean_alone_for_who_speaks_it(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    view = guided(counter, clerk, action, "ko")
    for kind in ("slip", "form"):
        said = text_of(counter.sheets.give(clerk, view.line.number, kind))
        said = said.replace("Seogyo-dongCommunityCentre", "")
        for english in ("Name", "Address", "Please", "Immigration", "Marriage"):
            assert english not in said, (kind, english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_of_each_is_one_page(
    counter: Counter, clerk: Actor, action: NewAction, language: str
) -> None:
    told = NEW | {"phone": "010-1234-5678"}
    guide = guided(counter, clerk, action, language)
    start = partial(counter.matters.start, clerk, language=language)
    new = start("alien-registration", None, told, action_id=action())
    for view, kind in ((guide, "slip"), (guide, "form"), (new, "form"), (new, "receipt")):
        with opened(counter.sheets.give(clerk, view.line.number, kind)) as document:
            assert len(document) == 1, (kind, view.line.procedure)


def test_every_word_of_every_procedure_is_there_in_every_language() -> None:
    lists = [
        guidance(status) for status in ("E-7", "F-6", "D-2", "D-7", "F-4", "F-5", "E-2", "E-9")
    ]
    wanted = {key for found in lists for key in found} | {"centre"}
    for one in procedures():
        wanted |= {one.code, *(q.key for q in one.questions), *(p.key for p in one.papers)}
    for language in LANGUAGES:
        words = catalogue(language)
        assert sorted(key for key in wanted if f"matter_words.{key}" not in words) == []


def test_a_form_is_filled_in_and_a_slip_masks_the_number(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    view = guided(counter, clerk, action, "vi")
    person = counter.residents.open(clerk, view.line.resident_id or 0, "확인")
    number = f"{person.number[:6]}-{person.number[6:]}"
    form = text_of(counter.sheets.give(clerk, view.line.number, "form"))
    slip = text_of(counter.sheets.give(clerk, view.line.number, "slip"))
    assert number in form and number not in slip
    keys = [
        "name",
        "sex",
        "birth_date",
        "number",
        "nationality",
        "status_of_stay",
        "home",
        "status",
    ]
    form = form.partition(view.line.number)[2]
    places = [form.index("".join(say(f"matter_words.{key}", "ko").split())) for key in keys]
    assert places == sorted(places)
    assert "".join(person.name_roman.split()) in slip
    acts = [row[0] for row in sql("SELECT action FROM audit WHERE subject LIKE 'matter:%'")]
    assert acts == ["matter.start", "matter.form", "matter.slip"]


def test_who_moves_out_is_told_which_centre(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    told = {"address": "마포구 양화로 45 (합정동)", "moved_in": "2026-12-01"}
    view = counter.matters.start(
        clerk, "move-out", somebody(counter), told, action_id=action(), language="en"
    )
    said = text_of(counter.sheets.give(clerk, view.line.number, "slip"))
    assert "합정동주민센터" in said and "2026.12.15." in said
    assert "02-120서울다산콜센터" in said  # not the centre's own number


def test_a_receipt_says_what_comes_next_and_nothing_of_a_passport(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    view = counter.matters.start(
        clerk, "alien-registration", None, NEW, action_id=action(), language="en"
    )
    number, give = view.line.number, partial(counter.sheets.give, clerk)
    said = text_of(give(number, "receipt"))
    for one in (number, "about14days", "Stilltobebrought", "2026.12.30.", "30,000"):
        assert one in said
    assert not any(one in said for one in ("M12345678", "1990.3.15.", "와우산로"))
    view = tick_all(counter, clerk, action, view)
    view = counter.matters.pay(clerk, number, Terms(), ver=view.ver, action_id=action())
    said = text_of(give(number, "receipt"))
    assert "Stilltobebrought" not in said and "paid" in said and "2026.12.30." not in said
    act(counter, clerk, action, view, "forward")
    assert "2026.11.30." in text_of(give(number, "receipt"))
    guide = guided(counter, clerk, action, "en")
    with pytest.raises(Refusal, match=r"matters\.nothing_taken_in"):
        give(guide.line.number, "receipt")


def test_a_form_has_the_home_before_the_move_that_is_reported(
    counter: Counter, clerk: Actor, action: NewAction, sql: Sql
) -> None:
    """Whether or not the new one is known already, and after it was made too."""
    person = somebody(counter)
    ((old,),) = sql(
        f"SELECT text_ko FROM address WHERE resident_id = {person} AND moved_out IS NULL"
    )
    sql(f"UPDATE address SET moved_out = '2026-11-10' WHERE resident_id = {person}")
    sql(
        "INSERT INTO address (resident_id, moved_in, text_ko, place)"
        f" VALUES ({person}, '2026-11-10', '{HOME}', '')"
    )
    told = {"address": HOME, "moved_in": "2026-11-10"}
    view = counter.matters.start(clerk, "residence-change", person, told, action_id=action())
    assert view.facts["old_centre"] == counter.config.office.code
    give = partial(counter.sheets.give, clerk, view.line.number, "form")
    label, new = "이전주소", "".join(HOME.split())
    for _ in range(2):
        said = text_of(give())
        assert "".join(str(old).split()) in said.partition(label)[2][:80]
        assert said.count(new) == 1
        if view.line.state == "open":
            view = tick_all(counter, clerk, action, view)
            view = act(counter, clerk, action, view, "propose")
            view = act(counter, clerk, action, view, "finish")


def test_what_a_newcomer_is_asked_is_called_as_on_the_form() -> None:
    told = {key: value for key, value in NEW.items() if key != "address"}
    with pytest.raises(Refusal) as refused:
        read_answers(procedure_of("alien-registration"), told, TODAY)
    assert explain(refused.value, "ko").startswith("체류지(address)를 적어 주세요")


def test_who_stays_briefly_has_no_card_to_bring() -> None:
    assert "card" not in guidance("C-3") and "card" in guidance("F-6")


def test_a_form_stays_here_and_a_slip_goes(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    view = guided(counter, clerk, action, "en")
    form, slip = (
        text_of(counter.sheets.give(clerk, view.line.number, k)) for k in ("form", "slip")
    )
    assert "제출서류Paperstohandin" in form and "가져갈서류" not in form
    assert "Pleasebring가져갈서류" in slip


def test_it_comes_out_of_the_printer_of_plain_paper(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    view = guided(counter, clerk, action, "mn")
    number, prints = view.line.number, counter.config.home / "prints"
    before = set(prints.glob("*"))
    counter.sheets.print_out(clerk, number, "slip", counter.printers, secure=True)
    (made,) = set(prints.glob("*")) - before
    assert number in made.name


def test_a_correction_says_what_was_and_what_will_be(
    counter: Counter, clerk: Actor, action: NewAction
) -> None:
    person = somebody(counter)
    told = {"changed_on": str(TODAY), "nationality": "THA"}
    view = counter.matters.start(
        clerk, "identity-correction", person, told, action_id=action(), language="en"
    )
    before = counter.residents.open(clerk, person, "확인").nationality
    said = text_of(counter.sheets.give(clerk, view.line.number, "form"))
    names = [codes.nationality(code) for code in (before, "THA")]
    assert "→".join(f"{one.ko}{''.join(one.en.split())}" for one in names) in said
