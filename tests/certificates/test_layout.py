from hypothesis import given
from hypothesis import strategies as st

from counter_app.certificates.layout import Block, Span, fit
from tests.certificates.papers import MRZ_NAME

SIZES = (10, 9, 8)
LETTERS = st.sampled_from(
    [*"AWil 응옌힣 張张 محمد ()12,. ", "กำ", "แพ", "ស្រុ", "မြ", "န်", "श्रे", "ष्ठ", "M̃", "مُ"]
)
TEXTS = st.lists(LETTERS, max_size=80).map("".join)


def text_of(block: Block) -> list[str]:
    return ["".join(span.text for span in line.spans) for line in block.lines]


def test_what_fits_stays_at_the_first_size() -> None:
    block = fit([Span("NGUYEN THI HOA")], 200, SIZES)
    assert (block.size, len(block.lines)) == (10, 1)


def test_it_shrinks_before_it_wraps() -> None:
    whole = fit([Span(MRZ_NAME)], 1000, SIZES).width
    assert fit([Span(MRZ_NAME)], whole * 0.95, SIZES).size == 9
    wrapped = fit([Span(MRZ_NAME)], whole * 0.5, SIZES)
    assert (wrapped.size, len(wrapped.lines)) == (8, 2)


def test_it_wraps_at_spaces_and_loses_nothing() -> None:
    block = fit([Span("MARIA DE LOS ANGELES"), Span(" (마리아)")], 60, SIZES)
    assert text_of(block) == ["MARIA DE LOS", "ANGELES", "(마리아)"]


def test_a_word_too_long_for_any_line_is_broken_between_clusters() -> None:
    lines = text_of(fit([Span("ក្រុង" * 30)], 80, SIZES))
    assert "".join(lines) == "ក្រុង" * 30
    assert all(not line.startswith("្") for line in lines)


@given(
    st.lists(st.tuples(TEXTS, st.booleans()), max_size=3),
    st.floats(40, 300),
)
def test_nothing_is_wider_than_its_room(texts: list[tuple[str, bool]], room: float) -> None:
    block = fit([Span(text, bold=bold) for text, bold in texts], room, SIZES)
    assert block.width <= room + 0.01
    given_letters = "".join(text for text, _ in texts).replace(" ", "")
    assert sorted("".join(text_of(block)).replace(" ", "")) == sorted(given_letters)
