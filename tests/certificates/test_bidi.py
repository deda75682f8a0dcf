import pytest

from counter_app.certificates.bidi import levels, visual_order


def shown(text: str) -> str:
    """Characters as drawn from left to right, before any mirroring."""
    return "".join(text[i] for i in visual_order(levels(text)))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("NGUYEN (응우옌)", "NGUYEN (응우옌)"),
        ("אבג", "גבא"),
        ("ABC אבג דהו XYZ", "ABC והד גבא XYZ"),
        ("אבג (דהו)", ")והד( גבא"),  # N0: the bracket holds R after R and goes with it
        ("אבג (ABC)", "גבא (ABC)"),
        ("ABC (אבג)", "ABC (גבא)"),
        ("אבג 12 דהו", "והד 12 גבא"),  # numbers stay left to right
        ("محمد 1,234 علي", "يلع 1,234 دمحم"),
        ("אבג!", "גבא!"),
        ("אבג 10% דהו", "והד 10% גבא"),
    ],
)
def test_drawing_order(text: str, drawn: str) -> None:
    assert shown(text) == drawn


def test_a_mark_keeps_to_its_letter() -> None:
    assert levels("مُ a") == [1, 1, 0, 0]


def test_every_character_is_drawn_once() -> None:
    text = "A (ب ج) 12 د [x {ه} y]"
    assert sorted(shown(text)) == sorted(text)
