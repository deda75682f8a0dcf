import unicodedata
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from counter_app.alone import opened
from counter_app.certificates.fonts import BOLD, FALLBACKS, REGULAR, font, has
from counter_app.certificates.layout import Span, draw, fit
from counter_app.certificates.shaping import (
    clusters,
    describe,
    missing_characters,
    require_glyphs,
    runs,
    width,
)
from counter_app.errors import Refusal
from counter_app.words import explain

SCRIPTS = {
    "응우옌티호아뷁힣": REGULAR,
    "李在明 趙龍 國": REGULAR,
    "NGUYỄN THỊ HOA": REGULAR,
    "ҚАДЫРОВ ӨМІР": REGULAR,
    "OʻGʻLI": REGULAR,
    "さくら 桜 髙": REGULAR,
    "张伟": "NotoSansSC-Regular",
    "สมชาย กำแพง": "NotoSansThai-Regular",
    "សុខ ចាន់ត្រា": "NotoSansKhmer-Regular",
    "မြန်မာ အောင်": "NotoSansMyanmar-Regular",
    "श्रेष्ठ राम": "NotoSansDevanagari-Regular",
    "محمد علی پرویز": "NotoSansArabic-Regular",
}


@pytest.mark.parametrize(("text", "expected"), SCRIPTS.items())
def test_every_script_of_our_residents_has_a_font(text: str, expected: str) -> None:
    assert missing_characters(text) == ()
    assert expected in {run.font for run in runs(text, REGULAR)}
    assert {run.font for run in runs(text, REGULAR)} <= {REGULAR, expected}


def test_regular_and_bold_have_the_same_characters() -> None:
    regular, bold = (set(font(name).face.charToGlyph) for name in (REGULAR, BOLD))
    assert {c for c in regular ^ bold if not 0xE000 <= c < 0xF900} == set()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("응우옌😀", "😀 U+1F600 GRINNING FACE"),
        ("👩‍👧", "👩 U+1F469 WOMAN, U+200D ZERO WIDTH JOINER, 👧 U+1F467 GIRL"),
        ("❤️", "❤ U+2764 HEAVY BLACK HEART"),
        ("ລາວ", "ລ U+0EA5 LAO LETTER LO LOOT, າ U+0EB2 LAO VOWEL SIGN AA"),
        ("bell\x07", "U+0007 CONTROL CHARACTER"),
        ("tab\tand\nline", "U+0009 CONTROL CHARACTER, U+000A CONTROL CHARACTER"),
        ("\x00", "U+0000 CONTROL CHARACTER"),
        ("abc\u202egnp", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("ze\u200bro", "U+200B ZERO WIDTH SPACE"),
        ("NGUYEN\u200dTHI", "U+200D ZERO WIDTH JOINER"),
        ("\ufeffA", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\ufffd", "U+FFFD REPLACEMENT CHARACTER"),
        ("\ue000", "U+E000 CONTROL CHARACTER"),
        ("\ud800", "U+D800 CONTROL CHARACTER"),
    ],
)
def test_what_cannot_be_printed_is_named(text: str, named: str) -> None:
    with pytest.raises(Refusal) as refused:
        require_glyphs([text])
    assert refused.value.code == "certificates.no_glyph"
    assert named in str(refused.value.fields["characters"])
    for language in ("ko", "en"):
        assert named in explain(refused.value, language)


def test_only_the_first_few_missing_characters_are_named() -> None:
    with pytest.raises(Refusal) as refused:
        require_glyphs(["".join(chr(0x1F600 + i) for i in range(40))])
    assert str(refused.value.fields["characters"]).count("U+") == 5


def test_decomposed_text_is_composed() -> None:
    for text in ("응우옌티호아", "NGUYỄN THỊ HOA"):
        decomposed = unicodedata.normalize("NFD", text)
        assert decomposed != text
        assert runs(decomposed, REGULAR) == runs(text, REGULAR)


def test_joiners_are_kept_where_a_script_joins() -> None:
    assert missing_characters("نمی‌دانم") == ()
    assert missing_characters("क्‍ष") == ()


def test_clusters_keep_marks_stacks_and_thai_vowels_together() -> None:
    assert clusters("ក្រុង") == ["ក្រុ", "ង"]
    assert clusters("श्रे") == ["श्रे"]
    assert clusters("กำแพง") == ["กำ", "แพ", "ง"]
    assert clusters("သတ္တ") == ["သ", "တ္တ"]


def test_arabic_letters_join() -> None:
    (joined,) = runs("محمد", REGULAR)
    apart = {run.drawn for c in "محمد" for run in runs(c, REGULAR)}
    assert joined.drawn[-1] not in apart  # the first letter, drawn last, has its initial form
    assert len(joined.drawn) == 4


def test_a_mark_takes_no_room_of_its_own() -> None:
    assert width("สิ", REGULAR) == pytest.approx(width("ส", REGULAR))
    assert width("M̃", REGULAR) == pytest.approx(width("M", REGULAR))


def test_the_run_order_is_what_a_reader_sees() -> None:
    seen = [run.text for run in runs("ALI (محمد علي) 12", REGULAR)]
    assert seen == ["ALI (", "علي", " ", "محمد", ") ", "12"]


def test_private_codes_do_not_depend_on_what_was_shaped_before() -> None:
    first = runs("သတ္တ", REGULAR)
    runs("မြန်မာ အောင် ကျွန်တော် ဗမာ", REGULAR)
    assert runs("သတ္တ", REGULAR) == first


@pytest.mark.parametrize(
    ("text", "fonts"),
    [
        ("办理机关", ["NotoSansSC-Regular"]),
        ("办公时间 09:00", ["NotoSansSC-Regular", BOLD]),
        ("地址", [BOLD]),
        ("李在明 이재명", [BOLD]),
    ],
)
def test_chinese_is_not_parted_between_two_fonts(text: str, fonts: list[str]) -> None:
    assert [run.font for run in runs(text, BOLD)] == fonts


def test_a_rare_hanja_beyond_the_basic_plane_is_drawn() -> None:
    code = min(c for c in font(FALLBACKS[-1]).face.charToGlyph if c > 0x20000)
    rare = chr(code)
    assert has(FALLBACKS[-1], rare)
    (run,) = runs(rare, REGULAR)
    assert run.text == rare
    assert ord(run.drawn) <= 0xFFFF


@given(st.text(max_size=40))
def test_any_text_is_either_drawn_whole_or_refused_by_name(text: str) -> None:
    missing = missing_characters(text)
    if missing:
        with pytest.raises(Refusal) as refused:
            runs(text, REGULAR)
        assert describe(missing[0]) in str(refused.value.fields["characters"])
    else:
        drawn = "".join(run.text for run in runs(text, REGULAR))
        composed = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
        assert sorted(drawn) == sorted(composed)


def ink(text: str) -> tuple[int, int]:
    """The highest and lowest row of ink of the last letter, in pixels of a page drawn large."""
    buffer = BytesIO()
    canvas = Canvas(buffer, (1000, 300))
    block = fit([Span(text)], 1000, (100,))
    draw(canvas, block, 50, 250)
    canvas.save()
    with opened(buffer.getvalue()) as document:
        image = document[0].render().to_pil().convert("L")
    right = round(50 + block.width)
    last = image.crop((right - 55, 0, right, 300)).point(lambda grey: 255 * (grey < 128))
    box = last.getbbox()
    assert box is not None
    return box[1], box[3]


@pytest.mark.parametrize(
    ("text", "last"), [("ភស្តុង", "ង"), ("ដ្ឋន", "ន"), ("ស្តុស្តុង", "ង"), ("มกำน", "น")]
)
def test_what_follows_hanging_signs_stands_on_the_line(text: str, last: str) -> None:
    assert ink(text) == ink(last)
