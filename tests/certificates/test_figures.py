"""Numbers are written as reportlab writes them, whether for the first time or again."""

from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen import canvas, textobject

from counter_app.certificates.figures import remembered, words

NUMBERS = st.lists(
    st.integers(-20_000, 20_000) | st.floats(-20_000, 20_000, allow_nan=False), max_size=6
)


@given(NUMBERS)
def test_as_reportlab_writes_them(numbers: list[float]) -> None:
    assert words(*numbers) == fp_str(*numbers)
    for sequence in (numbers, tuple(numbers)):
        assert words(sequence) == fp_str(sequence)


def test_reportlab_is_left_as_it_was() -> None:
    with remembered():
        assert canvas.Canvas.line.__globals__["fp_str"] is words
    for module in (canvas, textobject, pdfdoc):
        assert vars(module)["fp_str"] is fp_str
