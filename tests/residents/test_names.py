import unicodedata
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.residents import masking, names

latin = st.text(
    st.characters(min_codepoint=0x41, max_codepoint=0x1EF9, categories=["Lu", "Ll"]), max_size=30
)
syllables = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=20)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Nguyễn Thị Hoà", ("NGUYEN", "THI", "HOA")),
        ("ĐẶNG đức", ("DANG", "DUC")),
        ("Łukasz Søren Straße", ("LUKASZ", "SOREN", "STRASSE")),
        ("Æsir Þór Ðor", ("AESIR", "THOR", "DOR")),
        ("O'Brien-Smith, Jr.", ("OBRIEN", "SMITH", "JR")),
        ("Oʻgʻli G‘ani", ("OGLI", "GANI")),
        ("ＫＩＭ　ｍｉｎｓｕ", ("KIM", "MINSU")),
        ("  a_b\t\nc ", ("A", "B", "C")),
        ("ﬁnn", ("FINN",)),
        ("İnci ılık", ("INCI", "ILIK")),
        ("Ǽgir Ǿye", ("AEGIR", "OYE")),
        (unicodedata.normalize("NFD", "김민수"), ("김민수",)),
        ("🙂'%;--", ()),
    ],
)
def test_words_are_folded(typed: str, words: tuple[str, ...]) -> None:
    assert names.words(typed) == words


@given(latin)
def test_folding_does_not_care_for_form_or_case(text: str) -> None:
    folded = names.words(text)
    assert names.words(unicodedata.normalize("NFD", text)) == folded
    assert names.words(" ".join(folded)) == folded


@given(st.text(max_size=100))
def test_folding_is_idempotent_on_any_text(text: str) -> None:
    folded = names.words(text)
    assert names.words(" ".join(folded)) == folded


@given(st.lists(st.sampled_from(["NGUYEN", "VAN", "AN", "THI"]), max_size=6), st.randoms())
def test_the_key_of_a_name_ignores_order(words: list[str], random: Random) -> None:
    shuffled = words[:]
    random.shuffle(shuffled)
    assert names.key(tuple(words)) == names.key(tuple(shuffled))


def test_the_standard_forms() -> None:
    assert names.standard_roman("Sawyer", "Tom") == "SAWYER TOM"
    assert names.standard_roman("", "Suharto") == "SUHARTO"
    assert names.standard_hangul("소여", "톰") == "소여톰"
    assert names.standard_hangul("응우옌", unicodedata.normalize("NFD", "반 안")) == "응우옌반안"


@pytest.mark.parametrize(
    ("hangul", "initials"),
    [("응우옌반안", "ㅇㅇㅇㅂㅇ"), ("체류지", "ㅊㄹㅈ"), ("서초1동", "ㅅㅊ1ㄷ"), ("까싸", "ㄲㅆ")],
)
def test_initials(hangul: str, initials: str) -> None:
    assert names.initials(hangul) == initials
    assert names.initials(unicodedata.normalize("NFD", hangul)) == initials


@given(syllables.filter(bool))
def test_initials_are_recognised_when_typed(hangul: str) -> None:
    initials = names.initials(hangul)
    assert len(initials) == len(hangul)
    assert names.typed_initials(initials) == initials
    assert names.typed_initials(hangul) is None


@pytest.mark.parametrize("text", ["", " ", "ㅏ", "ㅇㅏ", "ㅇa", "가"])
def test_other_things_are_not_initials(text: str) -> None:
    assert names.typed_initials(text) is None


def test_conjoining_consonants_are_initials_too() -> None:
    assert names.typed_initials("ᄋ ᄋ") == "ㅇㅇ"


@pytest.mark.parametrize(
    ("mask", "plain", "masked"),
    [
        (masking.mask_roman_name, "NGUYEN VAN AN", "NGUY*********"),
        (masking.mask_roman_name, "LI", "L*"),
        (masking.mask_passport, "M12345678", "M1*****78"),
        (masking.mask_passport, "12345", "*****"),
        (
            masking.mask_address,
            "서울특별시 마포구 월드컵로36길 12, 302호 (합정동)",
            "서울특별시 마포구 월드컵로36길 ***",
        ),
        (masking.mask_address, "서울특별시 마포구 양화로 지하 160", "서울특별시 마포구 양화로 ***"),
        (masking.mask_address, "서울특별시 마포구 서교동 395-1", "서울특별시 마포구 서교동 ***"),
        (masking.mask_address, "서울특별시 마포구", "서울특별시 마포구"),
    ],
)
def test_masks(mask: Callable[[str], str], plain: str, masked: str) -> None:
    assert mask(plain) == masked


@pytest.mark.parametrize("sign", "'’‘‛ʻʼʹ′`´＇")
def test_every_apostrophe_of_uzbek_and_its_like_is_left_out(sign: str) -> None:
    assert names.words(f"O{sign}KTAM G{sign}AFUROV") == ("OKTAM", "GAFUROV")
