"""Every sentence exists in both languages with the same blanks, and every code has one."""

import ast
from copy import deepcopy
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from string import Formatter

import pytest

from counter_app.certificates.kind_files import IDENTITIES, ROLES
from counter_app.clock import SEOUL
from counter_app.errors import Refusal
from counter_app.plurals import counted
from counter_app.residents import centres, codes
from counter_app.till.sheet import Sheet
from counter_app.words import LANGUAGES, Coded, catalogue, explain, say

ROOT = Path(__file__).resolve().parents[1]
SOURCES = [path for room in ("counter_app", "db", "ui") for path in (ROOT / room).rglob("*.py")]


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def codes_refused() -> set[str]:
    """The literal codes of all refusals in the source."""
    return {
        str(node.args[0].value)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Refusal"
        and isinstance(node.args[0], ast.Constant)
    }


def test_both_languages_say_the_same_things() -> None:
    korean, english = (catalogue(language) for language in LANGUAGES)
    assert korean.keys() == english.keys()
    differing = [code for code in korean if blanks(korean[code]) != blanks(english[code])]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_a_sentence(language: str) -> None:
    codes = codes_refused()
    assert len(codes) > 50
    assert sorted(codes - catalogue(language).keys()) == []


MOMENT = datetime(2031, 5, 30, 9, 5, tzinfo=SEOUL)
AS_PROGRAMS_WRITE = (
    MOMENT,
    MOMENT.date(),
    "2031-05-30",
    "2031-05-30 09:05",
    "2031-05-30T00:05:00.25+00:00",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("day", AS_PROGRAMS_WRITE, ids=str)
def test_no_sentence_is_filled_with_a_day_as_programs_write_it(language: str, day: object) -> None:
    wrong = []
    for code, sentence in catalogue(language).items():
        numbers = {name for _, name, spec, _ in Formatter().parse(sentence) if name and spec}
        told = say(
            code, language, **{name: 1 if name in numbers else day for name in blanks(sentence)}
        )
        if blanks(sentence) - numbers and "2031-05" in told:
            wrong.append(code)
    assert wrong == []


def test_a_day_is_said_as_people_read_it() -> None:
    code = "matters.referral_only"
    for day in AS_PROGRAMS_WRITE[1:3]:
        assert "30 May 2031" in say(code, "en", day=day)
        assert "2031. 5. 30." in say(code, "ko", day=day)
    for moment in (MOMENT, *AS_PROGRAMS_WRITE[3:]):
        assert "30 May 2031 09:05" in say(code, "en", day=moment)
    for text in ("2026-13-30", "2026-1144066000-AR-000001", "12026-11-30", "2026-11-30 x"):
        assert text in say(code, "en", day=text)


def test_codes_are_said_in_words() -> None:
    roles = Coded("ui_request.role", ("self", "delegate"))
    code = "certificates.applicant_not_allowed"
    assert "본인(self), 위임받은 사람(delegate)" in say(code, "ko", roles=roles)
    assert roles == "self, delegate"
    for role in ROLES:
        assert role in say(code, "en", roles=Coded("ui_request.role", (role,)))
    for identity in IDENTITIES:
        assert identity in Coded("ui_request.by", (identity,)).said("ko")
    for field in fields(Sheet):
        assert field.name in Coded("till.sheet", (field.name,)).said("ko")


def test_codes_are_copied_with_their_words() -> None:
    codes = Coded("ui_request.role", ("self", "delegate"))
    assert deepcopy(codes).said("ko") == codes.said("ko")


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "(1 day ago)"), (2, "(2 days ago)"), (21, "(21 days ago)"), (0, "(0 days")],
)
def test_one_day_is_no_several(days: int, said: str) -> None:
    fields = {"moved_in": "2026-11-01", "deadline": "2026-11-15", "days": days}
    assert said in say("residents.move_overdue", "en", **fields)


@pytest.mark.parametrize("text", ["Window 1 is open", "0.1 seconds", "11 sheets", "2026-1 pages"])
def test_no_other_one_is_touched(text: str) -> None:
    assert counted(text) == text


def test_a_centre_is_called_by_its_name_in_each_language() -> None:
    refusal = Refusal("matters.other_centre", centre=codes.centre_name("1144069000"))
    assert "망원1동" in explain(refusal, "ko")
    assert "belongs to Mangwon 1-dong" in explain(refusal, "en")
    said = deepcopy(centres.fields(("1144068000",), date(2026, 11, 16)))
    told = say("residents.other_centre", "en", **said)
    assert "Hapjeong-dong" in told and "02-120 (Seoul Dasan Call Centre)" in told
    assert (said["centre"], said["phone"]) == ("합정동", "02-120")


def test_what_is_refused_may_be_a_language() -> None:
    assert "vi, en" in explain(Refusal("clerks.no_language", codes="vi, en", language="fr"), "en")
