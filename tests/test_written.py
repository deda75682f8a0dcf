"""A written purpose or reason is one that a reader can use."""

import unicodedata
from functools import partial

import pytest

from counter_app.errors import Refusal
from counter_app.main import Counter
from counter_app.privacy.accounts import checked_reason
from counter_app.privacy.actor import Actor
from counter_app.residents.codes import purposes
from counter_app.residents.residents import checked_purpose
from tests.asking import refusal


@pytest.mark.parametrize(
    "text", ["", " ", "x", "가", "ㅋㅋㅋㅋㅋㅋ", "aaaAAA", ".....", "a.b.c", "\u200b\u200d", "é́́́́́"]
)
def test_a_letter_or_two_tell_a_reader_nothing(text: str) -> None:
    for check, code in (
        (checked_purpose, "residents.purpose_needed"),
        (checked_reason, "clerks.reason_needed"),
    ):
        with pytest.raises(Refusal) as refused:
            check(text)
        assert refused.value.code == code


@pytest.mark.parametrize("text", ["퇴직", "분실", "leave", " 본인\n확인 ", "법원 결정 2026-11"])
def test_a_word_does(text: str) -> None:
    for typed in (text, unicodedata.normalize("NFD", text)):
        assert checked_reason(typed) == checked_purpose(typed) == " ".join(text.split())


def test_what_can_be_chosen_counts() -> None:
    assert [checked_purpose(one.code) for one in purposes()] == [one.code for one in purposes()]


def test_no_record_is_opened_shown_or_barred_for_a_letter(counter: Counter, clerk: Actor) -> None:
    residents = counter.residents
    senior = counter.clerks.sign_in("sujin", "seogyo-demo", 4)
    for act in (
        partial(residents.open, clerk, 1, "x"),
        partial(residents.reveal, clerk, 1, "x"),
        partial(counter.worklist.due, clerk, "card_lost", "x"),
    ):
        assert refusal(act) == "residents.purpose_needed"
    for bar in (residents.restrict, residents.lift_restriction):
        assert refusal(partial(bar, senior, 1, "x")) == "residents.restriction_reason"
