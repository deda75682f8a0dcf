"""How much a PDF asks to be drawn: a form that shows another four times, which shows a third four
times, is small to keep and endless to draw."""

import re
from io import BytesIO
from typing import Any

MOST_DRAWN = 40_000_000
"""Bytes of drawing instructions on one page, each as often as it is shown; a map has a tenth."""
_DEEPEST = 12
_SHOWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")


def is_endless(data: bytes) -> bool:
    """Of a PDF whose streams are known to unpack to something bounded; what cannot be read is not
    endless, as its reader will say."""
    import pikepdf  # noqa: PLC0415 - seldom needed, and slow to load

    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return any(_page(page) > MOST_DRAWN for page in pdf.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError, RecursionError):
        return False


def _page(page: Any) -> int:
    known: dict[Any, int] = {}
    contents = page.obj.get("/Contents")
    streams = contents if contents is not None and contents._type_name == "array" else [contents]
    drawn = b"\n".join(one.read_bytes() for one in streams if one is not None)
    return _cost(drawn, page.resources, known, _DEEPEST)


def _cost(drawn: bytes, resources: Any, known: dict[Any, int], deep: int) -> int:
    """Bytes of `drawn` and of the forms it shows; more than may be for those too deep."""
    if deep == 0:
        return MOST_DRAWN + 1
    objects, cost = resources.get("/XObject", {}) if resources is not None else {}, len(drawn)
    for name in _SHOWN.findall(drawn):
        one = objects.get("/" + name.decode("latin-1"))
        if one is not None and one.get("/Subtype") == "/Form":
            cost += _form(one, resources, known, deep)
        if cost > MOST_DRAWN:
            break
    return cost


def _form(form: Any, outer: Any, known: dict[Any, int], deep: int) -> int:
    if form.objgen not in known:
        inner = form.get("/Resources", outer)
        known[form.objgen] = _cost(form.read_bytes(), inner, known, deep - 1)
    return known[form.objgen]
