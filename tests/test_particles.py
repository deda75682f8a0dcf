"""Particles are said as one says them."""

import pytest

from counter_app.errors import Refusal
from counter_app.particles import settled
from counter_app.words import explain


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("증명을(를) 드립니다.", "증명을 드립니다."),
        ("확인서을(를) 드립니다.", "확인서를 드립니다."),
        ("000001은(는) 남은 용지가 아닙니다.", "000001은 남은 용지가 아닙니다."),
        ("000002은(는) 남은 용지가 아닙니다.", "000002는 남은 용지가 아닙니다."),
        ("2026-11-20이(가) 마감되지 않았습니다.", "2026-11-20이 마감되지 않았습니다."),
        ("2026. 11. 20.이(가) 2026. 11. 24.은(는)", "2026. 11. 20.이 2026. 11. 24.은"),
        ("'제증명'과(와) '외국인'과(와) ‘복지’와(과)", "'제증명'과 '외국인'과 ‘복지’와"),
        ("새 주소(address)을(를) 적어 주세요.", "새 주소(address)를 적어 주세요."),
        ("체류자격(status_of_stay)이(가)", "체류자격(status_of_stay)이"),
        ("desk이(가)", "desk이(가)"),
        ("(은)는 (참고) 100원(부가세)", "(은)는 (참고) 100원(부가세)"),
    ],
)
def test_the_particle_follows_the_sound(written: str, said: str) -> None:
    assert settled(written) == said


def test_a_refusal_is_told_so() -> None:
    refusal = Refusal("certificates.already_printed", number="2026-1144066000-AR-000002")
    assert explain(refusal, "ko").startswith("2026-1144066000-AR-000002는 ")
