"""Pages as pictures, for the window's live preview."""

from dataclasses import dataclass

import pypdfium2

from counter_app.alone import opened


@dataclass(frozen=True, slots=True)
class PageImage:
    """Raw pixels, four bytes each in the order red, green, blue, unused; `stride` bytes a row."""

    width: int
    height: int
    stride: int
    pixels: bytes


def page_images(pdf: bytes, width_px: int, only: int | None = None) -> tuple[PageImage, ...]:
    """Every page, or `only` one counted from 0, `width_px` pixels wide."""
    with opened(pdf) as document:
        places = range(len(document)) if only is None else (only,)
        return tuple(_image(document[place], width_px) for place in places)


def _image(page: pypdfium2.PdfPage, width_px: int) -> PageImage:
    bitmap = page.render(scale=width_px / page.get_width(), prefer_bgrx=True, rev_byteorder=True)
    return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
