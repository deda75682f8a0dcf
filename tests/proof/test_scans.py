"""What an office's scanner makes of the code is read all the same."""

from random import Random

import pytest

from counter_app.bench.scans import Place, scanned
from counter_app.proof.qr import MODULE, size_of
from counter_app.proof.reading import codes_in
from tests.proof.test_qr import page
from tests.proof.vectors import text


@pytest.mark.parametrize("seed", range(12))
def test_coarse_slanted_and_blotted(seed: int) -> None:
    size = size_of(text())
    place = Place(left=60, bottom=60, side=size, modules=round(size / MODULE))
    random = Random(seed)  # noqa: S311 - the same every time
    assert codes_in(scanned(page(text()), place, random)) == (text(),)
