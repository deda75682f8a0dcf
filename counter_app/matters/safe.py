"""A stranger's file as a paper that can be kept: judged by what is in it, and drawn anew.

What is kept is a PDF of pictures of the pages. Scripts, forms, attachments, links, fonts and what
a camera writes about place and time are not in it, because nothing of the file is.
"""

import errno
import hashlib
import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from counter_app.certificates.apart import Told
from counter_app.certificates.enclosures import MOST_BYTES, read_pages
from counter_app.errors import Refusal

_PDF = b"%PDF-"
_SIGNS = {
    "pdf": (_PDF,),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "tiff": (b"II*\0", b"MM\0*"),
    "webp": (b"RIFF",),
}
"""What the first bytes of each type are."""
_ENDINGS = {
    ".pdf": "pdf",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".png": "png",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".webp": "webp",
}
_DPI = 188


@dataclass(frozen=True, slots=True)
class Safe:
    """`kind`: of _SIGNS; `sha256`: of the file as it was brought; `pdf`: what is kept of it."""

    kind: str
    pages: int
    sha256: str
    pdf: bytes


def _untold(_done: int, _total: int) -> None: ...


def read_paper(path: Path, told: Told = _untold) -> Safe:
    """Reads a file; one that is too large is refused before it is read.

    Raises Refusal matters.paper_unreadable and what `safe` raises.
    """
    try:
        if not path.is_file():
            raise Refusal("matters.paper_unreadable", problem=os.strerror(errno.ENOENT))
        if path.stat().st_size > MOST_BYTES:
            raise Refusal("matters.paper_large", most=MOST_BYTES // 1_000_000)
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)  # it may have grown
    except OSError as error:
        raise Refusal("matters.paper_unreadable", problem=error.strerror) from None
    return safe(data, path.suffix, told)


def safe(data: bytes, suffix: str, told: Told = _untold) -> Safe:
    """`suffix`: of the file's name, such as ".pdf"; it must not say otherwise than the bytes.

    Raises Refusal matters.paper_large, .paper_type, .paper_lies and what
    `read_pages` raises (certificates.enclosure_*).
    """
    if len(data) > MOST_BYTES:
        raise Refusal("matters.paper_large", most=MOST_BYTES // 1_000_000)
    kind = _kind(data)
    if kind is None:
        raise Refusal("matters.paper_type", types=", ".join(_SIGNS))
    said = _ENDINGS.get(suffix.casefold())
    if said != kind:
        raise Refusal("matters.paper_lies", said=suffix[:10] or "-", kind=kind)
    pages = read_pages(data, told)
    return Safe(kind, len(pages), hashlib.sha256(data).hexdigest(), _bound(pages))


def _kind(data: bytes) -> str | None:
    for kind, signs in _SIGNS.items():
        if any(data.startswith(sign) for sign in signs):
            return kind
    return None


def _bound(pages: tuple[bytes, ...]) -> bytes:
    """The pictures as pages of one PDF, byte for byte as they are."""
    import pikepdf  # noqa: PLC0415 - seldom needed, and slow to load
    from PIL import Image  # noqa: PLC0415

    with pikepdf.new() as pdf, BytesIO() as made:
        for jpeg in pages:
            with Image.open(BytesIO(jpeg)) as image:
                (across, along), grey = image.size, image.mode == "L"
            width, height = (round(side * 72 / _DPI, 2) for side in (across, along))
            picture = pikepdf.Stream(
                pdf,
                jpeg,
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=across,
                Height=along,
                ColorSpace=pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
            )
            page = pdf.add_blank_page(page_size=(width, height))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=picture))
            drawn = f"q {width} 0 0 {height} 0 0 cm /Page Do Q".encode()
            page.Contents = pdf.make_stream(drawn)
        pdf.save(made, deterministic_id=True)
        return made.getvalue()
