"""What an office's scanner makes of the code is read all the same."""

from io import BytesIO
from random import Random

import pytest

from counter_app.bench.scans import Place, scanned
from counter_app.proof.qr import MODULE, size_of
from counter_app.proof.reading import codes_by_page, codes_in
from tests.proof.test_qr import LARGEST, page
from tests.proof.vectors import STRANGER, text
from tests.verifier.pictures import scan


def test_every_page_of_a_picture_is_read() -> None:
    pages, made = [scan(), scan(text()), scan(text(STRANGER))], BytesIO()
    pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:])
    assert codes_by_page(made.getvalue()) == ((), (text(),), (text(STRANGER),))


@pytest.mark.parametrize(
    ("code", "seed"), [*((text(), seed) for seed in range(12)), *((LARGEST, n) for n in range(4))]
)
def test_coarse_slanted_and_blotted(code: str, seed: int) -> None:
    size = size_of(code)
    place = Place(left=60, bottom=60, side=size, modules=round(size / MODULE))
    random = Random(seed)  # noqa: S311 - the same every time
    assert codes_in(scanned(page(code), place, random)) == (code,)
