"""A stranger's PDF or picture as plain pages: nothing of it is trusted but how it looks.

Every page becomes an upright JPEG, so that scripts, forms, attachments, fonts and links of the
file never reach the copy.
"""

from pathlib import Path

from counter_app.certificates.apart import Told, draw_apart
from counter_app.errors import Refusal

MOST_BYTES = 50_000_000


def _untold(_done: int, _total: int) -> None: ...


def read_pages(data: bytes, told: Told = _untold) -> tuple[bytes, ...]:
    """The pages of a PDF or a picture (JPEG, PNG, TIFF …), each as a JPEG; the same bytes for the
    same file.

    Raises Refusal certificates.enclosure_large (most, in MB), .enclosure_empty and what
    `draw_apart` raises.
    """
    if len(data) > MOST_BYTES:
        raise Refusal("certificates.enclosure_large", most=MOST_BYTES // 1_000_000)
    made = draw_apart(data, told)
    if not made:
        raise Refusal("certificates.enclosure_empty")
    return made


def file_bytes(path: Path) -> bytes:
    """What a file holds. Raises Refusal certificates.unreadable, .enclosure_large (most, in MB)."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise Refusal("certificates.unreadable", path=path, problem=error.strerror) from None
    if size > MOST_BYTES:
        raise Refusal("certificates.enclosure_large", most=MOST_BYTES // 1_000_000)
    return data
