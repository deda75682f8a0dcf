"""Whether a page draws as this program draws: few instructions, few colours, and nothing over its
words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Matrix, String, parse_content_stream

if TYPE_CHECKING:
    from pikepdf import Page

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_COLOURS = {
    *((0.0, 0.0, 0.0), (0.09, 0.1, 0.13), (0.4, 0.43, 0.48), (0.78, 0.1, 0.13)),
    *((0.62, 0.65, 0.7), (0.952, 0.96, 0.972)),
}
"""Black, ink, grey, red, rules and the tint behind labels."""
_THICKEST, _SMALLEST = 3.0, 4.0
"""Points, of a line and of letters."""
_ACROSS, _ALONG = 595.3, 841.9
"""Of a page: A4, in points."""


class Strange(Exception):
    """Not as this program draws."""


_PLAIN = Matrix()


@dataclass(frozen=True, slots=True)
class _State:
    """What q keeps and Q brings back."""

    matrix: Matrix = _PLAIN
    clipped: bool = False


@dataclass(slots=True)
class _Page:
    state: _State = _State()
    kept: list[_State] = field(default_factory=list)
    fonts: Any = None
    text: Matrix = _PLAIN
    widths: Sequence[float] = ()
    size: float = 0.0
    spaced: float = 0.0
    pen: float = 0.0
    path: list[Box] = field(default_factory=list)
    words: list[tuple[float, float]] = field(default_factory=list)


def draws_strangely(page: "Page") -> bool:
    """A page of a PDF of counter_app.certificates. Words must be on the page, large enough to be
    read, and nothing may be laid over them."""
    drawn = _Page(fonts=page.resources.get("/Font", {}))
    try:
        for instruction in parse_content_stream(page):
            _DOES[str(instruction.operator)](drawn, list(instruction.operands))
    except (Strange, KeyError, ValueError, TypeError, IndexError, AttributeError):
        return True
    return False


def _nothing(_page: _Page, _operands: Sequence[Any]) -> None: ...


def _keep(page: _Page, _: Sequence[Any]) -> None:
    page.kept.append(page.state)


def _bring_back(page: _Page, _: Sequence[Any]) -> None:
    page.state = page.kept.pop()


def _move(page: _Page, operands: Sequence[Any]) -> None:
    page.state = replace(page.state, matrix=Matrix(*map(float, operands)) @ page.state.matrix)


def _clip(page: _Page, _: Sequence[Any]) -> None:
    page.state = replace(page.state, clipped=True)


def _colour(_: _Page, operands: Sequence[Any]) -> None:
    _must(tuple(round(float(part), 3) for part in operands) in _COLOURS)


def _mark(_: _Page, operands: Sequence[Any]) -> None:
    tag, said = operands
    _must(str(tag) == "/Span" and set(said.keys()) <= {"/MCID", "/ActualText"})


def _width(_: _Page, operands: Sequence[Any]) -> None:
    _must(float(operands[0]) <= _THICKEST)


def _rectangle(page: _Page, operands: Sequence[Any]) -> None:
    x, y, width, height = map(float, operands)
    page.path.append(_box(page, (x, y), (x + width, y + height)))


def _point(page: _Page, operands: Sequence[Any]) -> None:
    """Of a line or a curve, within the box of all before it in this path."""
    points = [(float(x), float(y)) for x, y in zip(operands[::2], operands[1::2], strict=True)]
    page.path.append(_box(page, *points))


def _box(page: _Page, *points: tuple[float, float]) -> Box:
    across, along = zip(*map(page.state.matrix.transform, points), strict=True)
    return min(across), min(along), max(across), max(along)


def _over(box: Box, words: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    left, bottom, right, top = box
    return [(x, y) for x, y in words if left < x < right and bottom < y < top]


def _union(boxes: Sequence[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _fill(page: _Page, _: Sequence[Any]) -> None:
    """Rectangles one by one: a code around a word is none over it."""
    if page.path and (near := _over(_union(page.path), page.words)):
        _must(not any(_over(box, near) for box in page.path))
    page.path.clear()


def _end_path(page: _Page, _: Sequence[Any]) -> None:
    page.path.clear()


def _show(page: _Page, _: Sequence[Any]) -> None:
    """The picture of a certified copy."""
    _must(not _over(_box(page, (0, 0), (1, 1)), page.words))


def _place(page: _Page, operands: Sequence[Any]) -> None:
    page.text, page.pen = Matrix(*map(float, operands)), 0.0


def _font(page: _Page, operands: Sequence[Any]) -> None:
    page.widths = [float(width) for width in page.fonts[str(operands[0])].Widths]
    page.size = float(operands[1])


def _space(page: _Page, operands: Sequence[Any]) -> None:
    page.spaced = float(operands[0])
    _must(page.spaced >= 0)


def _raise(page: _Page, operands: Sequence[Any]) -> None:
    _must(abs(float(operands[0])) < page.size)


def _write(page: _Page, operands: Sequence[Any]) -> None:
    """Only the seal across two pages is cut off, which is set letter by letter."""
    (said,) = operands
    parts = list(said) if isinstance(said, Array) else [said]
    matrix = page.text @ page.state.matrix
    upright = matrix.a > 0 and matrix.d > 0 and matrix.b == matrix.c == 0
    _must(upright and min(matrix.a, matrix.d) * page.size > _SMALLEST)
    for part in parts:
        if not isinstance(part, String):
            page.pen -= float(part) / 1000 * page.size
            continue
        letters = bytes(part)
        _must(not page.state.clipped or len(letters) == 1)
        for letter in letters:
            wide = page.widths[letter] / 1000 * page.size
            _stand(page, matrix.transform((page.pen + wide / 2, page.size / 3)))
            page.pen += wide + page.spaced


def _stand(page: _Page, middle: tuple[float, float]) -> None:
    """A letter, by its middle."""
    if page.state.clipped:
        return
    _must(0 < middle[0] < _ACROSS and 0 < middle[1] < _ALONG)
    page.words.append(middle)


def _must(holds: bool) -> None:
    if not holds:
        raise Strange


_DOES: dict[str, Callable[[_Page, Sequence[Any]], None]] = {
    **dict.fromkeys(("EMC", "BT", "ET", "TL", "h"), _nothing),
    **dict.fromkeys(("W", "W*"), _clip),
    **dict.fromkeys(("f", "f*"), _fill),
    **dict.fromkeys(("n", "S"), _end_path),
    **dict.fromkeys(("m", "l", "c"), _point),
    **dict.fromkeys(("rg", "RG"), _colour),
    **dict.fromkeys(("Tj", "TJ"), _write),
    "q": _keep,
    "Q": _bring_back,
    "cm": _move,
    "BDC": _mark,
    "w": _width,
    "re": _rectangle,
    "Do": _show,
    "Tm": _place,
    "Tf": _font,
    "Tc": _space,
    "Ts": _raise,
}
