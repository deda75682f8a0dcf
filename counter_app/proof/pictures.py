"""A stranger's picture as grey frames, none of which takes more memory than a scan of A3."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from counter_app.errors import Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 80_000_000
"""A3 at 600 dpi."""
MOST_SHOT = 256_000_000
"""Pixels of a photograph, which is taken smaller as it is unpacked: phones make 108 and 200
million."""
MOST_FRAMES = 50


def frames(data: bytes) -> Iterator["Image"]:
    """Each in shades of grey.

    Raises Refusal proof.not_readable, .damaged, .too_large (frames), .picture_large (most and
    most_shot, in megapixels).
    """
    from PIL import Image, ImageSequence, UnidentifiedImageError  # noqa: PLC0415

    try:
        if shot := _shot(data):
            yield shot
            return
        with warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning):
            image = Image.open(BytesIO(data))
        with image:
            if getattr(image, "n_frames", 1) > MOST_FRAMES:
                raise Refusal("proof.too_large")
            for frame in ImageSequence.Iterator(image):
                if frame.width * frame.height > MOST_PIXELS:
                    raise _large()
                yield frame.convert("L")
    except UnidentifiedImageError:
        raise Refusal("proof.not_readable") from None
    except (OSError, ValueError, SyntaxError):
        raise Refusal("proof.damaged") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _large() from None


def _shot(data: bytes) -> "Image | None":
    """A large photograph at a half or less of its size; None for any other picture. A progressive
    one is unpacked whole before it is made smaller."""
    from PIL.JpegImagePlugin import JpegImageFile  # noqa: PLC0415

    if not data.startswith(b"\xff\xd8"):
        return None
    photograph = JpegImageFile(BytesIO(data))
    pixels, smaller = photograph.width * photograph.height, 1
    if pixels <= MOST_PIXELS:
        return None
    if pixels > MOST_SHOT or photograph.info.get("progressive"):
        raise _large()
    while pixels > MOST_PIXELS * smaller**2:
        smaller *= 2
    photograph.draft("L", (photograph.width // smaller, photograph.height // smaller))
    return photograph.convert("L")


def _large() -> Refusal:
    most, shot = (pixels // 1_000_000 for pixels in (MOST_PIXELS, MOST_SHOT))
    return Refusal("proof.picture_large", most=most, most_shot=shot)
