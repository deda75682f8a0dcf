"""How much a PDF asks to be drawn: a form that shows another four times, which shows a third four
times, is small to keep and endless to draw."""

import re
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Object

MOST_DRAWN = 40_000_000
"""Bytes of drawing instructions on one page, each as often as it is shown; a map has a tenth."""
_DEEPEST = 12
_SHOWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_Known = dict[tuple[int, int], int]


def is_endless(data: bytes) -> bool:
    """Of a PDF whose streams are known to unpack to something bounded. What cannot be read draws
    nothing here; its reader says that it is broken or locked."""
    import pikepdf  # noqa: PLC0415 - seldom needed, and slow to load

    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return any(_page(page.obj, page.resources) > MOST_DRAWN for page in pdf.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return False


def _page(page: "Object", resources: "Object") -> int:
    from pikepdf import Array  # noqa: PLC0415

    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, Array) else [contents]
    return _cost(b"\n".join(map(_instructions, streams)), resources, {}, _DEEPEST)


def _cost(drawn: bytes, resources: "Object | None", known: _Known, deep: int) -> int:
    """Bytes of `drawn` and of the forms it shows; more than may be of those too deep."""
    from pikepdf import Dictionary  # noqa: PLC0415

    if deep == 0:
        return MOST_DRAWN + 1
    named = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    forms, cost = named if isinstance(named, Dictionary) else Dictionary(), len(drawn)
    for name in _SHOWN.findall(drawn):
        cost += _form(forms.get("/" + name.decode("latin-1")), resources, known, deep)
        if cost > MOST_DRAWN:
            break
    return cost


def _form(shown: "Object | None", outer: "Object | None", known: _Known, deep: int) -> int:
    """Of a picture nothing: its size is looked at elsewhere."""
    from pikepdf import Stream  # noqa: PLC0415

    if not isinstance(shown, Stream) or shown.get("/Subtype") != "/Form":
        return 0
    if shown.objgen not in known:
        inner = shown.get("/Resources", outer)
        known[shown.objgen] = _cost(_instructions(shown), inner, known, deep - 1)
    return known[shown.objgen]


def _instructions(stream: "Object | None") -> bytes:
    from pikepdf import PdfError, Stream  # noqa: PLC0415

    try:
        return stream.read_bytes() if isinstance(stream, Stream) else b""
    except PdfError:
        return b""
