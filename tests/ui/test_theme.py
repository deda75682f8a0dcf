"""The look holds what KRDS and WCAG ask: contrast, every token filled, text that grows."""

import re

import pytest
from PySide6.QtGui import QColor, QFontDatabase
from pytestqt.qtbot import QtBot

from ui.kit.theme import FAMILY, MODES, TONES, Mode, look, style_sheet, tokens

SIZES = re.compile(r"font-size: (\d+)px")
PLAIN = ("surface.white", "background.gray-subtler", "surface.gray-subtler")
TEXT = [
    *((text, ground) for text in ("text.basic", "text.bolder", "text.subtle") for ground in PLAIN),
    ("text.ticket", "surface.primary-subtler"),
    ("text.primary", "surface.primary-subtler"),
    ("text.primary", "button.secondary-fill"),
    ("text.subtle", "surface.primary-subtler"),
    ("border.gray-dark", "surface.primary-subtler"),
    ("border.gray-dark", "surface.white"),
    ("text.danger", "surface.white"),
    ("text.inverse-static", "button.primary-fill"),
    ("text.inverse-static", "button.primary-fill-hover"),
    ("text.inverse-static", "button.primary-fill-pressed"),
    ("text.basic", "input.surface"),
    ("text.subtle", "input.surface"),
    *((f"text.{tone}", f"surface.{tone}-subtler") for tone in TONES[2:]),
]
MARKS = [
    ("border.focus", "surface.white"),
    ("border.focus", "background.gray-subtler"),
    ("border.focus", "surface.primary-subtler"),
    ("input.border", "input.surface"),
    ("button.tertiary-border", "surface.white"),
    *((f"icon.{tone}", "surface.white") for tone in ("success", "warning", "danger")),
]


def luminance(color: QColor) -> float:
    """WCAG 2.2, relative luminance."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def named(mode: Mode, token: str) -> QColor:
    return QColor(tokens(mode)[token])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_is_read_on_its_ground(mode: Mode, text: str, ground: str) -> None:
    assert contrast(named(mode, text), named(mode, ground)) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_are_seen_on_their_ground(mode: Mode, mark: str, ground: str) -> None:
    assert contrast(named(mode, mark), named(mode, ground)) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("tone", TONES)
def test_badges_are_read(qtbot: QtBot, mode: Mode, tone: str) -> None:
    look().show(mode, 1.0)
    assert contrast(*look().tone(tone)) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_the_style_sheet_has_no_token_left(mode: Mode) -> None:
    assert "@" not in style_sheet(mode, 1.0)


def test_both_modes_have_the_same_tokens() -> None:
    assert tokens("light").keys() == tokens("high_contrast").keys()


def test_text_grows_and_lines_do_not() -> None:
    plain, large = style_sheet("light", 1.0), style_sheet("light", 2.0)
    assert [2 * int(size) for size in SIZES.findall(plain)] == list(map(int, SIZES.findall(large)))
    assert SIZES.sub("", plain) == SIZES.sub("", large)


def test_text_size_moves_in_steps_between_its_limits(qtbot: QtBot) -> None:
    sizes = []
    for _ in range(7):
        look().step(1)
        sizes.append(look().scale)
    assert sizes == [1.15, 1.3, 1.5, 1.75, 2.0, 2.0, 2.0]
    look().step(-1)
    assert look().scale == 1.75


def test_the_typeface_ships_with_the_program(qtbot: QtBot) -> None:
    look()
    assert {"Regular", "Bold"} <= set(QFontDatabase.styles(FAMILY))
