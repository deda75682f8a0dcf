"""Places in Roman letters, as they are on signs and as people write them."""

import pytest

from counter_app.residents.latin import in_hangul, roman

KNOWN = ("성미산로", "월드컵로", "월드컵북로", "와우산로29길", "서교동", "성산동", "마포구", "서울")


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("성미산로", "SEONGMISANRO"),
        ("왕십리로", "WANGSIMNIRO"),
        ("독립문로", "DONGNIMMUNRO"),
        ("만리재로", "MALLIJAERO"),
        ("종로1가", "JONGRO1GA"),
        ("월드컵북로", "WORLDCUPBUKRO"),
        ("와우산로29길", "WAUSANRO29GIL"),
        ("압구정로", "APGUJEONGRO"),
    ],
)
def test_a_sign(name: str, sign: str) -> None:
    assert roman(name) == sign


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("World Cup buk-ro 25", "월드컵북로 25"),
        ("worldcupbukro 25", "월드컵북로 25"),
        ("25, World Cup buk-ro, Mapo-gu, Seoul", "마포구 서울 월드컵북로 25"),
        ("Worldcup-ro 94", "월드컵로 94"),
        ("Wausan-ro 29-gil 14-5", "와우산로29길 14-5"),
        ("14-5 Wausan-ro 29gil", "와우산로29길 14-5"),
        ("Sungmisan-ro 12", "성미산로 12"),
        ("Mapo-gu Seongsan-dong", "마포구 성산동"),
        ("Seokyo-dong", "서교동"),
        ("Pedro", ""),
        ("Pedro, Seogyo-dong", ""),
        ("25", ""),
        ("", ""),
    ],
)
def test_an_address(typed: str, meant: str) -> None:
    assert in_hangul(typed, KNOWN) == meant
