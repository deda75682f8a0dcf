"""Text into lines that fit: shrink first, then wrap, always by measured widths, in points."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from counter_app.certificates.fonts import BOLD, REGULAR, font
from counter_app.certificates.shaping import Run, clean, clusters, runs, width

INK = (0.09, 0.10, 0.13)
GREY = (0.40, 0.43, 0.48)
_LEADING = 1.28  # of the size; more where a script's own ascent and descent ask for it
_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one look. `scale` is the part of the block's size it is set in."""

    text: str
    bold: bool = False
    colour: tuple[float, float, float] = INK
    scale: float = 1.0

    @property
    def font(self) -> str:
        return BOLD if self.bold else REGULAR


@dataclass(slots=True)
class Line:
    """Spans that share a baseline, in em of the block's size; measured once it is settled."""

    spans: list[Span] = field(default_factory=list)
    runs: list[tuple[Span, Run]] = field(default_factory=list)
    width: float = 0.0
    ascent: float = 0.0
    descent: float = 0.0
    height: float = _LEADING

    def settle(self) -> "Line":
        if self.spans:
            last = self.spans[-1]
            self.spans[-1] = _with(last, last.text.rstrip())
        self.runs = [(span, run) for span in self.spans for run in runs(span.text, span.font)]
        self.width = sum(run.width * span.scale for span, run in self.runs)
        faces = [(font(run.font).face, span.scale) for span, run in self.runs]
        self.ascent = max((f.ascent * scale / 1000 for f, scale in faces), default=0.0)
        self.descent = max((-f.descent * scale / 1000 for f, scale in faces), default=0.0)
        self.height = max(self.ascent + self.descent, _LEADING)
        return self


@dataclass(frozen=True)
class Block:
    """Lines at one size, ready to draw."""

    lines: tuple[Line, ...]
    size: float

    @property
    def width(self) -> float:
        return max((line.width for line in self.lines), default=0.0) * self.size

    @cached_property
    def height(self) -> float:
        return sum(line.height for line in self.lines) * self.size


def fit(spans: Sequence[Span], available: float, sizes: Sequence[float]) -> Block:
    """One line in the first of `sizes` (falling) that holds it, else wrapped at the last."""
    return _fitted(tuple(spans), available, tuple(sizes))


@lru_cache(256)  # the labels of a paper stand on every paper
def _fitted(wanted: tuple[Span, ...], available: float, sizes: tuple[float, ...]) -> Block:
    spans = [_with(span, clean(span.text)) for span in wanted if span.text]
    whole = Line(list(spans)).settle()
    for size in sizes:
        if whole.width * size <= available:
            return Block((whole,), size)
    return Block(tuple(_wrap(spans, available / sizes[-1])), sizes[-1])


def draw(canvas: Canvas, block: Block, x: float, top: float, align: str = "left") -> None:
    """Draws the block below `top`; `x` is its left edge, centre or right edge by `align`."""
    shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
    for line in block.lines:
        spare = (line.height - line.ascent - line.descent) / 2
        baseline = top - (spare + line.ascent) * block.size
        at = x - shift * line.width * block.size
        for span, run in line.runs:
            _draw_run(canvas, run, at, baseline, block.size * span.scale, span.colour)
            at += run.width * span.scale * block.size
        top -= line.height * block.size


class _Text(PDFTextObject):
    """reportlab 5.1 forgets a rise that follows another at once, and draws the rest of the line
    below: Khmer, whose signs hang under one another."""

    _code: list[str]

    def setRise(self, rise: float) -> None:  # noqa: N802 - reportlab's name
        self._rise = rise
        self._code.append(f"{fp_str(rise)} Ts")


def _draw_run(
    canvas: Canvas, run: Run, x: float, y: float, size: float, colour: tuple[float, float, float]
) -> None:
    text = _Text(canvas, x, y)
    text.setFont(run.font, size)
    text.setFillColorRGB(*colour)
    text.textOut(run.drawn)
    if run.shaped:  # its glyphs are not characters any more
        with spoken(canvas, run.text):
            canvas.drawText(text)
    else:
        canvas.drawText(text)


@contextmanager
def spoken(canvas: Canvas, text: str) -> Iterator[None]:
    """What is drawn within is copied, searched and read aloud as `text`."""
    canvas.addLiteral(f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>>> BDC")
    yield
    canvas.addLiteral("EMC")


def _wrap(spans: Sequence[Span], available: float) -> list[Line]:
    """Breaks at spaces, and within a word only where the word alone is too long."""
    lines = [Line()]
    used = 0.0
    for span in spans:
        for word in _WORDS.findall(span.text):
            for piece in _pieces(word, span, available - used, available):
                needed = width(piece.rstrip(), span.font) * span.scale
                if used + needed > available:
                    lines.append(Line())
                    used = 0.0
                _append(lines[-1], span, piece)
                used += width(piece, span.font) * span.scale
    return [line.settle() for line in lines if line.spans]


def _pieces(word: str, span: Span, left: float, available: float) -> list[str]:
    """The word, or if no line holds it the longest parts that fill what is left and then lines.

    Each part is measured as a whole: the letters of some scripts change with their neighbours.
    """
    if width(word.rstrip(), span.font) * span.scale <= available:
        return [word]
    parts = [""]
    if width(clusters(word)[0], span.font) * span.scale > left:
        left = available
    for cluster in clusters(word):
        longer = parts[-1] + cluster
        if parts[-1] and width(longer.rstrip(), span.font) * span.scale > left:
            parts.append(cluster)
            left = available
        else:
            parts[-1] = longer
    return parts


def _append(line: Line, span: Span, piece: str) -> None:
    if line.spans and line.spans[-1] == _with(span, line.spans[-1].text):
        line.spans[-1] = _with(span, line.spans[-1].text + piece)
    else:
        line.spans.append(_with(span, piece))


def _with(span: Span, text: str) -> Span:
    return Span(text, span.bold, span.colour, span.scale)
