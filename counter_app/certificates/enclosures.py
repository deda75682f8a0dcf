"""A stranger's PDF or picture as plain pages: nothing of it is trusted but how it looks.

Every page becomes an upright JPEG, so that scripts, forms, attachments, fonts and links of the
file never reach the copy.
"""

import warnings
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from counter_app.alone import opened
from counter_app.certificates.bombs import is_bomb
from counter_app.certificates.toil import is_endless
from counter_app.errors import Refusal

MOST_PAGES = 30
MOST_BYTES = 50_000_000
_LONGEST_PX = 2200
"""Of a page: A4 at 188 dpi, what a copier makes."""
_MOST_PIXELS = 120_000_000
_SLIMMEST = 12
"""Length over width of what is still a page."""
_PDF = b"%PDF-"

Told = Callable[[int, int], object]
"""Called with how many pages are read, of how many; may raise a Refusal to stop."""


def _untold(_done: int, _total: int) -> None: ...


def read_pages(data: bytes, told: Told = _untold) -> tuple[bytes, ...]:
    """The pages of a PDF or a picture (JPEG, PNG, TIFF …), each as a JPEG; the same bytes for the
    same file.

    Raises Refusal certificates.enclosure_bomb, .enclosure_broken, .enclosure_locked,
    .enclosure_long (most), .enclosure_large (most, in MB), .enclosure_empty, .enclosure_shape.
    """
    if len(data) > MOST_BYTES:
        raise Refusal("certificates.enclosure_large", most=MOST_BYTES // 1_000_000)
    pages = _pdf if _PDF in data[:1024] else _picture
    if pages is _pdf and (is_bomb(data) or is_endless(data)):
        raise Refusal("certificates.enclosure_bomb")
    made: list[bytes] = []
    for total, image in pages(data):
        made.append(_jpeg(image))
        told(len(made), total)
    if not made:
        raise Refusal("certificates.enclosure_empty")
    return tuple(made)


def read_file(path: Path, told: Told = _untold) -> tuple[bytes, ...]:
    """The pages of a file. Raises Refusal certificates.unreadable and what `read_pages` raises."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise Refusal("certificates.unreadable", path=path, problem=error.strerror) from None
    if size > MOST_BYTES:
        raise Refusal("certificates.enclosure_large", most=MOST_BYTES // 1_000_000)
    return read_pages(data, told)


def _pdf(data: bytes) -> Iterator[tuple[int, Image.Image]]:
    """Each page, with how many there are."""
    try:
        with opened(data) as document:
            _require_few(len(document))
            for page in document:
                width, height = page.get_size()
                _require_shape(width, height)
                scale = _LONGEST_PX / max(width, height)
                bitmap = page.render(scale=scale)
                yield len(document), bitmap.to_pil()
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Refusal(f"certificates.enclosure_{'locked' if locked else 'broken'}") from None


def _picture(data: bytes) -> Iterator[tuple[int, Image.Image]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own about sizes: judged here
            with Image.open(BytesIO(data)) as image:
                frames = getattr(image, "n_frames", 1)
                _require_few(frames)
                for frame in ImageSequence.Iterator(image):
                    _require_shape(*frame.size)
                    if frame.width * frame.height > _MOST_PIXELS:
                        raise Refusal("certificates.enclosure_shape")
                    yield frames, ImageOps.exif_transpose(frame)
    except Image.DecompressionBombError:
        raise Refusal("certificates.enclosure_shape") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Refusal("certificates.enclosure_broken") from None


def _require_few(pages: int) -> None:
    if pages > MOST_PAGES:
        raise Refusal("certificates.enclosure_long", most=MOST_PAGES)


def _require_shape(width: float, height: float) -> None:
    slim = max(width, height) > _SLIMMEST * min(width, height)
    if slim or min(width, height) <= 0:
        raise Refusal("certificates.enclosure_shape")


def _jpeg(image: Image.Image) -> bytes:
    """On white, no larger than a copier makes it, without anything the file said besides."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        sheet = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(sheet, image)
    plain = image.convert("L" if image.mode in {"1", "L", "I", "I;16"} else "RGB")
    plain.thumbnail((_LONGEST_PX, _LONGEST_PX))
    made = BytesIO()
    plain.save(made, "JPEG", quality=82)
    return made.getvalue()
