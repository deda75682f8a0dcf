"""Whether a page draws as this program draws: few instructions, few colours, and nothing over its
words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Matrix, Stream, String, parse_content_stream

from counter_app.proof.contents import contents, must_be_few

if TYPE_CHECKING:
    from pikepdf import Page, Pdf

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_Colour = tuple[float, ...]
_BLACK, _INK, _GREY, _RED = (0.0, 0.0, 0.0), (0.09, 0.1, 0.13), (0.4, 0.43, 0.48), (0.78, 0.1, 0.13)
_RULES, _TINT = (0.62, 0.65, 0.7), (0.952, 0.96, 0.972)
"""The tint is that behind labels."""
_READABLE = {_BLACK, _INK, _GREY, _RED}
_THICKEST, _SMALLEST, _SHORTEST = 3.0, 4.0, 12.0
"""Points: of a line, of letters, of a line again: with shorter ones letters can be made."""
_NEAR = 1.0
"""Points within which two edges are one."""
_FOOT = 140.0
"""Above it no code stands, whose modules are all that is filled in black."""
_ACROSS, _ALONG = 595.3, 841.9
"""Of a page: A4, in points."""
_MOST_DRAWN, _MOST_COMPARED = 20_000, 4_000_000
"""Instructions and letters of a page, and pairs to be looked at: of each a page of ours has a tenth
at most."""


class Strange(Exception):
    """Not as this program draws."""


_PLAIN = Matrix()


@dataclass(frozen=True, slots=True)
class _State:
    """What q keeps and Q brings back."""

    matrix: Matrix = _PLAIN
    clipped: bool = False
    colour: _Colour = _BLACK
    width: float = 1.0


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
    begun: str = ""
    path: list[Box] = field(default_factory=list)
    words: list[tuple[float, float]] = field(default_factory=list)
    codes: list[Box] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    compared: int = 0


def draws_strangely(document: "Pdf", page: "Page") -> bool:
    """A page of a PDF of counter_app.certificates. Words must be on the page, large and dark enough
    to be read, and nothing may be laid over them, nor over a picture. Raises Crowded."""
    drawn = _Page(fonts=page.resources.get("/Font", {}))
    try:
        instructions = parse_content_stream(Stream(document, contents(page)))
        must_be_few(len(instructions), _MOST_DRAWN)
        for instruction in instructions:
            _DOES[str(instruction.operator)](drawn, list(instruction.operands))
        for box in drawn.codes + drawn.lines:  # whichever came first
            _must(not _over(drawn, box))
        for box in drawn.pictures:
            _must(not any(map(partial(_cross, box), drawn.codes + drawn.lines)))
            _must(not _over(drawn, box))
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


def _fill_in(page: _Page, operands: Sequence[Any]) -> None:
    page.state = replace(page.state, colour=_colour(operands))
    _must(page.state.colour in {*_READABLE, _TINT})


def _stroke_in(_: _Page, operands: Sequence[Any]) -> None:
    _must(_colour(operands) in {*_READABLE, _RULES})


def _colour(operands: Sequence[Any]) -> _Colour:
    return tuple(round(float(part), 3) for part in operands)


def _mark(_: _Page, operands: Sequence[Any]) -> None:
    tag, said = operands
    _must(str(tag) == "/Span" and set(said.keys()) <= {"/MCID", "/ActualText"})


def _width(page: _Page, operands: Sequence[Any]) -> None:
    page.state = replace(page.state, width=float(operands[0]))
    _must(0 <= page.state.width <= _THICKEST)


def _rectangle(page: _Page, operands: Sequence[Any]) -> None:
    x, y, width, height = map(float, operands)
    page.begun += "r"
    page.path.append(_box(page, (x, y), (x + width, y + height)))


def _point(letter: str, page: _Page, operands: Sequence[Any]) -> None:
    """Of a line or a curve."""
    points = [(float(x), float(y)) for x, y in zip(operands[::2], operands[1::2], strict=True)]
    page.begun += letter
    page.path.append(_box(page, *points))


def _box(page: _Page, *points: tuple[float, float]) -> Box:
    across, along = zip(*map(page.state.matrix.transform, points), strict=True)
    return min(across), min(along), max(across), max(along)


def _over(page: _Page, box: Box) -> list[tuple[float, float]]:
    """The letters so far that are under a box."""
    page.compared += len(page.words)
    must_be_few(page.compared, _MOST_COMPARED)
    left, bottom, right, top = box
    return [(x, y) for x, y in page.words if left < x < right and bottom < y < top]


def _cross(one: Box, other: Box) -> bool:
    """By more than the line around a picture does."""
    return all(
        one[side] + _NEAR < other[side + 2] and other[side] + _NEAR < one[side + 2]
        for side in (0, 1)
    )


def _alike(one: Box, other: Box) -> bool:
    return all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))


def _union(boxes: Sequence[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _fill(page: _Page, _: Sequence[Any]) -> None:
    """The tint behind a label that is still to come, or the modules of a code."""
    whole = _union(page.path)
    _must(set(page.begun) == {"r"} and not any(_cross(box, whole) for box in page.pictures))
    if page.state.colour == _TINT:
        _must(len(page.path) == 1 and not _over(page, whole))
    else:
        _must(page.state.colour == _BLACK and whole[3] < _FOOT)
        page.codes.append(whole)
    _end_path(page, ())


def _stencil(page: _Page, operands: Sequence[Any]) -> None:
    """A code that is a picture."""
    (image,) = operands
    whole = _box(page, (0, 0), (1, 1))
    _must(image.image_mask and page.state.colour == _BLACK and whole[3] < _FOOT)
    _must(not any(_cross(box, whole) for box in page.pictures))
    page.codes.append(whole)


def _stroke(page: _Page, _: Sequence[Any]) -> None:
    """A rule, the edge of a picture, or the frame of a seal, whose corners are round."""
    whole = left, bottom, right, top = _union(page.path)
    half, long = page.state.width / 2, (right - left, top - bottom)
    if page.begun == "ml":
        _must(min(long) == 0 and max(long) >= _SHORTEST)
        page.lines.append((left - half, bottom - half, right + half, top + half))
    else:
        _must(page.begun in {"r", "mlclclclc"} and min(long) >= _SHORTEST)
        _must(page.begun != "r" or any(map(partial(_alike, whole), page.pictures)))
    _end_path(page, ())


def _end_path(page: _Page, _: Sequence[Any]) -> None:
    page.path.clear()
    page.begun = ""


def _show(page: _Page, _: Sequence[Any]) -> None:
    """The picture of a certified copy."""
    page.pictures.append(_box(page, (0, 0), (1, 1)))


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
    _must(page.state.colour in _READABLE)
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
    must_be_few(len(page.words), _MOST_DRAWN)


def _must(holds: bool) -> None:
    if not holds:
        raise Strange


_DOES: dict[str, Callable[[_Page, Sequence[Any]], None]] = {
    **dict.fromkeys(("EMC", "BT", "ET", "TL", "h"), _nothing),
    **dict.fromkeys(("W", "W*"), _clip),
    **dict.fromkeys(("f", "f*"), _fill),
    **{letter: partial(_point, letter) for letter in ("m", "l", "c")},
    **dict.fromkeys(("Tj", "TJ"), _write),
    "n": _end_path,
    "S": _stroke,
    "rg": _fill_in,
    "RG": _stroke_in,
    "q": _keep,
    "Q": _bring_back,
    "cm": _move,
    "BDC": _mark,
    "w": _width,
    "re": _rectangle,
    "Do": _show,
    "INLINE IMAGE": _stencil,
    "Tm": _place,
    "Tf": _font,
    "Tc": _space,
    "Ts": _raise,
}
