"""Pages as pictures: what draws them on the worker for paper, and how Qt takes them."""

from __future__ import annotations

import gc
import linecache
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from counter_app.certificates.requests import Request
from counter_app.privacy.actor import Actor
from ui.base.backend import Backend

if TYPE_CHECKING:
    from counter_app.certificates.archive import Archive
    from counter_app.certificates.issuing import Certificates
    from counter_app.certificates.preview import PageImage


@dataclass(frozen=True, slots=True)
class Drawing:
    """What drew the pages shown."""

    backend: Backend
    job: Callable[..., tuple[PageImage, ...]]
    args: tuple[object, ...]


@cache
def warm_up() -> None:
    """Load what the first person and the first page need, before they come: it takes a second.
    It is there to stay, so the collector need not search it, which takes 40 ms; the sources, which
    PySide reads of every module loaded after it, are not: 10 MB."""
    from counter_app.certificates import (  # noqa: PLC0415
        archival,  # noqa: F401 - it takes loading alone
        barcode,  # noqa: F401
        fonts,
        preview,  # noqa: F401
        render,  # noqa: F401
    )
    from counter_app.proof import proving  # noqa: F401, PLC0415

    gc.freeze()
    fonts.warm_up()
    linecache.clearcache()
    gc.freeze()


def draw_pages(
    certificates: Certificates,
    actor: Actor,
    request: Request,
    whole: bool,
    width_px: int,
    only: int | None = None,
) -> tuple[PageImage, ...]:
    """What `issue` would print, masked unless `whole`, as pictures `width_px` pixels wide, of
    `only` one page or of all. Touches no widget."""
    from counter_app.certificates.preview import page_images  # noqa: PLC0415

    return page_images(certificates.preview(actor, request, whole=whole), width_px, only)


def draw_document(
    archive: Archive, certificate_id: int, width_px: int, only: int | None = None
) -> tuple[PageImage, ...]:
    """What was issued, as pictures. Touches no widget."""
    from counter_app.certificates.preview import page_images  # noqa: PLC0415

    return page_images(archive.document(certificate_id), width_px, only)


def images_of(pages: Sequence[PageImage]) -> tuple[QImage, ...]:
    return tuple(
        QImage(
            page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGBX8888
        ).copy()
        for page in pages
    )
