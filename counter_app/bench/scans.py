"""A scan as an office makes it: 150 dpi, grey, slanted, with a blot on the code."""

from dataclasses import dataclass
from io import BytesIO
from math import pi, sqrt
from random import Random
from typing import TYPE_CHECKING

from counter_app.alone import opened

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 150
SLANT = 3.0
BLOT = 0.10
"""Of the symbol's area; one blot, anywhere but on the three corners a reader finds it by."""
_CORNER = 9  # modules: a finder pattern and what lies around it


@dataclass(frozen=True, slots=True)
class Place:
    """Where the symbol stands on the page: left and bottom edge, side; points."""

    left: float
    bottom: float
    side: float
    modules: int


def scanned(pdf: bytes, place: Place, random: Random) -> bytes:
    """The first page as a PNG."""
    from PIL import Image  # noqa: PLC0415 - slow to load

    page = plain(pdf)
    _blot(page, place, random)
    slant = random.choice((-SLANT, SLANT))
    buffer = BytesIO()
    page.rotate(slant, Image.Resampling.BILINEAR, fillcolor=255).save(buffer, "PNG")
    return buffer.getvalue()


def plain(pdf: bytes) -> "Image":
    """The first page in grey at DPI."""
    with opened(pdf) as document:
        drawn: Image = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
        return drawn


def _blot(page: "Image", place: Place, random: Random) -> None:
    from PIL import ImageDraw  # noqa: PLC0415

    scale = DPI / 72
    side = place.side * scale
    left, top = place.left * scale, page.height - place.bottom * scale - side
    radius = side * sqrt(BLOT / pi)
    corner = side / place.modules * _CORNER
    while True:
        x, y = (random.uniform(radius, side - radius) for _ in "xy")
        if not any(_touches(x, y, radius, corner, *at) for at in ((0, 0), (side, 0), (0, side))):
            break
    box = (left + x - radius, top + y - radius, left + x + radius, top + y + radius)
    ImageDraw.Draw(page).ellipse(box, fill=random.choice((0, 60, 128, 255)))


def _touches(x: float, y: float, radius: float, corner: float, at_x: float, at_y: float) -> bool:
    """Whether the blot's box meets the square of a corner."""
    return abs(x - at_x) < radius + corner and abs(y - at_y) < radius + corner
