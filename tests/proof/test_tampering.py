"""One flipped bit anywhere, and nothing passes for genuine; a void certificate stays void."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter_app.proof.confirmation import grouped, is_number, new_number
from counter_app.proof.cose import public_of
from counter_app.proof.qr_text import from_text, to_text
from counter_app.proof.trust import Bundle, trust
from counter_app.proof.verdict import Verdict
from counter_app.proof.verdicts import verify
from tests.proof import vectors
from tests.proof.vectors import ISSUED, NOW, ROOT, endorsed, listed

YEAR = timedelta(days=365)
HELD = Bundle(
    roots=(public_of(ROOT),),
    endorsements=(endorsed(vectors.CENTRE, ISSUED - YEAR, ISSUED + YEAR),),
    lists=(listed({40}, NOW, NOW + YEAR),),
)
VALID = replace(HELD, lists=(listed(set(), NOW, NOW + YEAR),))


def flipped(data: bytes) -> Iterator[bytes]:
    """All that differ in one bit."""
    for place in range(8 * len(data)):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        yield bytes(changed)


def test_in_the_code() -> None:
    held = trust(VALID)
    assert verify(vectors.text(), held, NOW).verdict == Verdict.GENUINE
    verdicts = {verify(to_text(t), held, NOW).verdict for t in flipped(from_text(vectors.text()))}
    assert verdicts == {Verdict.ALTERED, Verdict.UNKNOWN_KEY}


def test_in_the_letters_of_the_code() -> None:
    held, text = trust(VALID), vectors.text()
    for place, letter in enumerate(text):
        other = "A" if letter != "A" else "B"
        answer = verify(text[:place] + other + text[place + 1 :], held, NOW)
        assert answer.verdict in (Verdict.ALTERED, Verdict.UNKNOWN_KEY, Verdict.NOT_OURS)


def test_in_the_status_list() -> None:
    assert verify(vectors.text(), trust(HELD), NOW).verdict == Verdict.VOIDED
    for changed in flipped(HELD.lists[0]):
        held = trust(replace(HELD, lists=(changed,)))
        assert verify(vectors.text(), held, NOW).verdict == Verdict.STALE_LIST


def test_in_the_endorsement() -> None:
    for changed in flipped(HELD.endorsements[0]):
        held = trust(replace(HELD, endorsements=(changed,)))
        assert verify(vectors.text(), held, NOW).verdict == Verdict.UNKNOWN_KEY


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    held = trust(VALID)
    assert verify(text, held, NOW).verdict in (Verdict.NOT_OURS, Verdict.ALTERED)
    assert verify(f"CC1:{text}", held, NOW).verdict == Verdict.ALTERED


@given(st.binary(max_size=200))
def test_any_token_has_an_answer(token: bytes) -> None:
    assert verify(to_text(token), trust(VALID), NOW).verdict == Verdict.ALTERED


@given(st.integers(0, 15), st.integers(1, 9))
def test_a_wrong_digit_is_noticed(place: int, more: int) -> None:
    number = new_number()
    assert is_number(number)
    wrong = str((int(number[place]) + more) % 10)
    assert not is_number(number[:place] + wrong + number[place + 1 :])


@given(st.integers(0, 14))
def test_swapped_digits_are_noticed(place: int) -> None:
    number = new_number()
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert is_number(swapped) is (swapped == number)


def test_how_a_number_is_printed() -> None:
    assert grouped("1234567890123456") == "1234 5678 9012 3456"
