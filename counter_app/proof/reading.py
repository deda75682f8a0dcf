"""From a PDF or an image to the texts of its QR codes, and a PDF's own text."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from counter_app.alone import opened
from counter_app.errors import Refusal
from counter_app.proof.pictures import frames

if TYPE_CHECKING:
    from pikepdf import Page
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfImage, PdfPage

_DPI = (200, 400)
_ENLARGED = (1, 2)
"""A second look at twice the size finds what is blotted, slanted or coarse."""
_COARSE = 3_500_000
"""Pixels of a page at 180 dpi: with fewer the smaller code on a copied page is not seen at once."""
_MOST_PAGES = 50
_LONGEST_SIDE = 1200  # points, an A3 sheet: a stranger's file may not ask for a wall
_MOST_ENLARGED = 20_000_000
_QR = ("QRCode",)
_WHOLE = 0.9
"""Of a page, that is covered by the picture of a scan; a certified copy shows a smaller one."""


def codes_in(data: bytes) -> tuple[str, ...]:
    """The texts of the QR codes in a PDF or an image, in the order they stand. Raises as
    `codes_by_page`."""
    return tuple(code for page in codes_by_page(data) for code in page)


def codes_by_page(data: bytes) -> tuple[tuple[str, ...], ...]:
    """Page by page; those of an image are its frames.

    Raises Refusal proof.not_readable (neither PDF nor image), .damaged, .locked, .too_large,
    .picture_large.
    """
    return _in_pdf(data) if is_pdf(data) else tuple(map(_read_grey, frames(data)))


def codes_on(page: bytes) -> tuple[str, ...]:
    """The texts of QR and bar codes on a page that was drawn here (JPEG)."""
    from PIL import Image  # noqa: PLC0415

    with Image.open(BytesIO(page)) as image:
        grey = image.convert("L")
    found = (code for times in _ENLARGED for code in _enlarged(grey, times, (*_QR, "Code128")))
    return tuple(dict.fromkeys(found))


def is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def text_of(pdf: bytes) -> str:
    """What the pages say, in the order it was drawn. Raises Refusal proof.damaged, .locked."""
    return "\n".join(texts_of(pdf))


def texts_of(pdf: bytes) -> tuple[str, ...]:
    """As `text_of`, page by page. "" for a scan: what a machine has read off it lies under the
    picture or is not drawn at all, and is wrong here and there. Raises as `text_of`."""
    with _document(pdf) as document:
        return tuple(
            "" if _is_scan(page) else page.get_textpage().get_text_range() for page in document
        )


def _is_scan(page: "PdfPage") -> bool:
    """Whether no word is in sight: each is not drawn, or under a picture of the whole page."""
    from pypdfium2 import raw  # noqa: PLC0415

    in_sight = False
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE]):
        if drawn.type == raw.FPDF_PAGEOBJ_IMAGE:
            in_sight = in_sight and not _covers(drawn, page)
        elif raw.FPDFTextObj_GetTextRenderMode(drawn.raw) != raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            in_sight = True
    return not in_sight


def _covers(picture: "PdfImage", page: "PdfPage") -> bool:
    width, height = page.get_size()
    left, bottom, right, top = picture.get_bounds()
    if right - left < _WHOLE * width or top - bottom < _WHOLE * height:
        return False
    seen = picture.get_bitmap(render=True).to_pil()
    return "A" not in seen.getbands() or seen.getchannel("A").histogram()[255] >= (
        _WHOLE * seen.width * seen.height
    )


def pictures_in(pdf: bytes) -> tuple[bytes, ...]:
    """The pages of a copy as they were copied: the JPEG that each page shows, b"" for one that
    shows none or several. Raises Refusal proof.damaged."""
    from pikepdf import Pdf, PdfError  # noqa: PLC0415

    try:
        with Pdf.open(BytesIO(pdf)) as document:
            return tuple(map(_picture, document.pages))
    except PdfError:
        raise Refusal("proof.damaged") from None


def _picture(page: "Page") -> bytes:
    held = [
        drawn
        for drawn in page.resources.get("/XObject", {}).values()
        if drawn.get("/Subtype") == "/Image"
    ]
    return held[0].read_raw_bytes() if len(held) == 1 else b""


@contextmanager
def _document(pdf: bytes) -> Iterator["PdfDocument"]:
    from pypdfium2 import PdfiumError  # noqa: PLC0415 - slow to load, like all readers here

    try:
        with opened(pdf) as document:
            yield document
    except PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Refusal("proof.locked" if locked else "proof.damaged") from None


def _in_pdf(pdf: bytes) -> tuple[tuple[str, ...], ...]:
    with _document(pdf) as document:
        if len(document) > _MOST_PAGES:
            raise Refusal("proof.too_large")
        if any(max(page.get_size()) > _LONGEST_SIDE for page in document):
            raise Refusal("proof.too_large")
        return tuple(_on_page(page) for page in document)


def _on_page(page: "PdfPage") -> tuple[str, ...]:
    for dpi in _DPI:
        drawn = page.render(scale=dpi / 72, grayscale=True, no_smoothtext=True)
        if found := _read(memoryview(drawn.buffer), drawn.width, drawn.height, drawn.stride):
            return found
    return ()


def _read_grey(grey: "Image") -> tuple[str, ...]:
    found: tuple[str, ...] = ()
    size = grey.width * grey.height
    for times in _ENLARGED:
        if (times > 1 and size > _MOST_ENLARGED) or (found and size > _COARSE):
            break
        found += _enlarged(grey, times, _QR)
    return tuple(dict.fromkeys(found))


def _enlarged(grey: "Image", times: int, kinds: Sequence[str]) -> tuple[str, ...]:
    from PIL.Image import Resampling  # noqa: PLC0415

    seen = grey.resize((grey.width * times, grey.height * times), Resampling.BICUBIC)
    return _read(memoryview(seen.tobytes()), seen.width, seen.height, seen.width, kinds)


def _read(
    pixels: memoryview, width: int, height: int, stride: int, kinds: Sequence[str] = _QR
) -> tuple[str, ...]:
    import zxingcpp  # noqa: PLC0415

    view = zxingcpp.ImageView(pixels, width, height, zxingcpp.ImageFormat.Lum, stride)
    formats = zxingcpp.BarcodeFormats([getattr(zxingcpp.BarcodeFormat, kind) for kind in kinds])
    return tuple(code.text for code in zxingcpp.read_barcodes(view, formats=formats))
