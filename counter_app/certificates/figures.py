"""Numbers as a PDF writes them, each put into words once: most stand on every paper."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen import canvas, textobject

_WRITERS = (canvas, textobject, pdfdoc)
_word = lru_cache(4096)(fp_str)


def words(*numbers: Any) -> str:
    """As reportlab's `fp_str`: several numbers, or one sequence of them."""
    one = len(numbers) == 1 and not isinstance(numbers[0], int | float)
    return " ".join(map(_word, numbers[0] if one else numbers))


@contextmanager
def remembered() -> Iterator[None]:
    """reportlab writes its numbers by `words`: in Python, its own way is a quarter of the work."""
    for writer in _WRITERS:
        vars(writer)["fp_str"] = words
    try:
        yield
    finally:
        for writer in _WRITERS:
            vars(writer)["fp_str"] = fp_str
