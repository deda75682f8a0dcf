"""A program of its own that draws a stranger's file: read from its input, pixels to its output.

It is started by `apart` and imports nothing of ours, so that it holds no key, no store and no name
but those in the file. First it bounds itself. Each page is a line of JSON ({"total", "size",
"mode"}) and its pixels; the last line is {"end": true}, or {"refused": …} with why there is none.
"""

import json
import sys
import warnings
from collections.abc import Iterator
from io import BytesIO

import pypdfium2
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

MOST_PAGES = 30
LONGEST_PX = 2200
"""Of a page: A4 at 188 dpi, what a copier makes."""
PAGE_SECONDS = 20
"""Of the processor, for one page."""
MOST_MEMORY = 2_000_000_000
"""Bytes of addresses, the program's own among them."""
_MOST_PIXELS = 120_000_000
_MOST_SHOT = 256_000_000
"""Of a photograph, which is taken smaller as it is unpacked, unless it is a progressive one."""
_VAST_PIXELS = 400_000_000
"""Of a picture within a PDF, which its reader would leave out without a word: A3 at 1200 dpi has
fewer."""
_SLIMMEST = 12
"""Length over width of what is still a page."""
_LEAST_PX = 8
"""Of a side: what is drawn of fewer is no page a PDF can have."""


class Refused(Exception):
    """`why`: the end of a code of certificates.enclosure_*."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def pages(data: bytes) -> Iterator[tuple[int, Image.Image]]:
    """Each page as it is seen, upright on white, with how many there are. Raises Refused."""
    return _pdf(data) if b"%PDF-" in data[:1024] else _picture(data)


def _pdf(data: bytes) -> Iterator[tuple[int, Image.Image]]:
    try:
        document = pypdfium2.PdfDocument(data)
        _require_few(len(document))
        document.init_forms()  # what is typed into a form is seen too
        for page in document:
            width, height = page.get_size()
            _require_shape(width, height)
            _require_no_vast(page)
            scale = LONGEST_PX / max(width, height)
            yield len(document), _plain(page.render(scale=scale).to_pil())
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if "password" in str(error).lower() else "broken") from None


def _picture(data: bytes) -> Iterator[tuple[int, Image.Image]]:
    warnings.simplefilter("ignore")  # Pillow's own about sizes: judged here
    try:
        with Image.open(BytesIO(data)) as image:
            frames = getattr(image, "n_frames", 1)
            _require_few(frames)
            for frame in ImageSequence.Iterator(image):
                _require_shape(*frame.size)
                if min(frame.size) < _LEAST_PX:
                    raise Refused("shape")
                if frame.width * frame.height > _most_pixels(frame):
                    raise Refused("pixels")
                yield frames, _plain(frame)
    except Image.DecompressionBombError:
        raise Refused("pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Refused("broken") from None


def _most_pixels(frame: Image.Image) -> int:
    shot = frame.format in {"JPEG", "MPO"} and not frame.info.get("progressive")
    return _MOST_SHOT if shot else _MOST_PIXELS


def _require_few(total: int) -> None:
    if total > MOST_PAGES:
        raise Refused("long")


def _require_shape(width: float, height: float) -> None:
    slim = max(width, height) > _SLIMMEST * min(width, height)
    if slim or min(width, height) <= 0:
        raise Refused("shape")


def _require_no_vast(page: pypdfium2.PdfPage) -> None:
    for picture in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
        across, along = picture.get_px_size()
        if across * along > _VAST_PIXELS:
            raise Refused("bomb")


def _plain(image: Image.Image) -> Image.Image:
    """Upright on white, no larger than a copier makes it; copied while large only if it must be."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = ImageOps.exif_transpose(image).convert("RGBA")
        image.thumbnail((LONGEST_PX, LONGEST_PX))
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    if image.mode not in {"L", "RGB"}:
        grey = image.mode in {"1", "I", "I;16"}
        image = ImageOps.exif_transpose(image).convert("L" if grey else "RGB")
    image.thumbnail((LONGEST_PX, LONGEST_PX))
    return ImageOps.exif_transpose(image)


def bound() -> None:
    """No more memory, no file written, no core dump; Windows has nothing of the kind."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _bound_page() -> None:
    """The next page's seconds, should nobody be left to end this."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (spent + PAGE_SECONDS, most))


def main() -> None:
    bound()
    _bound_page()
    Image.MAX_IMAGE_PIXELS = None  # judged here, of a photograph otherwise
    out = sys.stdout.buffer
    said: dict[str, object] = {"end": True}
    try:
        for total, plain in pages(sys.stdin.buffer.read()):
            head = {"total": total, "size": plain.size, "mode": plain.mode}
            out.write(json.dumps(head).encode() + b"\n" + plain.tobytes())
            out.flush()
            _bound_page()
    except Refused as refused:
        said = {"refused": refused.why}
    except MemoryError:
        said = {"refused": "bomb"}
    out.write(json.dumps(said).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    main()
