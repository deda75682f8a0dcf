"""What an office's scanner makes of the code is read all the same."""

from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any

import pytest
from PIL import Image

from counter_app.bench.scans import Place, scanned
from counter_app.errors import Refusal
from counter_app.proof.pictures import MOST_PIXELS, frames
from counter_app.proof.qr import MODULE, size_of
from counter_app.proof.reading import codes_by_page, codes_in
from counter_app.words import explain
from tests.proof.test_qr import LARGEST, page
from tests.proof.vectors import STRANGER, text
from tests.verifier.pictures import of_size, scan


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
    random = Random(seed)
    assert codes_in(scanned(page(code), place, random)) == (code,)


PHONES = {"108 megapixels": (12000, 9000), "200 megapixels": (16320, 12240)}


def photographed(size: tuple[int, int], **how: Any) -> bytes:
    """A page in the middle of what a phone makes."""
    paper, made = scan(text()).convert("L"), BytesIO()
    seen = Image.new("L", size, 120)
    paper = paper.resize((size[1] * paper.width // paper.height // 2, size[1] // 2))
    seen.paste(paper, (size[0] // 4, size[1] // 4))
    seen.save(made, "JPEG", quality=80, **how)
    return made.getvalue()


@pytest.mark.parametrize("size", PHONES.values(), ids=PHONES)
def test_what_a_phone_makes_is_read_smaller_than_it_is(size: tuple[int, int]) -> None:
    shot = photographed(size)
    assert text() in codes_in(shot)
    (seen,) = frames(shot)
    assert (seen.mode, seen.size) == ("L", (size[0] // 2, size[1] // 2))
    assert seen.width * seen.height <= MOST_PIXELS


def png_of_size(width: int, height: int) -> bytes:
    made = BytesIO()
    Image.new("1", (width, height)).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    "picture",
    [
        lambda: of_size(65000, 65000),
        lambda: of_size(16384, 16384),
        lambda: photographed((11000, 8000), progressive=True),
        lambda: png_of_size(9100, 9100),
        lambda: png_of_size(10000, 10000),
        lambda: png_of_size(14000, 14000),
    ],
    ids=["bomb", "268", "progressive", "83", "100", "196"],
)
def test_of_one_that_is_too_large_it_is_said_what_to_do(picture: Callable[[], bytes]) -> None:
    with pytest.raises(Refusal) as caught:
        codes_in(picture())
    assert caught.value.code == "proof.picture_large"
    assert "JPEG" in explain(caught.value, "ko")
